"""Opus (RFC 6716): the tutor's voice out, the student's voice in.

Knows packets and samples; knows nothing of RTP, WebSockets or time.
"""

from media import libopus
from media.contracts import IN_RATE_HZ, OUT_FRAME_SAMPLES, OUT_RATE_HZ
from media.errors import BadAudioError

BIT_RATE = 24_000
COMPLEXITY = 3
"""With FEC 129 us per frame of speech; 5 takes 152 us and comes no closer to the original (9.2 and
9.0 dB, log spectral distance 7.0 and 7.1 dB on recorded digits)."""
LOSS_PERCENT = 10
"""What in-band FEC is dimensioned for. At 24 kbit/s libopus 1.6 repeats nothing at 5 or less. At
10 packets are no longer, and a lost one comes back at 13 dB instead of 7 where it is made up, for
0.3 dB of what is not lost."""
MAX_PACKET_BYTES = 1_500
"""An RTP packet never holds more; RFC 6716 section 3.4 allows 1,275 bytes per frame."""
REAL_SILENCE_FRAMES = 5
"""Silent frames that are really encoded before the last one is sent again and again.

Encoding silence costs almost as much as speech. After five frames the repeated packet decodes to
the same residue (0.1 of 32,768) and speech that follows comes out as loud as without the shortcut.
"""
GRAIN = IN_RATE_HZ // 400
"""Samples of 2.5 ms: libopus makes up nothing shorter."""
MAX_CONCEAL = IN_RATE_HZ * 120 // 1000
"""Samples that can be made up at once."""
_FRAME_BYTES = OUT_FRAME_SAMPLES * 2
_SILENCE = bytes(_FRAME_BYTES)


class OpusEncoder:
    """24 kHz mono frames of 20 ms to packets of 24 kbit/s with in-band FEC; no DTX."""

    def __init__(self) -> None:
        self._codec = libopus.Encoder(
            OUT_RATE_HZ, bit_rate=BIT_RATE, complexity=COMPLEXITY, loss_percent=LOSS_PERCENT
        )
        self._silent = 0
        self._silence = b""

    def encode(self, pcm: bytes | None) -> bytes:
        """One packet for 480 samples, or for silence when None. Raises BadAudioError."""
        if pcm is None:
            return self._encode_silence()
        if len(pcm) != _FRAME_BYTES:
            raise BadAudioError(f"a frame holds {_FRAME_BYTES} bytes, not {len(pcm)}")
        self._silent = 0
        return self._codec.encode(pcm)

    def _encode_silence(self) -> bytes:
        if self._silent < REAL_SILENCE_FRAMES:
            self._silent += 1
            self._silence = self._codec.encode(_SILENCE)
        return self._silence


class OpusDecoder:
    """Packets, mono or stereo, to int16 mono 16 kHz."""

    def __init__(self) -> None:
        self._codec = libopus.Decoder(IN_RATE_HZ)

    def decode(self, packet: bytes) -> bytes:
        """The samples of one packet. Raises BadAudioError; the stream goes on after it."""
        # Without bytes libopus would make something up.
        if not 0 < len(packet) <= MAX_PACKET_BYTES:
            raise BadAudioError(f"an Opus packet of {len(packet)} bytes")
        try:
            return self._codec.decode(packet)
        except ValueError as cause:
            raise BadAudioError("not an Opus packet") from cause

    def conceal(self, samples: int, following: bytes = b"") -> bytes:
        """Samples at 16 kHz in place of what was lost just before the packet `following`.

        Their end is taken from what that packet repeats of the lost one (in-band FEC, RFC 6716
        section 2.1.7) where it does, the rest is made up from what came before (section 4.4). At
        most 120 ms, in steps of 2.5 ms.
        """
        samples = min(samples, MAX_CONCEAL) // GRAIN * GRAIN
        repeated = min(samples, libopus.packet_samples(following, IN_RATE_HZ))
        pcm = self._codec.conceal(samples - repeated) if samples > repeated else b""
        if not repeated:
            return pcm
        try:
            return pcm + self._codec.recover(following, repeated)
        except ValueError:  # the packet is damaged behind its first byte
            return pcm + self._codec.conceal(repeated)


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
