"""Sound for tests: questions spoken by our own voice, and how much of a sound is loud."""

import asyncio
import io
import wave
from functools import cache
from pathlib import Path

import numpy as np
import soxr

from inference.contracts import VoiceOptions
from inference.speaking.espeak import EspeakTts

LOUD = 500
"""RMS of int16 (about -36 dBFS): speech, not noise."""


async def _speak(text: str) -> bytes:
    async with EspeakTts() as tts:
        return b"".join([chunk.pcm async for chunk in tts.speak(text, VoiceOptions())])


@cache
def spoken(text: str) -> bytes:
    """int16 mono 24 kHz."""
    return asyncio.run(asyncio.wait_for(_speak(text), 30))


def spoken_question(text: str, *, before_s: float = 0.5, after_s: float = 1.5) -> bytes:
    """With the quiet of a room around it; int16 mono 24 kHz."""
    room = np.random.default_rng(1)

    def quiet(length_s: float) -> bytes:
        noise: np.ndarray = room.normal(0, 4, int(24_000 * length_s))
        return noise.astype(np.int16).tobytes()

    return quiet(before_s) + spoken_in_thread(text) + quiet(after_s)


def spoken_in_thread(text: str) -> bytes:
    """`spoken`, also from inside a running loop."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(spoken, text).result()


def pcm24(pcm16: bytes) -> bytes:
    """int16 mono 16 kHz to 24 kHz."""
    samples = np.frombuffer(pcm16, dtype=np.int16)
    return bytes(soxr.resample(samples, 16_000, 24_000).astype(np.int16).tobytes())


def write_wav(path: Path, pcm: bytes, rate_hz: int = 24_000) -> Path:
    """A mono WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(pcm)
    return path


def wav_bytes(pcm: bytes, rate_hz: int = 24_000) -> bytes:
    """A mono WAV file in memory."""
    sink = io.BytesIO()
    with wave.open(sink, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(pcm)
    return sink.getvalue()


def energy_s(pcm: bytes, rate_hz: int) -> float:
    """Seconds of the sound that are loud, in windows of 20 ms."""
    samples = np.frombuffer(pcm[: len(pcm) // 2 * 2], dtype=np.int16).astype(float)
    window = rate_hz // 50
    whole = samples[: len(samples) // window * window].reshape(-1, window)
    if not len(whole):
        return 0.0
    return float(np.sum(np.sqrt(np.mean(whole**2, axis=1)) > LOUD) / 50)
