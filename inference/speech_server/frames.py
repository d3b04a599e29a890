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


async def read_frame(reader: asyncio.StreamReader) -> Frame | None:
    """The next frame, or None at a clean end. Raises FrameError, ConnectionError."""
    try:
        head = await reader.readexactly(_LENGTH.size)
    except asyncio.IncompleteReadError as error:
        if error.partial:
            raise FrameError("the connection ended inside a frame") from error
        return None
    (size,) = _LENGTH.unpack(head)
    if size > MAX_FRAME_BYTES:
        raise FrameError(f"a frame of {size} bytes is announced; {MAX_FRAME_BYTES} are allowed")
    try:
        return _unpack(await reader.readexactly(size))
    except asyncio.IncompleteReadError as error:
        raise FrameError("the connection ended inside a frame") from error


def _unpack(body: bytes) -> Frame:
    try:
        frame = msgpack.unpackb(body, max_str_len=MAX_FRAME_BYTES)
    except (ValueError, msgpack.exceptions.UnpackException, RecursionError) as error:
        raise FrameError("a frame is not msgpack") from error
    if not isinstance(frame, dict) or not isinstance(frame.get("op"), str):
        raise FrameError("a frame is not a map with an op")
    return frame
