"""Frames that are broken in every way end the connection, never the process."""

import asyncio
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.speech_server.frames import MAX_FRAME_BYTES, Frame, FrameError, pack, read_frame


async def read(data: bytes) -> Frame | None:
    reader = asyncio.StreamReader(limit=MAX_FRAME_BYTES)
    reader.feed_data(data)
    reader.feed_eof()
    return await read_frame(reader)


async def test_there_and_back() -> None:
    assert await read(pack("audio", pcm=b"\x00\xff")) == {"op": "audio", "pcm": b"\x00\xff"}
    assert await read(b"") is None


@pytest.mark.parametrize(
    "data",
    [
        b"\x00",
        struct.pack(">I", 10) + b"short",
        struct.pack(">I", MAX_FRAME_BYTES + 1),
        struct.pack(">I", 1) + b"\xc1",
        struct.pack(">I", 1) + b"\x80",
        struct.pack(">I", 1) + b"\x05",
        struct.pack(">I", 4) + b"\x81\xa2op\x05"[:4],
        struct.pack(">I", 2000) + b"\x91" * 2000,
    ],
)
async def test_broken(data: bytes) -> None:
    with pytest.raises(FrameError):
        await read(data)


def test_a_frame_too_large_is_not_sent() -> None:
    with pytest.raises(FrameError):
        pack("audio", pcm=bytes(MAX_FRAME_BYTES))


@given(st.binary(max_size=100))
def test_any_bytes_are_a_frame_or_refused(data: bytes) -> None:
    async def run() -> Frame | None:
        try:
            return await read(struct.pack(">I", len(data)) + data)
        except FrameError:
            return None

    frame = asyncio.run(run())
    assert frame is None or isinstance(frame["op"], str)
