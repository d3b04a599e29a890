"""PCM16 at 24 kHz, the default audio of the WebSocket path. Knows nothing of the wire itself."""

from media.contracts import IN_RATE_HZ, OUT_RATE_HZ
from media.errors import BadAudioError
from media.resample import Resampler

MAX_BYTES = 30 * OUT_RATE_HZ * 2
"""Thirty seconds in one message; more is a mistake or an attack."""


class Pcm24Codec:
    """Implements `media.contracts.VoiceCodec`: int16 little-endian mono 24 kHz on the wire."""

    def __init__(self) -> None:
        self._resampler = Resampler(OUT_RATE_HZ, IN_RATE_HZ)

    def decode(self, data: bytes) -> bytes:
        """Any number of samples up to 30 s, to int16 mono 16 kHz. Raises BadAudioError."""
        if len(data) % 2:
            raise BadAudioError("PCM16 needs an even number of bytes")
        if len(data) > MAX_BYTES:
            raise BadAudioError(f"at most {MAX_BYTES} bytes of PCM16 at once, not {len(data)}")
        return self._resampler.pcm(data)

    def encode(self, pcm: bytes) -> bytes:
        """The wire holds exactly what the playout gives."""
        return pcm
