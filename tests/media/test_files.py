"""Files in common formats survive the way out and back in; others are refused."""

import numpy as np
import pytest

from media.errors import BadAudioError
from media.files import decode_file, speech_file

TONE_HZ = 440


def tone(length_s: float = 0.5) -> bytes:
    at = np.arange(int(24_000 * length_s)) / 24_000
    return (np.sin(2 * np.pi * TONE_HZ * at) * 12_000).astype(np.int16).tobytes()


def loudest_hz(pcm: bytes) -> float:
    samples = np.frombuffer(pcm, dtype=np.int16).astype(float)
    spectrum = np.abs(np.fft.rfft(samples))
    return float(np.argmax(spectrum) * 16_000 / len(samples))


@pytest.mark.parametrize("name", ["wav", "opus", "mp3", "flac"])
def test_there_and_back(name: str) -> None:
    file = speech_file(name)
    pcm = tone()
    written = b"".join(file.add(pcm[at : at + 1_000]) for at in range(0, len(pcm), 1_000))
    heard = decode_file(written + file.end())
    assert abs(len(heard) / 32_000 - 0.5) < 0.08
    assert abs(loudest_hz(heard) - TONE_HZ) < 10


def test_it_streams() -> None:
    file = speech_file("opus")
    parts = [file.add(tone(0.2)) for _ in range(20)]
    assert sum(1 for part in parts if part) > 2


def test_pcm_is_as_it_is() -> None:
    file = speech_file("pcm")
    assert file.add(b"\x01\x02") + file.end() == b"\x01\x02"


@pytest.mark.parametrize("data", [b"", b"RIFF", b"\x00" * 1000, b"<html>", tone()[:99]])
def test_no_audio(data: bytes) -> None:
    with pytest.raises(BadAudioError):
        decode_file(data)


def test_unknown_format() -> None:
    with pytest.raises(BadAudioError):
        speech_file("exe")
