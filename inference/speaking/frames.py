"""Length-prefixed msgpack messages between a parent and its child process.

Four bytes of big-endian length, then one msgpack map. Pure; knows no pipes and no processes.
"""

import struct
from collections.abc import Mapping
from typing import TypeAlias

import msgpack

Value: TypeAlias = bool | int | float | str | bytes | list[str] | list[int] | None
Frame: TypeAlias = Mapping[str, Value]

MAX_BYTES = 32 * 1024 * 1024
"""Five minutes of 24 kHz speech are 14 MB; anything larger is not a message of ours."""
_LENGTH = struct.Struct(">I")


class BadFrameError(ValueError):
    """The other side does not speak this protocol."""


def encode(frame: Frame) -> bytes:
    """One message, ready to be written."""
    body = msgpack.packb(dict(frame))
    return _LENGTH.pack(len(body)) + bytes(body)


class Decoder:
    """Takes bytes in pieces of any size and gives whole messages; bounded by MAX_BYTES."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> None:
        """Take some more bytes."""
        self._buffer += data

    def next(self) -> Frame | None:
        """The next whole message, or None until more bytes come. Raises BadFrameError."""
        if len(self._buffer) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack_from(self._buffer)
        if length > MAX_BYTES:
            raise BadFrameError(f"a message of {length} bytes")
        end = _LENGTH.size + length
        if len(self._buffer) < end:
            return None
        body = bytes(self._buffer[_LENGTH.size : end])
        del self._buffer[:end]
        return _unpack(body)


def _unpack(body: bytes) -> Frame:
    try:
        frame = msgpack.unpackb(body)
    except (ValueError, msgpack.exceptions.UnpackException) as error:
        raise BadFrameError("not msgpack") from error
    if not isinstance(frame, dict) or not all(isinstance(key, str) for key in frame):
        raise BadFrameError("not a map with names")
    return frame
