"""A student's microphone on a realtime connection: a quiet room, now and then a question.

Pieces of 20 ms, as the page sends them, on an absolute schedule: a piece is sent when its last
sample would have been recorded, so the true end of a question is known on the client's clock.
"""

import asyncio
import base64
from itertools import count
from time import monotonic

import numpy as np

from tests.realtime_client import RealtimeClient
from tests.sound import LOUD

RATE_HZ = 24_000
PIECE_S = 0.02
_PIECE_BYTES = round(RATE_HZ * PIECE_S) * 2
_WINDOW_S = 0.01
_ROOM_RMS = 4.0


class Microphone:
    """`run` it in a task of the connection; `say` at any time."""

    def __init__(self, client: RealtimeClient) -> None:
        self._client = client
        self._room = np.random.default_rng(1)
        self._speech = b""
        self._said_until_s: float | None = None
        """Place of the last loud sample in `_speech`, until its first piece is sent."""
        self.spoken_s = 0.0
        """When the last loud sample of the latest question was recorded (monotonic)."""
        self.late_s = 0.0
        """How far behind its schedule this client has been at worst."""

    def say(self, pcm: bytes) -> None:
        """Speak from the next piece on; int16 mono 24 kHz."""
        self._speech, self._said_until_s = pcm, loud_until_s(pcm)

    async def run(self) -> None:
        """Until cancelled or the connection has ended."""
        began_s = monotonic()
        for number in count(1):
            due_s = began_s + number * PIECE_S
            await asyncio.sleep(max(0.0, due_s - monotonic()))
            self.late_s = max(self.late_s, monotonic() - due_s)
            piece = self._next(due_s - PIECE_S)
            audio = base64.b64encode(piece).decode()
            await self._client.send("input_audio_buffer.append", audio=audio)

    def _next(self, from_s: float) -> bytes:
        piece, self._speech = self._speech[:_PIECE_BYTES], self._speech[_PIECE_BYTES:]
        if self._said_until_s is not None:
            self.spoken_s, self._said_until_s = from_s + self._said_until_s, None
        missing = (_PIECE_BYTES - len(piece)) // 2
        return piece + self._room.normal(0, _ROOM_RMS, missing).astype("<i2").tobytes()


def loud_until_s(pcm: bytes) -> float:
    """Seconds to the end of the last loud window of 10 ms."""
    window = round(RATE_HZ * _WINDOW_S)
    samples = np.frombuffer(pcm, dtype=np.int16).astype(float)
    whole = samples[: len(samples) // window * window].reshape(-1, window)
    loud = np.flatnonzero(np.sqrt(np.mean(whole**2, axis=1)) > LOUD)
    return float(loud[-1] + 1) * _WINDOW_S if len(loud) else 0.0


def is_loud(pcm: bytes) -> bool:
    """Some window of 10 ms is loud."""
    return loud_until_s(pcm) > 0
