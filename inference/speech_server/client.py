"""The web process's side of the speech process: SpeechToText and TextToSpeech over its socket.

Imports no model library. What is said and what is heard survives one death of the process.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from inference.contracts import HearingLimits, HearingOptions, SpeechChunk, VoiceOptions
from inference.errors import SpeechUnavailableError
from inference.speech_server.frames import Frame, FrameError
from inference.speech_server.line import Line, dial
from inference.speech_server.remote_hearing import RemoteHearing
from inference.speech_server.values import read_chunk, read_limits, speak_fields

Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long the speech process is waited for."""

    connect_s: float = 2.0
    reconnect_s: float = 5.0
    """Sum of the pauses between attempts to reach a process that is being restarted."""
    first_pause_s: float = 0.05
    answer_s: float = 20.0
    """A final transcript or a first sound that takes longer counts as unavailable."""
    sleep: Sleep = asyncio.sleep


class SpeechClient:
    """SpeechToText and TextToSpeech at `address` (a socket path, or host:port)."""

    def __init__(self, address: str, patience: Patience | None = None) -> None:
        self._address = address
        self._patience = patience or Patience()

    async def healthy(self) -> bool:
        """Whether the process answers."""
        try:
            return (await self._ask("health")).get("ok") is True
        except SpeechUnavailableError:
            return False

    # --- SpeechToText ---

    async def limits(self) -> HearingLimits:
        """See SpeechToText. Raises SpeechUnavailableError."""
        try:
            return read_limits(await self._ask("limits"))
        except FrameError as error:
            raise SpeechUnavailableError("the speech process answered garbage") from error

    @asynccontextmanager
    async def open(self, options: HearingOptions) -> AsyncIterator[RemoteHearing]:
        """See SpeechToText."""
        hearing = RemoteHearing(
            options,
            connect=self._connect,
            reconnect=self._reconnect,
            answer_s=self._patience.answer_s,
        )
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
                    spoken += len(chunk.pcm)
                    yield chunk
            except SpeechUnavailableError:
                if attempt == 2:
                    raise
            else:
                return

    async def _speak_once(
        self, text: str, options: VoiceOptions, *, skip: int
    ) -> AsyncGenerator[SpeechChunk, None]:
        line = await self._reconnect()
        try:
            await line.send("speak", **speak_fields(text, options))
            at = 0
            while (frame := await line.answer())["op"] == "chunk":
                chunk = read_chunk(frame)
                begin, at = at, at + len(chunk.pcm)
                if at > skip or not chunk.pcm:
                    yield _rest_of(chunk, begin=begin, skip=skip)
        except FrameError as error:
            raise SpeechUnavailableError("the speech process answered garbage") from error
        finally:
            line.close()

    # --- lines ---

    async def _ask(self, op: str) -> Frame:
        line = await self._connect()
        try:
            await line.send(op)
            return await line.answer()
        finally:
            line.close()

    async def _connect(self) -> Line:
        """Raises SpeechUnavailableError at once when nobody listens."""
        return await dial(
            self._address,
            connect_s=self._patience.connect_s,
            answer_s=self._patience.answer_s,
        )

    async def _reconnect(self) -> Line:
        """Waits for the process to come back. Raises SpeechUnavailableError after a while."""
        pause_s, waited_s = self._patience.first_pause_s, 0.0
        while True:
            try:
                return await self._connect()
            except SpeechUnavailableError:
                if waited_s >= self._patience.reconnect_s:
                    raise
            await self._patience.sleep(pause_s)
            waited_s += pause_s
            pause_s = min(0.5, pause_s * 2)


def _rest_of(chunk: SpeechChunk, *, begin: int, skip: int) -> SpeechChunk:
    """The chunk, which starts at byte `begin` of the sentence, without what lies before byte
    `skip` and was heard before a restart."""
    if skip <= begin:
        return chunk
    marks = tuple(mark for mark in chunk.marks if 2 * mark.sample >= skip)
    return SpeechChunk(pcm=chunk.pcm[skip - begin :], marks=marks)
