"""The audio of one utterance, bounded.

Knows samples and seconds; no models, no sockets.
"""

from inference.contracts import IN_RATE_HZ
from inference.errors import BadAudioError

BYTES_PER_S = 2 * IN_RATE_HZ
MAX_UTTERANCE_S = 60.0


class UtteranceTooLongError(BadAudioError):
    """More audio than one utterance may have."""

    code = "too_long"


class UtteranceBuffer:
    """int16 mono 16 kHz audio; pushes may cut a sample in two."""

    def __init__(self, max_s: float = MAX_UTTERANCE_S) -> None:
        self._max_s = max_s
        self._max_bytes = int(max_s * BYTES_PER_S)
        # Full: UtteranceTooLongError; nobody talks for a minute without a pause.
        self._audio = bytearray()

    def __len__(self) -> int:
        """Bytes of whole samples."""
        return len(self._audio) & ~1

    @property
    def seconds(self) -> float:
        """Length of the audio so far."""
        return len(self) / BYTES_PER_S

    def add(self, pcm: bytes) -> None:
        """Raises UtteranceTooLongError and keeps what was there."""
        if len(self._audio) + len(pcm) > self._max_bytes:
            raise UtteranceTooLongError(f"an utterance may last {self._max_s:g} s")
        self._audio += pcm

    def since(self, start: int) -> bytes:
        """Whole samples from byte `start` (even) on."""
        return bytes(self._audio[start : len(self)])

    def since_s(self, start_s: float) -> bytes:
        """Whole samples from `start_s` seconds on."""
        return self.since(2 * int(start_s * IN_RATE_HZ))
