"""The speech process: STT and TTS behind one socket, one connection per utterance.

Knows frames and contracts; what recognises and speaks is handed in. A client that goes away
cancels its work; a client that sends garbage gets an `error` frame and is closed.
"""

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from inference.contracts import IN_RATE_HZ, Hearing, SpeechToText, TextToSpeech
from inference.errors import BadAudioError, InferenceError
from inference.hearing.buffer import UtteranceTooLongError
from inference.llm.closing import closing
from inference.speech_server.frames import MAX_FRAME_BYTES, Frame, FrameError, pack, read_frame
from inference.speech_server.values import (
    chunk_fields,
    limits_fields,
    read_hear,
    read_speak,
    transcript_fields,
)

log = logging.getLogger(__name__)

MAX_AUDIO_S = 60
"""Audio of one utterance; more ends it with `too_long`."""
CLOSE_S = 2.0
STALLED_S = 60.0
"""A client that takes nothing for so long is gone: a paused sentence waits in its own buffer."""
IDLE_S = 120.0
"""So long nothing comes within an utterance only when the client has forgotten it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechSettings:
    """Where the process listens: a socket path (it holds a `/`) or `host:port`."""

    listen: str
    max_connections: int = 256
    """Beyond that a connection is refused with `overloaded`."""


async def serve_speech(
    settings: SpeechSettings,
    stt: SpeechToText,
    tts: TextToSpeech,
    *,
    ready: Callable[[], None],
) -> None:
    """Serve until cancelled."""
    service = _Service(settings, stt, tts)
    async with _listening(settings, service):
        ready()
        await asyncio.Event().wait()


@asynccontextmanager
async def _listening(settings: SpeechSettings, service: "_Service") -> AsyncIterator[None]:
    if "/" in settings.listen:
        _clear(Path(settings.listen))
        server = await asyncio.start_unix_server(
            service.serve, settings.listen, limit=MAX_FRAME_BYTES
        )
        os.chmod(settings.listen, 0o600)
    else:
        host, _, port = settings.listen.rpartition(":")
        server = await asyncio.start_server(service.serve, host, int(port), limit=MAX_FRAME_BYTES)
    try:
        yield
    finally:
        server.close()
        await service.close()


def _clear(path: Path) -> None:
    """Removes the socket that a killed process left behind, and nothing else."""
    if path.is_socket():
        path.unlink()


class _Service:
    """Answers connections; holds their tasks."""

    def __init__(self, settings: SpeechSettings, stt: SpeechToText, tts: TextToSpeech) -> None:
        self._settings = settings
        self._stt = stt
        self._tts = tts
        self._tasks: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Cancel what is going on."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=CLOSE_S)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, whatever it sends."""
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        try:
            await self._guarded(reader, writer)
        finally:
            writer.close()

    async def _guarded(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if len(self._tasks) > self._settings.max_connections:
                await _send(writer, pack("error", code="overloaded", message="too many at once"))
                return
            frame = await _next(reader)
            if frame is not None:
                await self._answer(frame, reader, writer)
        except Exception as error:  # supervisor of one connection: told to the client, logged
            cause = _first(error)
            if isinstance(cause, OSError):  # reset, broken pipe, time-out
                log.debug("a client went away")
                return
            if not isinstance(cause, FrameError | InferenceError):
                log.exception("an utterance failed")
            await _try_send(writer, pack("error", code=_code(cause), message=str(cause)))

    async def _answer(
        self, frame: Frame, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        match frame["op"]:
            case "hear":
                await self._hear(frame, reader, writer)
            case "speak":
                await _until_gone(reader, self._speak(frame, writer))
            case "limits":
                fields = limits_fields(await self._stt.limits())
                await _send(writer, pack("limits", **fields))
            case "voices":
                await _send(writer, pack("voices", names=list(await self._tts.voices())))
            case "health":
                await _send(writer, pack("health", ok=True))
            case other:
                raise FrameError(f"there is no operation {other[:40]!r}")

    async def _hear(
        self, frame: Frame, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        async with self._stt.open(read_hear(frame)) as hearing, asyncio.TaskGroup() as group:
            partials = group.create_task(_partials(hearing, writer))
            try:
                if await _listen(hearing, reader):
                    await _until_gone(reader, _final(hearing, partials, writer))
            finally:
                partials.cancel()

    async def _speak(self, frame: Frame, writer: asyncio.StreamWriter) -> None:
        text, options = read_speak(frame)
        async with closing(self._tts.speak(text, options)) as chunks:
            async for chunk in chunks:
                await _send(writer, pack("chunk", **chunk_fields(chunk)))
        await _send(writer, pack("end"))


def _first(error: BaseException) -> BaseException:
    """What went wrong inside a task group."""
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error


def _code(error: BaseException) -> str:
    if isinstance(error, FrameError):
        return "bad_frame"
    return error.code if isinstance(error, InferenceError) else InferenceError.code


async def _listen(hearing: Hearing, reader: asyncio.StreamReader) -> bool:
    """Feed audio until `finish`; False when the client went away first."""
    left = MAX_AUDIO_S * IN_RATE_HZ * 2
    while (frame := await _next(reader)) is not None:
        if frame["op"] == "finish":
            return True
        pcm = frame.get("pcm")
        if frame["op"] != "audio" or not isinstance(pcm, bytes):
            raise FrameError("expected audio or finish")
        if len(pcm) % 2:
            raise BadAudioError("int16 samples have an even number of bytes")
        left -= len(pcm)
        if left < 0:
            raise UtteranceTooLongError(f"an utterance has {MAX_AUDIO_S} s at most")
        await hearing.push(pcm)
    return False


async def _next(reader: asyncio.StreamReader) -> Frame | None:
    async with asyncio.timeout(IDLE_S):
        return await read_frame(reader)


async def _final(
    hearing: Hearing, partials: asyncio.Task[None], writer: asyncio.StreamWriter
) -> None:
    heard = await hearing.finish()
    partials.cancel()  # none may follow the final
    await _send(writer, pack("final", **transcript_fields(heard)))


async def _partials(hearing: Hearing, writer: asyncio.StreamWriter) -> None:
    async with closing(hearing.partials()) as partials:
        async for partial in partials:
            await _send(writer, pack("partial", **transcript_fields(partial)))


async def _until_gone(reader: asyncio.StreamReader, work: Coroutine[None, None, None]) -> None:
    """Do the work, but stop when the client closes its side."""
    async with asyncio.TaskGroup() as group:
        working = group.create_task(work)
        gone = group.create_task(reader.read(1))
        await asyncio.wait((working, gone), return_when=asyncio.FIRST_COMPLETED)
        working.cancel()
        gone.cancel()


async def _send(writer: asyncio.StreamWriter, frame: bytes) -> None:
    if writer.is_closing():  # uvloop would raise RuntimeError
        raise ConnectionResetError("the client went away")
    writer.write(frame)
    async with asyncio.timeout(STALLED_S):
        await writer.drain()


async def _try_send(writer: asyncio.StreamWriter, frame: bytes) -> None:
    with contextlib.suppress(OSError):
        await _send(writer, frame)
