"""Tests of sessions.listen."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from inference.contracts import Expected
from sessions.effects import Listen, Transcribe
from sessions.events import HeardFinal, HeardPartial, Phrase
from sessions.inbox import Inbox
from sessions.listen import Listener, Understanding
from sessions.tail import AudioTail
from tests.fakes.classroom import virtual
from tests.fakes.hearing import FakePhrases, FakeStt
from tests.fakes.thinking import FakeMasker
from tests.fakes.words import student_pcm


def listen(turn: int = 1, revision: int = 0, sample: int = 0) -> Listen:
    return Listen(
        turn=turn, revision=revision, from_sample=sample, language="en", expected=Expected()
    )


def transcribe(sample: int, turn: int = 1, revision: int = 0) -> Transcribe:
    return Transcribe(turn=turn, revision=revision, to_sample=sample)


class Desk:
    """A listener at work."""

    def __init__(self, stt: FakeStt | None = None) -> None:
        self.stt = stt or FakeStt()
        self.inbox = Inbox()
        self.tail = AudioTail()
        self.understanding = Understanding(
            stt=self.stt, masker=FakeMasker(), phrases=FakePhrases()
        )

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Desk"]:
        async with asyncio.TaskGroup() as tasks:
            self.listener = Listener(
                self.inbox,
                self.tail,
                understanding=self.understanding,
                clock=asyncio.get_running_loop().time,
                tasks=tasks,
            )
            yield self
            self.listener.close()
        assert self.stt.open_now == 0

    def say(self, text: str) -> int:
        self.tail.append(student_pcm(text))
        return self.tail.end

    async def final(self) -> HeardFinal:
        async with asyncio.timeout(60):
            while True:
                event = await self.inbox.next()
                if isinstance(event, HeardFinal):
                    return event


@virtual
async def test_audio_from_before_and_after_the_onset_is_recognised() -> None:
    async with Desk().open() as desk:
        desk.say("what is")
        desk.listener.listen(listen())
        await asyncio.sleep(0.1)
        end = desk.say("one half")
        desk.say("not this")
        desk.listener.transcribe(transcribe(end))
        final = await desk.final()
        assert (final.text, final.phrase, final.failure) == ("what is one half", Phrase.WORDS, "")


@virtual
async def test_a_new_revision_hears_the_whole_turn_again_and_the_old_one_is_silent() -> None:
    async with Desk().open() as desk:
        desk.listener.listen(listen())
        desk.listener.transcribe(transcribe(desk.say("what is")))
        desk.listener.listen(listen(revision=1))
        desk.listener.transcribe(transcribe(0))  # of the old revision: ignored
        await asyncio.sleep(1)
        desk.listener.transcribe(transcribe(desk.say("one half"), revision=1))
        final = await desk.final()
        assert (final.revision, final.text) == (1, "what is one half")
        assert desk.stt.finished == ["what is one half"]


@virtual
async def test_two_turns_at_a_time() -> None:
    async with Desk(FakeStt(final_s=2.0)).open() as desk:
        desk.listener.listen(listen())
        end = desk.say("first")
        desk.listener.transcribe(transcribe(end))
        desk.listener.listen(listen(turn=2, sample=end))
        desk.listener.transcribe(transcribe(desk.say("second"), turn=2))
        finals = {(f.turn, f.text) for f in (await desk.final(), await desk.final())}
        assert finals == {(1, "first"), (2, "second")}


@virtual
async def test_a_forgotten_turn_says_nothing() -> None:
    async with Desk().open() as desk:
        desk.listener.listen(listen())
        desk.listener.transcribe(transcribe(desk.say("first")))
        desk.listener.forget(1)
        desk.listener.forget(1)
        await asyncio.sleep(1)
        assert desk.stt.finished == []


@virtual
async def test_recognition_that_breaks_is_tried_once_more() -> None:
    async with Desk(FakeStt(broken=1)).open() as desk:
        desk.listener.listen(listen())
        desk.listener.transcribe(transcribe(desk.say("first")))
        assert (await desk.final()).text == "first"
        desk.stt.broken = 2
        desk.listener.listen(listen(turn=2))
        desk.listener.transcribe(transcribe(desk.tail.end, turn=2))
        final = await desk.final()
        assert (final.text, final.failure) == ("", "speech_unavailable")


@virtual
async def test_nothing_heard_and_not_understood_are_different() -> None:
    for stt, failure in (
        (FakeStt(silent=True), "nothing_heard"),
        (FakeStt(reject=True), "not_understood"),
    ):
        async with Desk(stt).open() as desk:
            desk.listener.listen(listen())
            desk.listener.transcribe(transcribe(desk.say("first")))
            assert (await desk.final()).failure == failure


@virtual
async def test_personal_data_is_masked_in_partials_and_finals() -> None:
    async with Desk().open() as desk:
        desk.listener.listen(listen())
        end = desk.say("call 555 0100")
        await asyncio.sleep(1)
        desk.listener.transcribe(transcribe(end))
        partial = await desk.inbox.next()
        assert isinstance(partial, HeardPartial)
        assert partial.text == "call [phone]"
        assert (await desk.final()).text == "call [phone]"


def test_kinds_of_utterances() -> None:
    understanding = Desk().understanding
    kinds = [understanding.phrase(t) for t in ("  ", "four", "mm-hm", "let me think")]
    assert kinds == [Phrase.EMPTY, Phrase.WORDS, Phrase.BACKCHANNEL, Phrase.THINKING]


@virtual
async def test_a_transcript_is_asked_of_audio_that_never_came() -> None:
    async with Desk().open() as desk:
        desk.listener.listen(listen())
        end = desk.say("first")
        desk.listener.transcribe(transcribe(end + 999))
        assert (await desk.final()).text == "first"
