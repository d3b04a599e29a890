"""One utterance that is recognised in the speech process.

Keeps the utterance's audio, so when the process dies in the middle it is sent once more to the
next one: a kill -9 of speech loses no words. Holds no task: whoever waits for a partial or for the
final reads the connection meanwhile.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress

from inference.contracts import IN_RATE_HZ, HearingOptions, Transcript
from inference.errors import InferenceError, SpeechUnavailableError
from inference.speech_server.frames import Frame, FrameError
from inference.speech_server.line import GONE, SLOW, Line
from inference.speech_server.values import hear_fields, read_transcript

MAX_AUDIO_BYTES = 60 * IN_RATE_HZ * 2
"""Kept for a replay; further audio of the utterance is dropped."""
PIECE_BYTES = 1 << 18
RETRY_BYTES = IN_RATE_HZ
"""Half a second of audio between attempts to reach a process that went away: each attempt sends
the whole utterance."""

Connect = Callable[[], Awaitable[Line]]


class RemoteHearing:
    """contracts.Hearing over a line that may break once."""

    def __init__(
        self, options: HearingOptions, *, connect: Connect, reconnect: Connect, answer_s: float
    ) -> None:
        """`connect` fails at once, `reconnect` waits for the process to come back."""
        self._options = options
        self._connect = connect
        self._reconnect = reconnect
        self._answer_s = answer_s
        self._audio = bytearray()
        self._sending = asyncio.Lock()
        self._line: Line | None = None
        self._sent = 0
        self._retry_at = 0
        self._changed = asyncio.Event()
        # Full: the newer partial replaces the one that nobody took.
        self._partial: Transcript | None = None
        self._outcome: Transcript | InferenceError | None = None
        self._closed = False

    async def push(self, pcm: bytes) -> None:
        """See Hearing; what cannot be sent now is sent later."""
        self._audio += pcm[: max(0, MAX_AUDIO_BYTES - len(self._audio))]
        if self._outcome is not None or (self._line is None and len(self._audio) < self._retry_at):
            return
        with suppress(SpeechUnavailableError):
            async with self._sending:
                await self._catch_up(self._connect)

    async def partials(self) -> AsyncGenerator[Transcript, None]:
        """See Hearing."""
        while not self._closed and self._outcome is None:
            await self._step()
            partial, self._partial = self._partial, None
            if partial is not None:
                yield partial

    async def finish(self) -> Transcript:
        """See Hearing. Raises SpeechUnavailableError when a second process fails as well."""
        try:
            return await self._finish_once()
        except SpeechUnavailableError:
            return await self._finish_once()
        finally:
            self.close()

    def close(self) -> None:
        """Discards an unfinished utterance; a second call does nothing."""
        self._closed = True
        self._hang_up()

    async def _finish_once(self) -> Transcript:
        if self._outcome is None:
            await self._ask_for_final()
        if isinstance(self._outcome, InferenceError):
            raise self._outcome
        if self._outcome is None:
            raise SpeechUnavailableError(GONE)
        return self._outcome

    async def _ask_for_final(self) -> None:
        async with self._sending:
            line = await self._catch_up(self._reconnect)
            await self._send(line, "finish")
        try:
            async with asyncio.timeout(self._answer_s):
                while self._outcome is None and self._line is line:
                    await self._step()
        except TimeoutError as error:
            self._hang_up()
            raise SpeechUnavailableError(SLOW) from error

    async def _catch_up(self, connect: Connect) -> Line:
        if self._line is None:
            self._retry_at = len(self._audio) + RETRY_BYTES
            self._line, self._sent = await connect(), 0
            self._changed.set()
            await self._send(self._line, "hear", **hear_fields(self._options))
        line = self._line
        while self._sent < len(self._audio):
            piece = bytes(self._audio[self._sent : self._sent + PIECE_BYTES])
            self._sent += len(piece)  # first: a cancelled send has been written all the same
            await self._send(line, "audio", pcm=piece)
        return line

    async def _send(self, line: Line, op: str, **fields: object) -> None:
        try:
            await line.send(op, **fields)
        except SpeechUnavailableError:
            self._hang_up(line)
            raise

    async def _step(self) -> None:
        """Takes one frame, or waits for a line to take one from."""
        line = self._line
        if line is None:
            self._changed.clear()
            await self._changed.wait()
            return
        async with line.turn:
            if self._line is line and self._outcome is None:
                await self._receive(line)

    async def _receive(self, line: Line) -> None:
        try:
            self._take(await line.receive())
        except (SpeechUnavailableError, FrameError):
            self._hang_up(line)
        except InferenceError as error:
            self._outcome = error

    def _take(self, frame: Frame) -> None:
        heard = read_transcript(frame)
        if heard.final:
            self._outcome = heard
        else:
            self._partial = heard

    def _hang_up(self, line: Line | None = None) -> None:
        """Closes this line, or whichever there is; wakes who waits."""
        self._changed.set()
        if self._line is not None and line in (None, self._line):
            self._line.close()
            self._line, self._retry_at = None, len(self._audio) + RETRY_BYTES
