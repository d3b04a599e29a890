import asyncio
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from media.contracts import OUT_FRAME_SAMPLES, OUT_RATE_HZ
from media.playout import FADE_SAMPLES, MAX_QUEUED, MAX_REPLIES, QueuedPlayout


@dataclass
class Ledger:
    """A listener that writes down what it was told."""

    events: list[tuple[object, ...]] = field(default_factory=list)

    def playout_started(self, reply: int, at_s: float) -> None:
        self.events.append(("started", reply))

    def playout_progressed(self, reply: int, played_samples: int, at_s: float) -> None:
        self.events.append(("progressed", reply, played_samples))

    def playout_drained(self, reply: int, at_s: float) -> None:
        self.events.append(("drained", reply))

    def of(self, kind: str) -> list[tuple[object, ...]]:
        return [event[1:] for event in self.events if event[0] == kind]


def make() -> tuple[QueuedPlayout, Ledger]:
    ledger = Ledger()
    return QueuedPlayout(ledger, lambda: 0.0), ledger


def voice(reply: int, start: int, count: int) -> bytes:
    """Samples that are all different from zero and tell their reply and place."""
    return (
        ((np.arange(start, start + count) + reply * 977) % 30_000 + 1).astype(np.int16).tobytes()
    )


def samples(frame: bytes | None) -> list[int]:
    return [] if frame is None else np.frombuffer(frame, np.int16).tolist()


def pull_all(playout: QueuedPlayout) -> list[int]:
    heard: list[int] = []
    while (frame := playout.next_frame()) is not None:
        heard += samples(frame)
    return heard


def test_a_held_reply_waits_until_it_is_released() -> None:
    playout, ledger = make()
    assert playout.enqueue(1, voice(1, 0, 480))
    assert playout.next_frame() is None
    playout.release(1)
    assert playout.next_frame() == voice(1, 0, 480)
    assert ledger.events == [("started", 1), ("progressed", 1, 480)]


def test_a_partial_last_frame_is_padded_and_not_counted() -> None:
    playout, ledger = make()
    playout.enqueue(1, voice(1, 0, 500))
    playout.release(1)
    playout.finish(1)
    playout.next_frame()
    assert playout.next_frame() == voice(1, 480, 20) + bytes(2 * 460)
    assert playout.next_frame() is None
    assert ledger.events == [("started", 1), ("progressed", 1, 500), ("drained", 1)]


def test_progress_comes_every_100_ms_and_at_every_end_of_a_clip() -> None:
    playout, ledger = make()
    playout.release(1)
    for start, count in ((0, 100), (100, 50), (150, 6000)):
        playout.enqueue(1, voice(1, start, count))
    playout.finish(1)
    pull_all(playout)
    assert ledger.of("progressed") == [(1, 100), (1, 150), (1, 2880), (1, 5280), (1, 6150)]


@pytest.mark.parametrize("order", [("release", "finish"), ("finish", "release")])
def test_a_reply_without_audio_drains_once_without_starting(order: tuple[str, str]) -> None:
    playout, ledger = make()
    for call in order:
        getattr(playout, call)(1)
    assert playout.next_frame() is None
    assert ledger.events == [("drained", 1)]


def test_replies_are_heard_in_the_order_of_their_numbers() -> None:
    playout, ledger = make()
    playout.enqueue(2, voice(2, 0, 480))
    playout.enqueue(1, voice(1, 0, 480))
    playout.release(2)
    assert playout.next_frame() is None  # reply 1 is older and still held
    playout.release(1)
    assert playout.next_frame() == voice(1, 0, 480)
    assert playout.next_frame() is None  # reply 1 may still get more
    playout.finish(1)
    assert playout.next_frame() == voice(2, 0, 480)
    assert ledger.of("started") == [(1,), (2,)]


def test_an_older_reply_that_comes_after_a_newer_one_was_heard_is_refused() -> None:
    playout, _ = make()
    playout.enqueue(5, voice(5, 0, 480))
    playout.release(5)
    playout.next_frame()
    assert not playout.enqueue(4, voice(4, 0, 480))


def test_stop_fades_ten_milliseconds_and_drops_the_rest() -> None:
    playout, ledger = make()
    playout.enqueue(1, np.full(4800, 10_000, np.int16).tobytes())
    playout.release(1)
    playout.next_frame()
    assert playout.stop(1) == OUT_FRAME_SAMPLES + FADE_SAMPLES
    tail = np.frombuffer(playout.next_frame() or b"", np.int16)
    assert tail[0] == 10_000
    assert tail[FADE_SAMPLES - 1] == 0
    assert (np.diff(tail[:FADE_SAMPLES]) <= 0).all()
    assert not tail[FADE_SAMPLES:].any()
    assert playout.next_frame() is None
    assert playout.stop(1) == OUT_FRAME_SAMPLES + FADE_SAMPLES
    assert ledger.of("drained") == []


