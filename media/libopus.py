"""libopus (RFC 6716) through ctypes: the library that av's wheel brings, called directly.

FFmpeg's wrapper of it cannot decode in-band FEC (libavcodec calls `opus_decode` with `decode_fec`
0 and knows no option but `apply_phase_inv`; a gap in `pts` gives no samples), always decodes at
48 kHz, and makes three objects per packet. Measured per 20 ms, the same machine and minute: to
int16 mono 16 kHz 48 us through av with its resampler, 21 us here.

Knows the C functions and their constants; knows nothing of packets' order or of time. Calls keep
the interpreter's lock: they take 20 to 200 us, and giving it away would let a thread that
computes hold the event loop up for 5 ms.
"""

import ctypes
import ctypes.util
from functools import cache
from pathlib import Path

import av

from media.errors import MediaError

APPLICATION_VOIP = 2048
_SET_BITRATE = 4002
_SET_COMPLEXITY = 4010
_SET_INBAND_FEC = 4012
_SET_PACKET_LOSS = 4014
_OK = 0


@cache
def library() -> ctypes.PyDLL:
    """The library, its functions declared. Raises MediaError where there is none."""
    for name in _names():
        try:
            lib = ctypes.PyDLL(name)
            _declare(lib)
        except (OSError, AttributeError):
            continue
        return lib
    raise MediaError("libopus was found neither beside av nor on this system")


def _names() -> list[str]:
    """The copy inside av's wheel, wherever its platform keeps it, before the system's."""
    package = Path(av.__file__).parent
    folders = (package.parent / "av.libs", package / ".dylibs")
    found = [str(path) for folder in folders for path in sorted(folder.glob("*opus*"))]
    system = ctypes.util.find_library("opus")
    return [*found, system] if system else found


def _declare(lib: ctypes.PyDLL) -> None:
    state, number = ctypes.c_void_p, ctypes.c_int
    error = ctypes.POINTER(ctypes.c_int)
    shapes = {
        "opus_encoder_create": (state, [number, number, number, error]),
        "opus_encode": (number, [state, ctypes.c_char_p, number, state, number]),
        "opus_encoder_destroy": (None, [state]),
        "opus_decoder_create": (state, [number, number, error]),
        "opus_decode": (number, [state, ctypes.c_char_p, number, state, number, number]),
        "opus_decoder_destroy": (None, [state]),
        "opus_packet_get_nb_samples": (number, [ctypes.c_char_p, number, number]),
    }
    for name, (result, arguments) in shapes.items():
        function = getattr(lib, name)
        function.restype, function.argtypes = result, arguments
    lib.opus_encoder_ctl.restype = number  # variadic: the arguments are converted at each call


class Encoder:
    """One `OpusEncoder` of C; int16 mono."""

    def __init__(self, rate_hz: int, *, bit_rate: int, complexity: int, loss_percent: int) -> None:
        self._lib = library()
        self._out = ctypes.create_string_buffer(1_275)
        self._encode = self._lib.opus_encode
        error = ctypes.c_int()
        self._state = self._lib.opus_encoder_create(rate_hz, 1, APPLICATION_VOIP, error)
        if error.value != _OK:
            raise MediaError(f"libopus refused an encoder: {error.value}")
        self._set(_SET_BITRATE, bit_rate)
        self._set(_SET_COMPLEXITY, complexity)
        self._set(_SET_INBAND_FEC, 1 if loss_percent else 0)
        self._set(_SET_PACKET_LOSS, loss_percent)

    def _set(self, what: int, value: int) -> None:
        code = self._lib.opus_encoder_ctl(
            ctypes.c_void_p(self._state), ctypes.c_int(what), ctypes.c_int(value)
        )
        if code != _OK:
            raise MediaError(f"libopus refused setting {what} to {value}: {code}")

    def encode(self, pcm: bytes) -> bytes:
        """One packet of one frame; ValueError for a length that Opus does not have."""
        size = self._encode(self._state, pcm, len(pcm) // 2, self._out, len(self._out))
        if size < 0:
            raise ValueError(f"libopus cannot encode: {size}")
        return self._out[:size]  # type: ignore[return-value]  # c_char slices to bytes

    def __del__(self) -> None:
        if state := getattr(self, "_state", None):
            self._lib.opus_encoder_destroy(state)


class Decoder:
    """One `OpusDecoder` of C; int16 mono whatever the packet holds."""

    def __init__(self, rate_hz: int) -> None:
        self._lib = library()
        self._decode = self._lib.opus_decode
        self._most = rate_hz * 120 // 1000  # the longest packet, RFC 6716 section 3.2.5
        self._out = ctypes.create_string_buffer(2 * self._most)
        error = ctypes.c_int()
        self._state = self._lib.opus_decoder_create(rate_hz, 1, error)
        if error.value != _OK:
            raise MediaError(f"libopus refused a decoder: {error.value}")

    def decode(self, packet: bytes) -> bytes:
        """Samples of one packet. Raises ValueError."""
        return self._run(packet, len(packet), self._most, 0)

    def recover(self, following: bytes, samples: int) -> bytes:
        """Samples lost before `following`, from what it repeats of them, else made up.

        `samples` is a multiple of 2.5 ms, as libopus wants it.
        """
        return self._run(following, len(following), samples, 1)

    def conceal(self, samples: int) -> bytes:
        """Samples made up from what came before (a multiple of 2.5 ms)."""
        return self._run(None, 0, samples, 0)

    def _run(self, packet: bytes | None, size: int, samples: int, fec: int) -> bytes:
        count: int = self._decode(self._state, packet, size, self._out, samples, fec)
        if count < 0:
            raise ValueError(f"libopus cannot decode: {count}")
        return self._out[: 2 * count]  # type: ignore[return-value]  # c_char slices to bytes

    def __del__(self) -> None:
        if state := getattr(self, "_state", None):
            self._lib.opus_decoder_destroy(state)


def packet_samples(packet: bytes, rate_hz: int) -> int:
    """How long a packet is, in samples at `rate_hz`; 0 when it is no Opus packet."""
    count: int = library().opus_packet_get_nb_samples(packet, len(packet), rate_hz)
    return max(0, count)
