from collections.abc import Callable

import numpy as np
import pytest

from media.contracts import OUT_RATE_HZ
from media.opus import OpusDecoder
from media.playout import QueuedPlayout
from media.voice_out import TICK_UNITS, TutorVoice


class Nobody:
    def playout_started(self, reply: int, at_s: float) -> None: ...

    def playout_progressed(self, reply: int, played_samples: int, at_s: float) -> None: ...

    def playout_drained(self, reply: int, at_s: float) -> None: ...


def tone(seconds: float) -> bytes:
    at = np.arange(int(seconds * OUT_RATE_HZ)) / OUT_RATE_HZ
    return (10_000 * np.sin(2 * np.pi * 440 * at)).astype(np.int16).tobytes()


class Line:
    """Beats in virtual time and decodes what is sent."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.playout = QueuedPlayout(Nobody(), clock)
        self.voice = TutorVoice(self.playout, clock)
        self.decoder = OpusDecoder()
        self.ticks: list[int] = []
        self.levels: list[float] = []

    def send(self, packet: bytes, timestamp: int) -> None:
        assert timestamp % TICK_UNITS == 0
        self.ticks.append(timestamp // TICK_UNITS)
        pcm = np.frombuffer(self.decoder.decode(packet), np.int16)
        self.levels.append(float(np.abs(pcm.astype(int)).mean()))

    def beat(self, count: int = 1, after_s: float = 0.020) -> None:
        for _ in range(count):
            self.voice.beat(self.send)
            self.clock.now_s += after_s  # type: ignore[attr-defined]

    def speak(self, seconds: float) -> None:
        self.playout.enqueue(1, tone(seconds))
        self.playout.release(1)
        self.playout.finish(1)


@pytest.fixture
def line(clock: Callable[[], float]) -> Line:
    return Line(clock)


def test_silence_is_sent_all_the_time(line: Line) -> None:
    line.beat(100)
    assert line.ticks == list(range(100))
    assert max(line.levels) < 5


def test_a_beat_that_comes_early_or_late_sends_one_packet_all_the_same(line: Line) -> None:
    for at in range(100):
        line.beat(after_s=0.023 if at % 2 else 0.017)
    assert line.ticks == list(range(100))


def test_a_beat_too_many_sends_nothing(line: Line) -> None:
    line.beat(2, after_s=0.0)
    assert line.ticks == [0]


def test_speech_is_heard_and_stops_within_sixty_milliseconds(line: Line) -> None:
    line.speak(2.0)
    line.beat(20)
    line.playout.stop(1)
    line.beat(20)
    assert min(line.levels[2:20]) > 3_000
    assert max(line.levels[23:]) < 100


def test_a_stall_in_silence_leaves_a_gap_and_no_burst(line: Line) -> None:
    line.beat(after_s=0.5)
    line.beat(2)
    assert line.ticks == [0, 25, 26]


def test_a_little_late_speech_is_caught_up_in_one_beat(line: Line) -> None:
    line.speak(1.0)
    line.beat(after_s=0.065)
    line.beat()
    assert line.ticks == [0, 1, 2, 3]


def test_speech_survives_a_stall_whole(line: Line) -> None:
    line.speak(0.4)
    for at in range(21):
        line.beat(after_s=0.3 if at == 5 else 0.020)
    assert sum(level > 3_000 for level in line.levels[1:20]) == 19
    assert line.ticks[:7] == [0, 1, 2, 3, 4, 5, 20]
