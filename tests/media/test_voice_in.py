from collections.abc import Callable

import numpy as np
import pytest

from media.opus import OpusEncoder
from media.voice_in import FILL_S, MAX_CONCEALED, STALL_S, VoiceIn


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
    for at, packet in enumerate(packets(10)):
        voice.packet(at, packet)
        assert len(heard) == at + 1
    assert [len(pcm) for pcm in heard[1:]] == [640] * 9


def test_packets_out_of_order_are_heard_in_order(voice: VoiceIn, heard: list[bytes]) -> None:
    sent = packets(8)
    straight: list[bytes] = []
    other = VoiceIn(straight.append, lambda: 0.0)
    for at, packet in enumerate(sent):
        other.packet(at, packet)
    for at in (0, 2, 1, 3, 6, 5, 4, 7):
        voice.packet(at, sent[at])
    assert heard == straight


@pytest.mark.parametrize(("lost", "concealed"), [(1, 1), (4, 4), (20, MAX_CONCEALED)])
def test_a_loss_is_concealed_for_a_while(
    voice: VoiceIn, heard: list[bytes], lost: int, concealed: int
) -> None:
    sent = packets(60)
    for at in [*range(20), *range(20 + lost, 60)]:
        voice.packet(at, sent[at])
    assert len(heard) == 60 - lost + concealed
    first = np.frombuffer(heard[20], np.int16)
    assert len(first) == 320
    assert np.abs(first.astype(int)).mean() > 1_000


def test_padding_is_no_audio_and_no_error(voice: VoiceIn, heard: list[bytes]) -> None:
    good = packets(2)
    for at, packet in enumerate((good[0], b"", good[1])):
        voice.packet(at, packet)
    assert (len(heard), voice.bad_packets) == (2, 0)


@pytest.mark.parametrize("bad", [b"\xff\xff\xff", bytes(4_000)])
def test_a_bad_packet_is_counted_and_forgotten(
    voice: VoiceIn, heard: list[bytes], bad: bytes
) -> None:
    good = packets(2)
    for at, packet in enumerate((good[0], bad, good[1])):
        voice.packet(at, packet)
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
    voice.packet(0, packets(1)[0])
    clock.now_s += STALL_S / 2  # type: ignore[attr-defined]
    voice.tick()
    assert len(heard) == 1


def test_a_stall_is_filled_with_silence_in_real_time_and_not_for_ever(
    voice: VoiceIn, heard: list[bytes], clock: Callable[[], float]
) -> None:
    voice.packet(0, packets(1)[0])
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
    for at, packet in enumerate(packets(3)):
        voice.packet(at, packet)
        heard.clear()
        for _ in range(50):
            clock.now_s += 0.1  # type: ignore[attr-defined]
            voice.tick()
        assert seconds(heard) == pytest.approx(FILL_S, abs=1e-3)
