"""Nothing between two sequence numbers is lost or doubled; what fell out is admitted."""

from hypothesis import given
from hypothesis import strategies as st

from tutor_server.wire.ring import Ring


@given(st.integers(0, 60), st.integers(0, 70))
def test_a_replay_is_exact_or_refused(count: int, last_seq: int) -> None:
    ring = Ring(max_events=20)
    for number in range(count):
        ring.add({"type": "t", "number": number})
    missed = ring.since(last_seq)
    oldest = max(1, count - 19)
    if last_seq > count or last_seq + 1 < oldest:
        assert missed is None
    else:
        assert [event["seq"] for event in missed] == list(range(last_seq + 1, count + 1))


def test_bytes_are_bounded() -> None:
    ring = Ring(max_bytes=10_000)
    for _ in range(100):
        ring.add({"type": "response.output_audio.delta", "delta": bytes(1_000)})
    assert ring.since(0) is None
    kept = ring.since(95)
    assert kept is not None
    assert len(kept) == 5


def test_a_new_ring_has_nothing_to_replay() -> None:
    assert Ring().since(0) == []
    assert Ring().since(3) is None
