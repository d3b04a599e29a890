"""Speaking: synthesises a reply's sentences in order into the playout, as far ahead as there is
room. One task per reply; word marks go to the reducer's ledger with their samples."""

import asyncio
from collections.abc import AsyncIterator

from inference.contracts import SpeechChunk, TextToSpeech
from inference.errors import InferenceError
from media.contracts import Playout
from sessions.contracts import Clock
from sessions.effects import Speak
from sessions.events import Spoken, Voiced
from sessions.inbox import Inbox
from sessions.streams import closing

ATTEMPTS = 2
"""A sentence that fails before its first sound is tried once more."""
ENQUEUE_ATTEMPTS = 3
"""`room` promises space; a playout that still refuses has stopped the reply."""
FIRST_SOUND_S = 10.0
"""A voice that gives no sound for so long has failed."""


class Mouth:
    """The voice's side of a session."""

    def __init__(
        self,
        inbox: Inbox,
        playout: Playout,
        *,
        tts: TextToSpeech,
        clock: Clock,
        tasks: asyncio.TaskGroup,
    ) -> None:
        self._inbox = inbox
        self._playout = playout
        self._tts = tts
        self._clock = clock
        self._tasks = tasks
        self._speaking: dict[int, tuple[asyncio.Queue[Speak], asyncio.Task[None]]] = {}

    def speak(self, effect: Speak) -> None:
        """Say a sentence after those before it. Unbounded only in name: the reducer allows
        Rules.sentences per reply."""
        if effect.response not in self._speaking:
            queue: asyncio.Queue[Speak] = asyncio.Queue()
            task = self._tasks.create_task(self._run(queue))
            self._speaking[effect.response] = (queue, task)
        self._speaking[effect.response][0].put_nowait(effect)

    def end(self, response: int) -> None:
        """Stop speaking a reply, or clean up after its last sentence."""
        queue_and_task = self._speaking.pop(response, None)
        if queue_and_task is not None:
            queue_and_task[1].cancel()

    def close(self) -> None:
        """Stop all."""
        for response in list(self._speaking):
            self.end(response)

    async def _run(self, queue: asyncio.Queue[Speak]) -> None:
        while True:
            effect = await queue.get()
            failed = not await self._say(effect)
            self._inbox.report(
                Spoken(
                    at_s=self._clock(),
                    response=effect.response,
                    index=effect.index,
                    failed=failed,
                )
            )

    async def _say(self, effect: Speak) -> bool:
        if not effect.text.strip():
            return True
        for _ in range(ATTEMPTS):
            sounded = False
            try:
                async with closing(self._tts.speak(effect.text, effect.options)) as chunks:
                    while (chunk := await self._next(chunks)) is not None:
                        sounded = True
                        if not await self._play(effect, chunk):
                            return False
                return True
            except (InferenceError, TimeoutError):
                if sounded:
                    return False  # saying it again would repeat words
        return False

    async def _next(self, chunks: AsyncIterator[SpeechChunk]) -> SpeechChunk | None:
        async with asyncio.timeout(FIRST_SOUND_S):
            return await anext(chunks, None)

    async def _play(self, effect: Speak, chunk: SpeechChunk) -> bool:
        for _ in range(ENQUEUE_ATTEMPTS):
            await self._playout.room(effect.response)
            if self._playout.enqueue(effect.response, chunk.pcm):
                self._inbox.report(
                    Voiced(
                        at_s=self._clock(),
                        response=effect.response,
                        index=effect.index,
                        samples=len(chunk.pcm) // 2,
                        marks=chunk.marks,
                    )
                )
                return True
        return False
