from hypothesis import given
from hypothesis import strategies as st

from media.reorder import MAX_HELD, Reorder


def body(sequence: int) -> bytes:
    return sequence.to_bytes(2)


def push(reorder: Reorder, *sequences: int) -> list[int | None]:
    out: list[int | None] = []
    for sequence in sequences:
        ready = reorder.push(sequence, body(sequence))
        out += [None if data is None else int.from_bytes(data) for data in ready]
    return out


def test_packets_in_order_wait_for_nothing() -> None:
    reorder = Reorder()
    for sequence in range(100):
        assert push(reorder, sequence) == [sequence]


def test_a_swapped_pair_is_put_right() -> None:
    assert push(Reorder(), 5, 7, 6, 8) == [5, 6, 7, 8]


def test_a_missing_packet_is_given_up_after_sixty_milliseconds() -> None:
    reorder = Reorder()
    assert push(reorder, 1, 3, 4, 5) == [1]
    assert push(reorder, 6) == [None, 3, 4, 5, 6]
    assert push(reorder, 2) == []
    assert push(reorder, 7) == [7]


def test_a_packet_sent_twice_is_heard_once() -> None:
    assert push(Reorder(), 1, 2, 2, 1, 3) == [1, 2, 3]


def test_numbers_wrap_around() -> None:
    assert push(Reorder(), 65_534, 0, 65_535, 1) == [65_534, 65_535, 0, 1]


def test_a_new_sequence_starts_at_once() -> None:
    reorder = Reorder()
    assert push(reorder, 10, 11, 40_000, 40_001) == [10, 11, 40_000, 40_001]
    assert push(reorder, 3) == [3]


@given(st.integers(0, 65_535), st.lists(st.integers(0, 60), max_size=200))
def test_order_is_kept_whatever_comes(start: int, offsets: list[int]) -> None:
    reorder, heard = Reorder(), 0
    place, last = 0, -1
    reorder.push(start, b"first")
    for offset in offsets:
        sequence = (start + offset) % 65_536
        for data in reorder.push(sequence, body(offset)):
            place += 1
            if data is not None and data != b"first":
                assert int.from_bytes(data) == place
                assert place > last
                last = place
                heard += 1
    assert len(set(offsets) - {0}) - heard >= 0
    assert len(reorder._held) <= MAX_HELD
