"""What is said in the load tests: two clips of a student, and the reply of the stub models.

Spoken by our own voice, so nothing has to be shipped. Knows samples and packets, no network.
"""

from dataclasses import dataclass

import numpy as np

from media.contracts import OUT_FRAME_SAMPLES, OUT_RATE_HZ
from media.opus import OpusEncoder
from tests.load.microphone import loud_until_s
from tests.sound import LOUD, spoken_in_thread

QUESTION = "I think it is three quarters because two quarters are one half of it"
INTERRUPTION = "No wait that is not right"
"""Both without a pause, which a peer would take for the end."""
WORD_S = 0.1
_FRAME_BYTES = 2 * OUT_FRAME_SAMPLES
_ROOM_RMS = 6.0
_ROOM_S = 2.0
_SETTLING = 20
"""Packets of an encoder that has just begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packets:
    """Opus packets of 20 ms, encoded once for all students."""

    question: tuple[bytes, ...]
    interruption: tuple[bytes, ...]
    room: tuple[bytes, ...]
    """A quiet room, over and over."""


def student_packets() -> Packets:
    """Each clip begins and ends with its first and last loud 20 ms."""
    room = np.random.default_rng(0).normal(0, _ROOM_RMS, round(_ROOM_S * OUT_RATE_HZ))
    return Packets(
        question=encoded(loud_part(spoken_in_thread(QUESTION))),
        interruption=encoded(loud_part(spoken_in_thread(INTERRUPTION))),
        room=encoded(room.astype("<i2").tobytes())[_SETTLING:],
    )


def loud_part(pcm: bytes) -> bytes:
    """From the first loud frame to the last; int16 mono 24 kHz."""
    loud = np.frombuffer(pcm, "<i2").astype(float)
    whole = loud[: len(loud) // OUT_FRAME_SAMPLES * OUT_FRAME_SAMPLES]
    rms = np.sqrt(np.mean(whole.reshape(-1, OUT_FRAME_SAMPLES) ** 2, axis=1))
    first = int(np.flatnonzero(rms > LOUD)[0]) * _FRAME_BYTES
    last = round(loud_until_s(pcm) * OUT_RATE_HZ) * 2
    return pcm[first:last]


def encoded(pcm: bytes) -> tuple[bytes, ...]:
    """Whole frames only."""
    encoder, whole = OpusEncoder(), len(pcm) // _FRAME_BYTES * _FRAME_BYTES
    return tuple(
        encoder.encode(pcm[at : at + _FRAME_BYTES]) for at in range(0, whole, _FRAME_BYTES)
    )


def spoken_word() -> bytes:
    """0.1 s of a voice that is never quiet and goes on seamlessly when repeated, as int16 mono
    24 kHz: what is not heard of a reply is missing."""
    at = np.arange(round(WORD_S * OUT_RATE_HZ)) / OUT_RATE_HZ
    parts = ((0.30, 220.0), (0.15, 440.0), (0.10, 1320.0))
    tone = sum(height * np.sin(2 * np.pi * hz * at) for height, hz in parts)
    return bytes((tone * OUT_RATE_HZ).clip(-32_767, 32_767).astype("<i2").tobytes())
