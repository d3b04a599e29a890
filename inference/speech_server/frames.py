"""Frames between the web and speech processes: four bytes of length, then a msgpack map.

Length is big-endian and counts the map only. Both sides of every operation are listed here:

    hear {language, kind, terms}   then audio {pcm}*, finish {}   answers partial*, final | error
    speak {text, voice, language, speed}                          answers chunk*, end | error
    limits {} | voices {} | health {}                             answers one of the same name

One connection carries one operation; closing it cancels. Source: msgpack specification.
"""

import asyncio
import struct
from typing import Any, TypeAlias

import msgpack

MAX_FRAME_BYTES = 1 << 20
"""Half a minute of samples; nothing legitimate is larger."""
_LENGTH = struct.Struct(">I")

Frame: TypeAlias = dict[str, Any]
"""A map with the key `op`; the other keys are typed where they are read."""


class FrameError(Exception):
    """The other side sent something that is no frame; the connection ends."""


def pack(op: str, **fields: object) -> bytes:
    """One frame as bytes. Raises FrameError when it is too large."""
    body: bytes = msgpack.packb({"op": op, **fields})
    if len(body) > MAX_FRAME_BYTES:
        raise FrameError(f"a frame holds {MAX_FRAME_BYTES} bytes at most, not {len(body)}")
    return _LENGTH.pack(len(body)) + body


class FrameReader:
    """Reads frames one after another; a cancelled read loses nothing."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader
        self._size: int | None = None

    async def read(self) -> Frame | None:
        """The next frame, or None at a clean end. Raises FrameError, OSError."""
        try:
            if self._size is None:
                self._size = _announced(await self._reader.readexactly(_LENGTH.size))
            body = await self._reader.readexactly(self._size)
        except asyncio.IncompleteReadError as error:
            if error.partial or self._size is not None:
                raise FrameError("the connection ended inside a frame") from error
            return None
        self._size = None
        return _unpack(body)


async def read_frame(reader: asyncio.StreamReader) -> Frame | None:
    """One frame, or None at a clean end. Raises FrameError, OSError."""
    return await FrameReader(reader).read()


def _announced(head: bytes) -> int:
    size: int = _LENGTH.unpack(head)[0]
    if size > MAX_FRAME_BYTES:
        raise FrameError(f"a frame of {size} bytes is announced; {MAX_FRAME_BYTES} are allowed")
    return size


def _unpack(body: bytes) -> Frame:
    try:
        frame = msgpack.unpackb(body, max_str_len=MAX_FRAME_BYTES)
    except (ValueError, msgpack.exceptions.UnpackException, RecursionError) as error:
        raise FrameError("a frame is not msgpack") from error
    if not isinstance(frame, dict) or not isinstance(frame.get("op"), str):
        raise FrameError("a frame is not a map with an op")
    return frame