def test_stop_before_any_audio_refuses_the_late_clip() -> None:
    playout, ledger = make()
    assert playout.stop(3) == 0
    assert not playout.enqueue(3, voice(3, 0, 480))
    playout.release(3)
    playout.finish(3)
    assert playout.next_frame() is None
    assert ledger.events == []


def test_stop_of_a_held_reply_plays_nothing_and_lets_the_next_one_go() -> None:
    playout, ledger = make()
    playout.enqueue(1, voice(1, 0, 480))
    playout.enqueue(2, voice(2, 0, 480))
    playout.release(2)
    assert playout.stop(1) == 0
    assert playout.next_frame() == voice(2, 0, 480)
    assert ledger.of("started") == [(2,)]


def test_stop_after_the_drain_still_tells_what_was_played() -> None:
    playout, _ = make()
    playout.enqueue(1, voice(1, 0, 700))
    playout.release(1)
    playout.finish(1)
    pull_all(playout)
    assert playout.stop(1) == 700


def test_a_listener_may_stop_the_reply_it_is_told_about() -> None:
    ledger = Ledger()
    playout = QueuedPlayout(ledger, lambda: 0.0)
    stopped: list[int] = []
    ledger.playout_started = lambda reply, at_s: stopped.append(playout.stop(reply))  # type: ignore[method-assign]
    playout.enqueue(1, voice(1, 0, 480))
    playout.release(1)
    playout.finish(1)
    playout.next_frame()
    assert stopped == [480]
    assert playout.next_frame() is None
    assert ledger.events == []


def test_gain_is_ramped_over_one_frame() -> None:
    playout, _ = make()
    playout.enqueue(1, np.full(1440, 10_000, np.int16).tobytes())
    playout.release(1)
    playout.next_frame()
    playout.set_gain(0.25)
    ramp = np.frombuffer(playout.next_frame() or b"", np.int16)
    assert 9_900 < ramp[0] < 10_000
    assert (np.diff(ramp) < 0).all()
    assert ramp[-1] == 2_500
    assert set(samples(playout.next_frame())) == {2_500}


def test_a_gain_set_in_silence_is_there_at_once() -> None:
    playout, _ = make()
    playout.set_gain(0.5)
    playout.next_frame()
    playout.enqueue(1, np.full(480, 10_000, np.int16).tobytes())
    playout.release(1)
    assert set(samples(playout.next_frame())) == {5_000}


def test_at_no_gain_the_voice_waits_and_goes_on_from_its_sample() -> None:
    playout, ledger = make()
    playout.enqueue(1, np.full(4 * 480, 10_000, np.int16).tobytes())
    playout.release(1)
    playout.finish(1)
    playout.next_frame()
    playout.set_gain(0.0)
    assert samples(playout.next_frame())[-1] == 0
    assert [playout.next_frame() for _ in range(50)] == [None] * 50
    playout.set_gain(1.0)
    rising = samples(playout.next_frame())
    assert rising == sorted(rising)
    assert rising[-1] == 10_000
    assert not ledger.of("drained")
    assert set(samples(playout.next_frame())) == {10_000}
    assert ledger.of("drained") == [(1,)]


def test_a_voice_that_waits_can_be_stopped() -> None:
    playout, _ = make()
    playout.enqueue(1, np.full(4 * 480, 10_000, np.int16).tobytes())
    playout.release(1)
    playout.next_frame()
    playout.set_gain(0.0)
    playout.next_frame()
    assert playout.next_frame() is None
    assert playout.stop(1) == 2 * 480
    assert playout.next_frame() is None


@pytest.mark.parametrize("gain", [-0.1, 1.1, float("nan")])
def test_a_gain_out_of_range_is_refused(gain: float) -> None:
    with pytest.raises(ValueError, match="gain"):
        make()[0].set_gain(gain)


def test_half_a_sample_is_refused() -> None:
    with pytest.raises(ValueError, match="int16"):
        make()[0].enqueue(1, b"abc")


def test_audio_after_finish_is_refused() -> None:
    playout, _ = make()
    playout.enqueue(1, voice(1, 0, 480))
    playout.finish(1)
    assert not playout.enqueue(1, voice(1, 480, 480))


def test_more_replies_than_may_wait_are_refused() -> None:
    playout, _ = make()
    assert all(playout.enqueue(reply, b"\1\0") for reply in range(MAX_REPLIES))
    assert not playout.enqueue(MAX_REPLIES, b"\1\0")


