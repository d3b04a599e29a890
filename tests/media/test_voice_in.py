from collections.abc import Callable

import numpy as np
import pytest

from media.opus import OpusEncoder
from media.voice_in import FILL_S, STALL_S, VoiceIn


def packets(count: int) -> list[bytes]:
    encoder = OpusEncoder()
    tone = (8_000 * np.sin(np.arange(480) / 9)).astype(np.int16).tobytes()
    return [encoder.encode(tone) for _ in range(count)]


@pytest.fixture
def heard() -> list[bytes]:
    return []


@pytest.fixture
def voice(heard: list[bytes], clock: Callable[[], float]) -> VoiceIn:
    return VoiceIn(heard.append, clock)


def seconds(heard: list[bytes]) -> float:
    return sum(map(len, heard)) / 2 / 16_000


def test_each_packet_is_handed_on_at_once(voice: VoiceIn, heard: list[bytes]) -> None:
    for packet in packets(10):
        voice.packet(packet)
    assert [len(pcm) for pcm in heard[1:]] == [640] * 9


@pytest.mark.parametrize("bad", [b"", b"\xff\xff\xff", bytes(4_000)])
def test_a_bad_packet_is_counted_and_forgotten(
    voice: VoiceIn, heard: list[bytes], bad: bytes
) -> None:
    good = packets(2)
    for packet in (good[0], bad, good[1]):
        voice.packet(packet)
    assert voice.bad_packets == 1
    assert len(heard) == 2


def test_nothing_is_filled_before_the_first_packet(
    voice: VoiceIn, heard: list[bytes], clock: Callable[[], float]
) -> None:
    clock.now_s += 60  # type: ignore[attr-defined]
    voice.tick()
    assert heard == []


def test_a_short_gap_is_left_alone(
    voice: VoiceIn, heard: list[bytes], clock: Callable[[], float]
) -> None:
    voice.packet(packets(1)[0])
    clock.now_s += STALL_S / 2  # type: ignore[attr-defined]
    voice.tick()
    assert len(heard) == 1


def test_a_stall_is_filled_with_silence_in_real_time_and_not_for_ever(
    voice: VoiceIn, heard: list[bytes], clock: Callable[[], float]
) -> None:
    voice.packet(packets(1)[0])
    heard.clear()
    for tick in range(1, 100):
        clock.now_s += 0.1  # type: ignore[attr-defined]
        voice.tick()
        passed_s = tick * 0.1
        assert seconds(heard) <= min(FILL_S, passed_s) + 1e-3
        assert seconds(heard) >= min(FILL_S, passed_s - STALL_S) - 1e-3
    assert seconds(heard) == pytest.approx(FILL_S, abs=1e-3)
    assert not any(map(any, heard))


def test_the_next_stall_is_filled_again(
    voice: VoiceIn, heard: list[bytes], clock: Callable[[], float]
) -> None:
    for packet in packets(3):
        voice.packet(packet)
        heard.clear()
        for _ in range(50):
            clock.now_s += 0.1  # type: ignore[attr-defined]
            voice.tick()
        assert seconds(heard) == pytest.approx(FILL_S, abs=1e-3)
