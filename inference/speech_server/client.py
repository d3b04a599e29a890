"""The web process's side of the speech process: SpeechToText and TextToSpeech over its socket.

Imports no model library. An utterance keeps its audio, so when the speech process dies in the
middle the client reconnects and replays it once: a kill -9 of speech loses no words.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from inference.contracts import (
    IN_RATE_HZ,
    HearingLimits,
    HearingOptions,
    SpeechChunk,
    Transcript,
    VoiceOptions,
)
from inference.errors import (
    BadAudioError,
    InferenceError,
    SpeechUnavailableError,
    UnknownVoiceError,
)
from inference.speech_server.frames import MAX_FRAME_BYTES, Frame, FrameError, pack, read_frame
from inference.speech_server.values import (
    hear_fields,
    read_chunk,
    read_limits,
    read_transcript,
    speak_fields,
)

Sleep = Callable[[float], Awaitable[None]]
MAX_AUDIO_BYTES = 60 * IN_RATE_HZ * 2
"""Kept for a replay; further audio of the utterance is dropped."""
PIECE_BYTES = 1 << 18
_ERRORS: dict[str, type[InferenceError]] = {
    error.code: error for error in (BadAudioError, UnknownVoiceError)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a dead speech process is waited for."""

    reconnect_s: float = 5.0
    first_pause_s: float = 0.05
    answer_s: float = 20.0
    """A final transcript or a first sound that takes longer counts as unavailable."""
    sleep: Sleep = asyncio.sleep


