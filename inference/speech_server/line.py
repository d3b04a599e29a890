"""One connection to the speech process, seen from the client: one operation long.

Knows frames and which errors they name. Knows no operation.
"""

import asyncio

from inference.errors import (
    BadAudioError,
    InferenceError,
    SpeechUnavailableError,
    UnknownVoiceError,
)
from inference.speech_server.frames import MAX_FRAME_BYTES, Frame, FrameError, FrameReader, pack

GONE = "the speech process went away"
SLOW = "the speech process is too slow"
_NAMED: dict[str, type[InferenceError]] = {
    "bad_audio": BadAudioError,
    "too_long": BadAudioError,
    "unknown_voice": UnknownVoiceError,
}


class Line:
    """Sends and receives frames; every failure is a SpeechUnavailableError."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answer_s: float
    ) -> None:
        self._frames = FrameReader(reader)
        self._writer = writer
        self._answer_s = answer_s
        self.turn = asyncio.Lock()
        """Held by whoever receives, so that one frame goes to one reader."""

    async def send(self, op: str, **fields: object) -> None:
        """Waits while the other side is behind. Raises SpeechUnavailableError."""
        try:
            self._writer.write(pack(op, **fields))
            async with asyncio.timeout(self._answer_s):
                await self._writer.drain()
        except TimeoutError as error:
            raise SpeechUnavailableError(SLOW) from error
        except (OSError, FrameError) as error:
            raise SpeechUnavailableError(GONE) from error

    async def receive(self) -> Frame:
        """The next frame, however long it takes; a cancelled call loses nothing.

        Raises SpeechUnavailableError, or the error that an `error` frame names.
        """
        try:
            frame = await self._frames.read()
        except (OSError, FrameError) as error:
            raise SpeechUnavailableError(GONE) from error
        if frame is None:
            raise SpeechUnavailableError(GONE)
        if frame["op"] == "error":
            kind = _NAMED.get(str(frame.get("code")), SpeechUnavailableError)
            raise kind(str(frame.get("message", "")))
        return frame

    async def answer(self) -> Frame:
        """The next frame, soon. Raises as `receive`."""
        try:
            async with asyncio.timeout(self._answer_s):
                return await self.receive()
        except TimeoutError as error:
            raise SpeechUnavailableError(SLOW) from error

    def close(self) -> None:
        """Cancels what the other side is doing; a second call does nothing."""
        self._writer.close()


async def dial(address: str, *, connect_s: float, answer_s: float) -> Line:
    """Connects to a socket path (it holds a `/`) or `host:port`.

    Raises SpeechUnavailableError at once when nobody listens there.
    """
    try:
        async with asyncio.timeout(connect_s):
            if "/" in address:
                pair = await asyncio.open_unix_connection(address, limit=MAX_FRAME_BYTES)
            else:
                host, _, port = address.rpartition(":")
                pair = await asyncio.open_connection(host, int(port), limit=MAX_FRAME_BYTES)
    except OSError as error:
        raise SpeechUnavailableError("the speech process does not answer") from error
    return Line(*pair, answer_s=answer_s)
