from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.jitter import MAX_DROPOUT, MAX_HELD, MAX_MISORDER, MAX_WAIT_S, JitterBuffer, Ready
from tests.load.media_delay import aiortcs, ours, quantile_ms, settled
from tests.load.media_trace import NETWORKS, Network, arrivals

FRAME = 960
FRAME_S = 0.020


class Stream:
    """Pushes packets by their place in a stream, at their regular time unless told otherwise."""

    def __init__(self, sequence: int = 0, timestamp: int = 0) -> None:
        self.buffer = JitterBuffer()
        self._sequence, self._timestamp = sequence, timestamp

    def push(self, place: int, at_s: float | None = None) -> list[int | None]:
        """Places that can be heard now; None for each that was lost."""
        ready = self.buffer.push(
            (self._sequence + place) % 65_536,
            (self._timestamp + place * FRAME) % (1 << 32),
            place.to_bytes(4),
            place * FRAME_S if at_s is None else at_s,
        )
        return places(ready)

    def poll(self, at_s: float) -> list[int | None]:
        return places(self.buffer.poll(at_s))

    def run(self, wanted: Iterable[int]) -> None:
        for place in wanted:
            self.push(place)


def places(ready: Iterable[Ready]) -> list[int | None]:
    heard: list[int | None] = []
    for packet in ready:
        heard += [None] * packet.lost
        heard.append(int.from_bytes(packet.payload))
    return heard


def test_packets_in_order_wait_for_nothing() -> None:
    stream = Stream()
    for place in range(200):
        assert stream.push(place) == [place]
        assert stream.buffer.due_s is None


def test_on_an_even_network_a_lost_packet_is_given_up_when_its_successor_comes() -> None:
    stream = Stream()
    stream.run(range(100))
    assert stream.push(101) == [None, 101]
    assert stream.push(102) == [102]
    assert stream.buffer.lost == 1


def test_a_packet_that_overtook_another_waits_for_it() -> None:
    stream = Stream()
    stream.run(range(100))
    assert stream.push(101, 100 * FRAME_S + 0.001) == []
    assert stream.push(100, 100 * FRAME_S + 0.003) == [100, 101]
    assert stream.buffer.due_s is None


def test_the_buffer_says_when_to_look_again_and_gives_up_then() -> None:
    stream = Stream()
    stream.run(range(100))
    stream.push(101, 100 * FRAME_S)
    due_s = stream.buffer.due_s
    assert due_s is not None
    assert 100 * FRAME_S < due_s <= 100 * FRAME_S + MAX_WAIT_S
    assert stream.poll(due_s - 1e-6) == []
    assert stream.poll(due_s) == [None, 101]


def test_what_comes_after_it_was_given_up_is_dropped() -> None:
    stream = Stream()
    stream.run(range(100))
    stream.push(101)
    assert stream.push(100, 101 * FRAME_S + 0.002) == []
    assert stream.buffer.late == 1
    assert stream.push(102) == [102]


def test_a_packet_that_comes_twice_is_heard_once() -> None:
    stream = Stream()
    stream.run(range(100))
    assert stream.push(99) == []
    stream.push(101, 100 * FRAME_S)
    assert stream.push(101, 100 * FRAME_S + 0.001) == []
    assert stream.push(100, 100 * FRAME_S + 0.002) == [100, 101]
    assert stream.buffer.late == 2


def test_jitter_makes_it_wait_longer_but_not_above_the_bound() -> None:
    stream = Stream()
    for place in range(400):
        stream.push(place, place * FRAME_S + (0.090 if place % 10 == 0 else 0.0))
    came_s = 401 * FRAME_S
    assert stream.push(401, came_s) == []
    due_s = stream.buffer.due_s
    assert due_s == pytest.approx(came_s + MAX_WAIT_S)
    assert stream.push(402, came_s + 0.020) == []
    assert stream.push(403, came_s + 0.040) == []
    assert stream.push(404, came_s + 0.061) == [None, 401, 402, 403, 404]


def test_both_numbers_wrap_around() -> None:
    stream = Stream(sequence=65_534, timestamp=(1 << 32) - 2 * FRAME)
    heard = [place for at in (0, 2, 1, 3, 5, 6) for place in stream.push(at, at * 1e-4)]
    heard += stream.poll(1.0)
    assert heard == [0, 1, 2, 3, None, 5, 6]


def test_time_stamps_are_unwrapped() -> None:
    buffer = JitterBuffer()
    first = buffer.push(0, (1 << 32) - FRAME, b"a", 0.0)[0]
    second = buffer.push(1, 0, b"b", FRAME_S)[0]
    assert second.timestamp - first.timestamp == FRAME


@pytest.mark.parametrize("jump", [MAX_DROPOUT + 2, -MAX_MISORDER - 2])
def test_a_sequence_from_elsewhere_begins_anew_at_once(jump: int) -> None:
    buffer = JitterBuffer()
    buffer.push(10_000, 0, b"a", 0.0)
    (ready,) = buffer.push((10_000 + jump) % 65_536, 77, b"b", 0.02)
    assert ready.begins
    assert ready.lost == 0


def test_a_long_cut_is_one_gap_and_no_delay() -> None:
    stream = Stream()
    stream.run(range(100))
    ready = stream.push(600)
    assert ready == [None] * 500 + [600]
    assert stream.push(601) == [601]


def test_another_sender_begins_anew() -> None:
    stream = Stream()
    stream.run(range(100))
    stream.push(101, 100 * FRAME_S)
    stream.buffer.restart()
    assert stream.buffer.due_s is None
    assert stream.buffer.push(5, 5, b"\0", 3.0)[0].begins


def test_a_burst_behind_a_gap_is_bounded() -> None:
    stream = Stream()
    stream.run(range(100))
    heard = [p for at in range(101, 101 + MAX_HELD + 1) for p in stream.push(at, 100 * FRAME_S)]
    assert heard == [None, *range(101, 101 + MAX_HELD + 1)]


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network.name)
def test_over_two_minutes_the_delay_stays_small(network: Network) -> None:
    trace = arrivals(network)
    kept = ours(trace)
    assert quantile_ms(kept, 0.95) <= 60
    assert quantile_ms(kept, 1.0) <= 1000 * MAX_WAIT_S + 0.1
    assert quantile_ms(settled(kept), 0.5) == 0  # nothing that happened stays
    assert len(kept) >= 0.95 * len({arrival.frame for arrival in trace})


def test_one_lost_packet_is_felt_for_good_only_in_aiortcs_buffer() -> None:
    trace = arrivals(Network(name="one", seconds=20.0, cuts=((5.0, 0.019),)))
    assert quantile_ms(aiortcs(trace), 0.5) > 200
    assert quantile_ms(ours(trace), 1.0) == 0


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 65_535),
    st.lists(st.tuples(st.integers(0, 60), st.floats(0, 0.05)), max_size=150),
)
def test_order_is_kept_whatever_comes(start: int, steps: list[tuple[int, float]]) -> None:
    stream, now_s = Stream(sequence=start), 0.0
    heard = stream.push(0, 0.0)
    for place, wait_s in steps:
        now_s += wait_s
        heard += stream.push(place, now_s)
    heard += stream.poll(now_s + 1.0)
    # A lost place counts as None, so that what is heard stands exactly at its own place.
    assert all(place in (None, at) for at, place in enumerate(heard))
    assert {place for place, _ in steps} >= {place for place in heard if place}
