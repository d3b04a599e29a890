"""Opus (RFC 6716) through libopus: the tutor's voice out, the student's voice in.

Knows packets and samples; knows nothing of RTP, WebSockets or time.
"""

from fractions import Fraction

import av
from av.audio.codeccontext import AudioCodecContext
from av.error import FFmpegError

from media.contracts import IN_RATE_HZ, OUT_FRAME_SAMPLES, OUT_RATE_HZ
from media.errors import BadAudioError
from media.resample import Resampler

OPUS_RATE_HZ = 48_000
"""libopus in FFmpeg always decodes at 48 kHz, whatever rate is asked for (seen with av 18.1)."""
BIT_RATE = 24_000
MAX_PACKET_BYTES = 1_500
"""An RTP packet never holds more; RFC 6716 section 3.4 allows 1,275 bytes per frame."""
REAL_SILENCE_FRAMES = 5
"""Silent frames that are really encoded before the last one is sent again and again.

Encoding silence costs 340 us per frame against 140 us for speech (its rate loop never settles).
After five frames the repeated packet decodes to the same residue (0.1 of 32,768) and speech
that follows comes out as loud as without the shortcut.
"""
_ONE_FRAME = 0xFC
"""Mask of a packet's first byte that leaves mode and duration and says "one frame"."""
_FRAME_BYTES = OUT_FRAME_SAMPLES * 2
_SILENCE = bytes(_FRAME_BYTES)


class OpusEncoder:
    """24 kHz mono frames of 20 ms to packets of 24 kbit/s with in-band FEC; no DTX."""

    def __init__(self) -> None:
        codec = av.CodecContext.create("libopus", "w")
        codec.sample_rate = OUT_RATE_HZ
        codec.layout = "mono"
        codec.format = "s16"
        codec.bit_rate = BIT_RATE
        codec.time_base = Fraction(1, OUT_RATE_HZ)
        # Complexity 5 costs 140 us per frame, 10 costs 180 and is not told apart at this rate.
        codec.options = {
            "application": "voip",
            "frame_duration": "20",
            "fec": "1",
            "packet_loss": "5",
            "compression_level": "5",
        }
        self._codec = codec
        self._silent = 0
        self._silence = b""

    def encode(self, pcm: bytes | None) -> bytes:
        """One packet for 480 samples, or for silence when None. Raises BadAudioError."""
        if pcm is None:
            return self._encode_silence()
        if len(pcm) != _FRAME_BYTES:
            raise BadAudioError(f"a frame holds {_FRAME_BYTES} bytes, not {len(pcm)}")
        self._silent = 0
        return self._encode(pcm)

    def _encode_silence(self) -> bytes:
        if self._silent < REAL_SILENCE_FRAMES:
            self._silent += 1
            self._silence = self._encode(_SILENCE)
        return self._silence

    def _encode(self, pcm: bytes) -> bytes:
        frame = av.AudioFrame("s16", "mono", OUT_FRAME_SAMPLES)
        frame.sample_rate = OUT_RATE_HZ
        frame.planes[0].update(pcm)
        return b"".join(bytes(packet) for packet in self._codec.encode(frame))


class OpusDecoder:
    """Packets, mono or stereo, to int16 mono 16 kHz."""

    def __init__(self) -> None:
        self._resampler = Resampler(OPUS_RATE_HZ, IN_RATE_HZ)
        self._codec = self._open()
        self._toc = 0

    def decode(self, packet: bytes) -> bytes:
        """The samples of one packet. Raises BadAudioError; the stream goes on after it."""
        # An empty packet is FFmpeg's end of stream: every later decode would fail.
        if not 0 < len(packet) <= MAX_PACKET_BYTES:
            raise BadAudioError(f"an Opus packet of {len(packet)} bytes")
        try:
            frames = self._codec.decode(av.Packet(packet))
        except FFmpegError as cause:
            raise BadAudioError("not an Opus packet") from cause
        self._toc = packet[0] & _ONE_FRAME
        return b"".join(self._resampler.frame(frame) for frame in frames)

    def conceal(self) -> bytes:
        """Samples in place of a lost packet: a frame without bytes is one (RFC 6716 3.2.1)."""
        return self.decode(bytes([self._toc]))

    def _open(self) -> AudioCodecContext:
        codec = av.CodecContext.create("libopus", "r")
        codec.sample_rate = OPUS_RATE_HZ
        codec.layout = "mono"
        codec.format = "s16"
        return codec


class OpusCodec:
    """Implements `media.contracts.VoiceCodec` with one Opus packet per message."""

    def __init__(self) -> None:
        self._encoder = OpusEncoder()
        self._decoder = OpusDecoder()

    def decode(self, data: bytes) -> bytes:
        """One Opus packet to int16 mono 16 kHz. Raises BadAudioError."""
        return self._decoder.decode(data)

    def encode(self, pcm: bytes) -> bytes:
        """480 samples of int16 mono 24 kHz to one packet. Raises BadAudioError."""
        return self._encoder.encode(pcm)
