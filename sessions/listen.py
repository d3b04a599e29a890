"""Recognition of the student's turns: one Hearing per revision of a turn.

Reads audio from the tail, from the turn's beginning, faster than it was spoken; so a turn that
went on after a pause is recognised whole and the result is not later than without the pause.
"""

import asyncio
from dataclasses import dataclass, field

from inference.contracts import Hearing, HearingOptions, Masker, SpeechToText, Transcript
from inference.errors import InferenceError
from sessions.contracts import Clock, TurnPhrases
from sessions.effects import Listen, Transcribe
from sessions.events import HeardFinal, HeardPartial, Phrase
from sessions.inbox import Inbox
from sessions.tail import AudioTail

PIECE_SAMPLES = 8_000
"""Half a second at most is pushed at once, so that a cancel is never far."""
LEAST_SAMPLES = 960
"""While the student speaks, 60 ms at least: recognisers work in pieces of 100 ms, and each push is
a message to their process. The end of an utterance waits for nothing."""
ATTEMPTS = 2
"""A hearing that breaks is opened once more on the same audio."""


@dataclass(slots=True, kw_only=True)
class _Utterance:
    """One revision being recognised."""

    listen: Listen
    task: asyncio.Task[None] | None = None
    to_sample: int | None = None
    asked: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What turns audio into text that the reducer may see."""

    stt: SpeechToText
    masker: Masker
    phrases: TurnPhrases

    def phrase(self, text: str) -> Phrase:
        """What kind of utterance a masked text is."""
        if not text.strip():
            return Phrase.EMPTY
        if self.phrases.wants_to_think(text):
            return Phrase.THINKING
        return Phrase.BACKCHANNEL if self.phrases.is_backchannel(text) else Phrase.WORDS


class Listener:
    """All recognitions of one session; at most one per turn."""

    def __init__(
        self,
        inbox: Inbox,
        tail: AudioTail,
        *,
        understanding: Understanding,
        clock: Clock,
        tasks: asyncio.TaskGroup,
    ) -> None:
        self._inbox = inbox
        self._tail = tail
        self._understanding = understanding
        self._clock = clock
        self._tasks = tasks
        self._utterances: dict[int, _Utterance] = {}

    def listen(self, effect: Listen) -> None:
        """Begin, or begin again with a new revision."""
        self.forget(effect.turn)
        utterance = _Utterance(listen=effect)
        self._utterances[effect.turn] = utterance
        self._tail.keep_from(min(u.listen.from_sample for u in self._utterances.values()))
        utterance.task = self._tasks.create_task(self._recognise(utterance))

    def transcribe(self, effect: Transcribe) -> None:
        """The utterance ends at this sample."""
        utterance = self._utterances.get(effect.turn)
        if utterance is not None and utterance.listen.revision == effect.revision:
            utterance.to_sample = effect.to_sample
            utterance.asked.set()
            self._tail.wake()

    def forget(self, turn: int) -> None:
        """Discard a recognition."""
        utterance = self._utterances.pop(turn, None)
        if utterance is not None and utterance.task is not None:
            utterance.task.cancel()
        if not self._utterances:
            self._tail.keep_from(None)

    def close(self) -> None:
        """Discard all."""
        for turn in list(self._utterances):
            self.forget(turn)

    async def _recognise(self, utterance: _Utterance) -> None:
        final: Transcript | None = None
        for _ in range(ATTEMPTS):
            try:
                final = await self._attempt(utterance)
                break
            except InferenceError:
                await utterance.asked.wait()  # try again when it is known what is needed
        self._inbox.report(self._final(utterance.listen, final))
        turn = utterance.listen.turn
        if self._utterances.get(turn) is utterance:
            del self._utterances[turn]
            self._tail.keep_from(
                min((u.listen.from_sample for u in self._utterances.values()), default=None)
            )

    async def _attempt(self, utterance: _Utterance) -> Transcript:
        effect = utterance.listen
        options = HearingOptions(language=effect.language or None, expected=effect.expected)
        async with self._understanding.stt.open(options) as hearing:
            reader = self._tasks.create_task(self._partials(hearing, effect))
            try:
                await self._feed(hearing, utterance)
                return await hearing.finish()
            finally:
                reader.cancel()
                await asyncio.wait([reader])

    async def _feed(self, hearing: Hearing, utterance: _Utterance) -> None:
        at = utterance.listen.from_sample
        while utterance.to_sample is None or at < utterance.to_sample:
            until = self._tail.end if utterance.to_sample is None else utterance.to_sample
            until = min(until, self._tail.end, at + PIECE_SAMPLES)
            asked = utterance.to_sample is not None
            if until - at >= (1 if asked else LEAST_SAMPLES):
                await hearing.push(self._tail.read(at, until))
                at = until
            elif asked:
                return  # the microphone was closed before that sample
            else:
                await self._tail.change()

    async def _partials(self, hearing: Hearing, effect: Listen) -> None:
        try:
            async for partial in hearing.partials():
                text = self._understanding.masker.mask(partial.text)
                stable = partial.stable_chars if text == partial.text else 0
                self._inbox.report(
                    HeardPartial(
                        at_s=self._clock(),
                        turn=effect.turn,
                        revision=effect.revision,
                        text=text,
                        stable_chars=stable,
                        phrase=self._understanding.phrase(text),
                    )
                )
        except InferenceError:
            return  # the same fault reaches whoever pushes or finishes

    def _final(self, effect: Listen, final: Transcript | None) -> HeardFinal:
        failure = ""
        text = self._understanding.masker.mask(final.text.strip()) if final else ""
        if final is None:
            failure = "speech_unavailable"
        elif not text:
            failure = "not_understood" if final.rejected else "nothing_heard"
        return HeardFinal(
            at_s=self._clock(),
            turn=effect.turn,
            revision=effect.revision,
            text=text,
            phrase=self._understanding.phrase(text),
            failure=failure,
            language=final.language if final and text else "",
        )
