"""Audio files in and out: a recorded question of any common format, a spoken answer streamed.

Knows FFmpeg's containers through av; knows no HTTP. Nothing is written to disk.
"""

import io
import struct
from collections.abc import Iterator
from typing import Protocol

import av
import av.error
import numpy as np

from media.contracts import IN_RATE_HZ, OUT_RATE_HZ
from media.errors import BadAudioError

MAX_LENGTH_S = 600
"""Ten minutes of speech are 19 MB of samples; longer recordings are refused."""
_CONTENT_TYPES = {
    "wav": "audio/wav",
    "pcm": "audio/pcm",
    "opus": "audio/ogg",
    "mp3": "audio/mpeg",
    "flac": "audio/flac",
}
_CONTAINERS = {"opus": ("ogg", "libopus"), "mp3": ("mp3", "libmp3lame"), "flac": ("flac", "flac")}


def decode_file(data: bytes) -> bytes:
    """Any file FFmpeg reads to int16 mono 16 kHz. Raises BadAudioError."""
    try:
        with av.open(io.BytesIO(data), mode="r") as container:
            if not container.streams.audio:
                raise BadAudioError("There is no sound in this file.")
            return b"".join(_samples(container))
    except (av.error.FFmpegError, ValueError, EOFError) as error:
        raise BadAudioError("This file is no audio that can be read.") from error


def _samples(container: "av.container.InputContainer") -> Iterator[bytes]:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=IN_RATE_HZ)
    left = MAX_LENGTH_S * IN_RATE_HZ
    for frame in container.decode(audio=0):
        for piece in resampler.resample(frame):
            left -= piece.samples
            if left < 0:
                raise BadAudioError(f"The recording is longer than {MAX_LENGTH_S} seconds.")
            yield piece.to_ndarray().tobytes()
    for piece in resampler.resample(None):
        yield piece.to_ndarray().tobytes()


class SpeechFile(Protocol):
    """A file being written while it is spoken."""

    content_type: str

    def add(self, pcm: bytes) -> bytes:
        """int16 mono 24 kHz in, file bytes out (may be empty)."""

    def end(self) -> bytes:
        """The last bytes; called once."""


def speech_file(name: str) -> SpeechFile:
    """A writer for `wav`, `pcm`, `opus`, `mp3` or `flac`. Raises BadAudioError."""
    if name in _CONTAINERS:
        return _Encoded(name)
    if name in _CONTENT_TYPES:
        return _Plain(name)
    raise BadAudioError(f"response_format must be one of {', '.join(_CONTENT_TYPES)}.")


class _Plain:
    """Samples as they are, after a WAV header of unknown length where asked."""

    def __init__(self, name: str) -> None:
        self.content_type = _CONTENT_TYPES[name]
        self._head = _wav_head() if name == "wav" else b""

    def add(self, pcm: bytes) -> bytes:
        head, self._head = self._head, b""
        return head + pcm

    def end(self) -> bytes:
        return self.add(b"")


def _wav_head() -> bytes:
    """RIFF header for a stream: both sizes are the largest, as players expect of live WAV."""
    endless = 0xFFFFFFFF
    form = struct.pack("<HHIIHH", 1, 1, OUT_RATE_HZ, OUT_RATE_HZ * 2, 2, 16)
    riff = b"RIFF" + struct.pack("<I", endless) + b"WAVE"
    return riff + b"fmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", endless)


class _Encoded:
    """A container of FFmpeg, written to memory and handed out as it grows."""

    def __init__(self, name: str) -> None:
        container, codec = _CONTAINERS[name]
        self.content_type = _CONTENT_TYPES[name]
        self._sink = _Pipe()
        self._container = av.open(self._sink, mode="w", format=container)
        stream = self._container.add_stream(codec, rate=OUT_RATE_HZ, layout="mono")
        assert isinstance(stream, av.AudioStream)  # noqa: S101  the codecs above are audio
        self._stream = stream
        self._samples = 0

    def add(self, pcm: bytes) -> bytes:
        if pcm:
            samples = np.frombuffer(pcm, dtype=np.int16).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
            frame.sample_rate = OUT_RATE_HZ
            frame.pts = self._samples
            self._samples += samples.shape[1]
            self._container.mux(self._stream.encode(frame))
        return self._sink.take()

    def end(self) -> bytes:
        self._container.mux(self._stream.encode(None))
        self._container.close()
        return self._sink.take()


class _Pipe(io.RawIOBase):
    """A file that can only be written to and emptied, so the container cannot go back."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]  # a narrower buffer
        self._parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)