class _Line:
    """One connection, one operation."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def send(self, op: str, **fields: object) -> None:
        """Raises SpeechUnavailableError."""
        try:
            self._writer.write(pack(op, **fields))
            await self._writer.drain()
        # uvloop raises RuntimeError for a transport that the other side has closed.
        except (OSError, RuntimeError, FrameError) as error:
            raise SpeechUnavailableError("the speech process went away") from error

    async def receive(self) -> Frame:
        """The next frame. Raises SpeechUnavailableError, or the error the other side names."""
        try:
            frame = await read_frame(self._reader)
        except (OSError, FrameError) as error:
            raise SpeechUnavailableError("the speech process went away") from error
        if frame is None:
            raise SpeechUnavailableError("the speech process went away")
        if frame["op"] == "error":
            kind = _ERRORS.get(str(frame.get("code")), SpeechUnavailableError)
            raise kind(str(frame.get("message", "")))
        return frame

    def close(self) -> None:
        """Cancels what the other side is doing."""
        self._writer.close()


class SpeechClient:
    """SpeechToText and TextToSpeech at `address` (a socket path, or host:port)."""

    def __init__(self, address: str, patience: Patience | None = None) -> None:
        self._address = address
        self._patience = patience or Patience()

    async def connect(self) -> _Line:
        """Raises SpeechUnavailableError at once when nobody listens."""
        try:
            if "/" in self._address:
                pair = await asyncio.open_unix_connection(self._address, limit=MAX_FRAME_BYTES)
            else:
                host, _, port = self._address.rpartition(":")
                pair = await asyncio.open_connection(host, int(port), limit=MAX_FRAME_BYTES)
        except OSError as error:
            raise SpeechUnavailableError("the speech process does not answer") from error
        return _Line(*pair)

    async def reconnect(self) -> _Line:
        """Wait for the process to come back. Raises SpeechUnavailableError after a while."""
        pause_s, waited_s = self._patience.first_pause_s, 0.0
        while True:
            try:
                return await self.connect()
            except SpeechUnavailableError:
                if waited_s >= self._patience.reconnect_s:
                    raise
            await self._patience.sleep(pause_s)
            waited_s += pause_s
            pause_s = min(0.5, pause_s * 2)

    async def _ask(self, op: str) -> Frame:
        line = await self.connect()
        try:
            async with asyncio.timeout(self._patience.answer_s):
                await line.send(op)
                return await line.receive()
        except TimeoutError as error:
            raise SpeechUnavailableError("the speech process is too slow") from error
        finally:
            line.close()

    async def healthy(self) -> bool:
        """Whether the process answers."""
        try:
            return (await self._ask("health")).get("ok") is True
        except SpeechUnavailableError:
            return False

    # --- SpeechToText ---

    async def limits(self) -> HearingLimits:
        """See SpeechToText. Raises SpeechUnavailableError."""
        return read_limits(await self._ask("limits"))

    @asynccontextmanager
    async def open(self, options: HearingOptions) -> AsyncIterator["RemoteHearing"]:
        """See SpeechToText."""
        hearing = RemoteHearing(self, options, self._patience)
        try:
            yield hearing
        finally:
            hearing.close()

    # --- TextToSpeech ---

    async def voices(self) -> tuple[str, ...]:
        """See TextToSpeech. Raises SpeechUnavailableError."""
        names = (await self._ask("voices")).get("names", ())
        return tuple(str(name) for name in names)

    async def speak(self, text: str, options: VoiceOptions) -> AsyncGenerator[SpeechChunk, None]:
        """See TextToSpeech. When the process dies the sentence goes on where it broke off."""
        spoken = 0
        for attempt in (1, 2):
            try:
                async for chunk in self._speak_once(text, options, skip=spoken):
                    yield chunk
                    spoken += len(chunk.pcm)
            except SpeechUnavailableError:
                if attempt == 2:
                    raise
            else:
                return

    async def _speak_once(
        self, text: str, options: VoiceOptions, *, skip: int
    ) -> AsyncGenerator[SpeechChunk, None]:
        line = await self.reconnect()
        try:
            await line.send("speak", **speak_fields(text, options))
            at = 0
            while (frame := await self._within(line))["op"] == "chunk":
                chunk = read_chunk(frame)
                begin, at = at, at + len(chunk.pcm)
                if at > skip:
                    yield _rest_of(chunk, skip - begin)
        finally:
            line.close()

    async def _within(self, line: _Line) -> Frame:
        try:
            async with asyncio.timeout(self._patience.answer_s):
                return await line.receive()
        except TimeoutError as error:
            raise SpeechUnavailableError("the speech process is too slow") from error


def _rest_of(chunk: SpeechChunk, skip: int) -> SpeechChunk:
    """The chunk without its first `skip` bytes, which were heard before a restart."""
    if skip <= 0:
        return chunk
    return SpeechChunk(pcm=chunk.pcm[skip:])


class RemoteHearing:
    """One utterance at the speech process (inference.contracts.Hearing)."""

    def __init__(self, client: SpeechClient, options: HearingOptions, patience: Patience) -> None:
        self._client = client
        self._options = options
        self._patience = patience
        self._audio = bytearray()
        self._line: _Line | None = None
        self._sent = 0
        self._pump: asyncio.Task[None] | None = None
        # Full: the oldest partial goes; only the newest matters.
        self._partials: asyncio.Queue[Transcript | None] = asyncio.Queue(16)
        self._final: asyncio.Future[Transcript] = asyncio.get_running_loop().create_future()

    async def push(self, pcm: bytes) -> None:
        """See Hearing; what cannot be sent now is sent by `finish`."""
        self._audio += pcm[: max(0, MAX_AUDIO_BYTES - len(self._audio))]
        try:
            await self._catch_up(await self._connected(self._client.connect))
        except SpeechUnavailableError:
            self._hang_up()

    async def partials(self) -> AsyncGenerator[Transcript, None]:
        """See Hearing."""
        while (partial := await self._partials.get()) is not None:
            yield partial

    async def finish(self) -> Transcript:
        """See Hearing. Replays the utterance once when the process died."""
        try:
            return await self._finish_once()
        except SpeechUnavailableError:
            self._hang_up()
            return await self._finish_once()
        finally:
            self.close()

    async def _finish_once(self) -> Transcript:
        line = await self._connected(self._client.reconnect)
        await self._catch_up(line)
        await line.send("finish")
        try:
            async with asyncio.timeout(self._patience.answer_s):
                return await asyncio.shield(self._final)
        except TimeoutError as error:
            raise SpeechUnavailableError("the speech process is too slow") from error

    async def _connected(self, connect: Callable[[], Awaitable[_Line]]) -> _Line:
        if self._line is None:
            line = await connect()
            await line.send("hear", **hear_fields(self._options))
            self._line, self._sent = line, 0
            self._final = asyncio.get_running_loop().create_future()
            self._pump = asyncio.ensure_future(self._read(line, self._final))  # noqa: TID251  cancelled in _hang_up
        return self._line

    async def _catch_up(self, line: _Line) -> None:
        while self._sent < len(self._audio):
            piece = bytes(self._audio[self._sent : self._sent + PIECE_BYTES])
            await line.send("audio", pcm=piece)
            self._sent += len(piece)

    async def _read(self, line: _Line, final: asyncio.Future[Transcript]) -> None:
        try:
            while (frame := await line.receive())["op"] == "partial":
                if self._partials.full():
                    self._partials.get_nowait()
                self._partials.put_nowait(read_transcript(frame))
            final.set_result(read_transcript(frame))
        except (InferenceError, FrameError) as error:
            cause = error
            if isinstance(error, FrameError):
                cause = SpeechUnavailableError("the speech process answered garbage")
            final.set_exception(cause)
            final.exception()  # looked at: nobody may be waiting

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._pump is not None:
            self._pump.cancel()
            self._pump = None

    def close(self) -> None:
        """Discard the utterance; harmless when repeated."""
        self._hang_up()
        if self._partials.full():
            self._partials.get_nowait()
        self._partials.put_nowait(None)
