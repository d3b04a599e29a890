"""Drives the pure reducer by hand: no loop, no worker, every answer given by the test."""

from typing import TypeVar

from inference.contracts import Verdict
from sessions.commands import Command, TurnSettings
from sessions.contracts import FactKind
from sessions.effects import AskEnd, Commit, Effect, Judge, Publish, Speak, StopVoice, TimerName
from sessions.events import (
    Asked,
    Committed,
    EndWait,
    Event,
    HeardFinal,
    Phrase,
    Rang,
    SentenceJudged,
    SpeechBegan,
    SpeechEnded,
    Spoken,
    ThinkingDone,
    Thought,
    TurnJudged,
    VoiceBegan,
    VoiceCut,
    Voiced,
    VoiceDrained,
)
from sessions.outputs import Output, Phase
from sessions.reduce import reduce
from sessions.state import OpenTurn, Reply, State

E = TypeVar("E", bound=Effect)
O = TypeVar("O", bound=Output)  # noqa: E741 - the other one is E
OK = Verdict(allowed=True)
NO = Verdict(allowed=False, category="hazard", replacement="Let us stay safe.")


class Talk:
    """A state, and all that came of it. StopVoice is answered with `played` samples, AskEnd
    with `wait_s`; commits are answered unless `storage` is off, judgements unless `gate` is."""

    def __init__(self, settings: TurnSettings | None = None, *, voice: bool = True) -> None:
        self.state = State(nonce="n", settings=settings or TurnSettings(), attached=voice)
        self.now_s = 10.0
        self.wait_s = 0.6
        self.played = 0
        self.storage = True
        self.gate = True
        self.effects: list[Effect] = []

    def feed(self, *events: Event) -> "Talk":
        """Reduce, and give the answers that come at once."""
        queue = list(events)
        while queue:
            self.state, effects = reduce(self.state, queue.pop(0))
            self.effects += effects
            queue = [e for effect in effects if (e := self._answer(effect)) is not None] + queue
        return self

    def _answer(self, effect: Effect) -> Event | None:
        now = self.now_s
        if isinstance(effect, StopVoice):
            return VoiceCut(at_s=now, response=effect.response, samples=self.played)
        if isinstance(effect, AskEnd):
            return EndWait(
                at_s=now, turn=effect.turn, revision=effect.revision, wait_s=self.wait_s
            )
        if isinstance(effect, Commit) and self.storage:
            return Committed(at_s=now, number=effect.number)
        if isinstance(effect, Judge) and self.gate:
            return self.verdict(effect, OK)
        return None

    def verdict(self, effect: Judge, verdict: Verdict) -> Event:
        """The gate's answer to a judgement."""
        if effect.turn:
            return TurnJudged(
                at_s=self.now_s, turn=effect.turn, revision=effect.revision, verdict=verdict
            )
        return SentenceJudged(
            at_s=self.now_s, response=effect.response, index=effect.index, verdict=verdict
        )

    def ask(self, command: Command, *, sample: int = 0, phrase: Phrase = Phrase.WORDS) -> "Talk":
        """A command."""
        asked = Asked(at_s=self.now_s, command=command, sample=sample, phrase=phrase, loud=True)
        return self.feed(asked)

    def onset(self, after_s: float = 0.0) -> "Talk":
        """The student starts to speak."""
        self.now_s += after_s
        sample = round(self.now_s * 16_000)
        return self.feed(SpeechBegan(at_s=self.now_s, sample=sample, now_sample=sample))

    def offset(self, after_s: float = 1.0) -> "Talk":
        """The student pauses."""
        self.now_s += after_s
        sample = round(self.now_s * 16_000)
        return self.feed(SpeechEnded(at_s=self.now_s, sample=sample, now_sample=sample))

    def final(
        self, text: str, *, phrase: Phrase = Phrase.WORDS, failure: str = "", after_s: float = 0.1
    ) -> "Talk":
        """The transcript of the open turn, or of the oldest ended one."""
        self.now_s += after_s
        turn = self.state.open or self.state.ended[0]
        return self.feed(
            HeardFinal(
                at_s=self.now_s,
                turn=turn.number,
                revision=turn.revision,
                text=text,
                phrase=phrase if text else Phrase.EMPTY,
                failure=failure or ("" if text else "nothing_heard"),
            )
        )

    def ring(
        self,
        name: TimerName,
        tag: int | None = None,
        after_s: float = 0.0,
        *,
        stirring: bool = False,
    ) -> "Talk":
        """A timer; without a tag that of the open turn."""
        self.now_s += after_s
        number = tag if tag is not None else self.turn.number
        sample = round(self.now_s * 16_000)
        return self.feed(
            Rang(at_s=self.now_s, name=name, tag=number, sample=sample, stirring=stirring)
        )

    def say(self, text: str) -> "Talk":
        """A whole spoken turn."""
        self.onset().offset().final(text)
        return self.ring(TimerName.END_OF_TURN, after_s=0.5)

    def think(self, *texts: str, done: bool = True) -> "Talk":
        """The model writes sentences."""
        number = self.reply.number
        for text in texts:
            self.feed(
                Thought(at_s=self.now_s, response=number, text=text, first_token_s=self.now_s)
            )
        if done:
            self.feed(
                ThinkingDone(
                    at_s=self.now_s,
                    response=number,
                    reason="stop",
                    prompt_tokens=1,
                    completion_tokens=2,
                )
            )
        return self

    def speak(self, samples: int = 24_000) -> "Talk":
        """The mouth does all that it was asked to."""
        number = self.reply.number
        for effect in [e for e in self.all(Speak) if e.response == number]:
            if effect.index < self.reply.spoken:
                continue
            index, now_s = effect.index, self.now_s
            self.feed(
                Voiced(at_s=now_s, response=number, index=index, samples=samples, marks=()),
                Spoken(at_s=now_s, response=number, index=index, failed=False),
            )
        return self

    def play(self) -> "Talk":
        """The first sample is heard."""
        return self.feed(VoiceBegan(at_s=self.now_s, response=self.reply.number))

    def drain(self) -> "Talk":
        """The last sample is heard."""
        return self.feed(VoiceDrained(at_s=self.now_s, response=self.reply.number))

    @property
    def turn(self) -> OpenTurn:
        """The open turn."""
        assert self.state.open is not None
        return self.state.open

    @property
    def reply(self) -> Reply:
        """The reply under way."""
        assert self.state.reply is not None
        return self.state.reply

    @property
    def phase(self) -> Phase:
        """As published."""
        return self.state.phase

    def all(self, kind: type[E]) -> list[E]:
        """All effects of a kind."""
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def told(self, kind: type[O]) -> list[O]:
        """All outputs of a kind."""
        outputs = [effect.output for effect in self.all(Publish)]
        return [output for output in outputs if isinstance(output, kind)]

    def names(self) -> list[str]:
        """What was published, by name."""
        return [type(effect.output).__name__ for effect in self.all(Publish)]

    def facts(self) -> list[FactKind]:
        """Kinds of facts, in order."""
        return [fact.kind for commit in self.all(Commit) for fact in commit.facts]

    def clear(self) -> "Talk":
        """Forget what came so far."""
        self.effects.clear()
        return self


def answering(voice: bool = True) -> Talk:
    """A talk in which the tutor's one-sentence reply is playing."""
    talk = Talk(voice=voice).say("what is one half")
    return talk.think("It is two quarters.").speak().play().clear()
