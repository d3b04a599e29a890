import asyncio
from collections.abc import Callable

import numpy as np
import pytest
from aiortc.codecs.opus import OpusEncoder as AiortcOpusEncoder
from aiortc.mediastreams import MediaStreamError

from media.contracts import OUT_RATE_HZ
from media.opus import OpusDecoder
from media.playout import QueuedPlayout
from media.voice_out import TICK_UNITS, TIME_BASE, TutorVoice


class Nobody:
    def playout_started(self, reply: int, at_s: float) -> None: ...

    def playout_progressed(self, reply: int, played_samples: int, at_s: float) -> None: ...

    def playout_drained(self, reply: int, at_s: float) -> None: ...


def tone(seconds: float) -> bytes:
    at = np.arange(int(seconds * OUT_RATE_HZ)) / OUT_RATE_HZ
    return (10_000 * np.sin(2 * np.pi * 440 * at)).astype(np.int16).tobytes()


class Line:
    """Pulls packets in virtual time and decodes them."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.playout = QueuedPlayout(Nobody(), clock)
        self.track = TutorVoice(self.playout, clock)
        self.decoder = OpusDecoder()
        self.ticks: list[int] = []

    async def pull(self, after_s: float = 0.020) -> float:
        """Level of the next packet."""
        packet = await self.track.recv()
        self.clock.now_s += after_s  # type: ignore[attr-defined]
        assert packet.pts is not None
        self.ticks.append(packet.pts // TICK_UNITS)
        pcm = np.frombuffer(self.decoder.decode(bytes(packet)), np.int16)
        return float(np.abs(pcm.astype(int)).mean())


@pytest.fixture
def line(clock: Callable[[], float]) -> Line:
    return Line(clock)


async def test_silence_is_sent_all_the_time(line: Line) -> None:
    levels = [await line.pull() for _ in range(100)]
    assert line.ticks == list(range(100))
    assert max(levels) < 5


async def test_speech_is_heard_and_stops_within_sixty_milliseconds(line: Line) -> None:
    line.playout.enqueue(1, tone(2.0))
    line.playout.release(1)
    before = [await line.pull() for _ in range(20)]
    line.playout.stop(1)
    after = [await line.pull() for _ in range(20)]
    assert min(before[2:]) > 3_000
    assert max(after[3:]) < 100


async def test_a_stall_in_silence_leaves_a_gap_and_no_burst(line: Line) -> None:
    await line.pull(after_s=0.5)
    await line.pull()
    await line.pull()
    assert line.ticks == [0, 25, 26]


async def test_speech_survives_a_stall_whole(line: Line) -> None:
    line.playout.enqueue(1, tone(0.4))
    line.playout.release(1)
    line.playout.finish(1)
    levels = [await line.pull(after_s=0.3 if n == 5 else 0.020) for n in range(21)]
    assert sum(level > 3_000 for level in levels[1:20]) == 19
    assert line.ticks[:7] == [0, 1, 2, 3, 4, 5, 20]


async def test_it_waits_for_its_time(line: Line) -> None:
    await line.pull(after_s=0.0)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(line.track.recv(), 0.001)


async def test_a_stopped_track_ends(line: Line) -> None:
    await line.pull()
    line.track.stop()
    with pytest.raises(MediaStreamError):
        await line.track.recv()


async def test_aiortc_sends_our_packets_as_they_are(line: Line) -> None:
    """Its sender passes what is no frame to `pack`, which must not convert time in fractions."""
    packet = await line.track.recv()
    line.clock.now_s += 0.020  # type: ignore[attr-defined]
    second = await line.track.recv()
    assert (packet.time_base.numerator, packet.time_base.denominator) == (1, 48_000)
    assert packet.time_base == TIME_BASE
    assert AiortcOpusEncoder().pack(second) == ([bytes(second)], TICK_UNITS)