def test_many_ended_replies_stay_refused() -> None:
    playout, _ = make()
    for reply in range(1000):
        playout.stop(reply)
    assert not any(playout.enqueue(reply, b"\1\0") for reply in range(1000))
    assert playout.enqueue(1000, b"\1\0")


async def test_room_waits_for_a_full_queue_to_be_played() -> None:
    playout, _ = make()
    assert playout.enqueue(1, bytes(2 * MAX_QUEUED))
    assert not playout.enqueue(1, b"\1\0")
    playout.release(1)
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(playout.room(1))
        await asyncio.sleep(0)
        assert not waiting.done()
        playout.next_frame()
    assert playout.enqueue(1, b"\1\0")


@pytest.mark.parametrize("how", ["stop", "finish"])
async def test_room_returns_when_the_reply_takes_no_more(how: str) -> None:
    playout, _ = make()
    playout.enqueue(1, bytes(2 * MAX_QUEUED))
    async with asyncio.TaskGroup() as group:
        waiting = [group.create_task(playout.room(1)) for _ in range(3)]
        await asyncio.sleep(0)
        getattr(playout, how)(1)
    assert all(task.done() for task in waiting)


async def test_room_of_a_new_reply_waits_for_the_stopped_one_in_front() -> None:
    playout, _ = make()
    playout.enqueue(1, bytes(2 * MAX_QUEUED))
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(playout.room(2))
        await asyncio.sleep(0)
        assert not waiting.done()
        playout.stop(1)
    assert playout.enqueue(2, b"\1\0")


REPLIES = st.integers(0, 4)


class Interleavings(RuleBasedStateMachine):
    """Any order of calls: every queued sample is heard once and in order, up to a stop."""

    def __init__(self) -> None:
        super().__init__()
        self.playout, self.ledger = make()
        self.queued: dict[int, list[int]] = {}
        self.heard: dict[int, int] = {}
        self.stopped: set[int] = set()
        self.finished: set[int] = set()
        self.faded: int | None = None

    @rule(reply=REPLIES, count=st.integers(0, 1500))
    def enqueue(self, reply: int, count: int) -> None:
        have = self.queued.setdefault(reply, [])
        clip = voice(reply, len(have), count)
        if self.playout.enqueue(reply, clip):
            assert reply not in self.stopped | self.finished
            have += samples(clip)

    @rule(reply=REPLIES)
    def release(self, reply: int) -> None:
        self.playout.release(reply)

    @rule(reply=REPLIES)
    def finish(self, reply: int) -> None:
        self.playout.finish(reply)
        self.finished.add(reply)

    @rule(reply=REPLIES)
    def stop(self, reply: int) -> None:
        again = reply in self.stopped or (reply,) in self.ledger.of("drained")
        left = len(self.queued.get(reply, [])) - self.heard.get(reply, 0)
        fade = min(FADE_SAMPLES, left) if self.heard.get(reply) and not again else 0
        played = self.playout.stop(reply)
        self.heard[reply] = self.heard.get(reply, 0) + fade
        self.faded = reply if fade else self.faded
        self.stopped.add(reply)
        assert played == self.heard[reply]

    @rule()
    def pull(self) -> None:
        frame = samples(self.playout.next_frame())
        if self.faded is not None:
            assert not any(frame[FADE_SAMPLES:])
            self.faded = None
            return
        audible = [sample for sample in frame if sample]
        if audible:
            self.check(audible)

    def check(self, audible: list[int]) -> None:
        reply = self.ledger.of("started")[-1][0]
        assert isinstance(reply, int)
        assert reply not in self.stopped
        at = self.heard.get(reply, 0)
        assert audible == self.queued[reply][at : at + len(audible)]
        assert len(audible) == min(OUT_FRAME_SAMPLES, len(self.queued[reply]) - at)
        self.heard[reply] = at + len(audible)

    @precondition(lambda self: self.ledger.events)
    @invariant()
    def told_once_and_in_order(self) -> None:
        started, drained = self.ledger.of("started"), self.ledger.of("drained")
        assert started == sorted(set(started))
        assert drained == sorted(set(drained))
        for (reply,) in drained:
            assert isinstance(reply, int)
            assert self.heard.get(reply, 0) == len(self.queued.get(reply, []))

    @invariant()
    def progress_never_goes_back(self) -> None:
        progress = self.ledger.of("progressed")
        assert progress == sorted(progress)
        assert len(set(progress)) == len(progress)


TestInterleavings = Interleavings.TestCase
TestInterleavings.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


def test_thirty_seconds_are_the_limit() -> None:
    assert MAX_QUEUED == 30 * OUT_RATE_HZ
