"""Every question about a pause is answered, whatever the detector does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from inference.contracts import Expected, TurnEvidence
from sessions.effects import AskEnd
from sessions.events import EndJudged, EndWait
from sessions.gauge import SOUND_SAMPLES, TIMEOUT_S, Gauge, Judges
from sessions.inbox import Inbox
from sessions.tail import AudioTail
from tests.fakes.classroom import virtual
from tests.fakes.hearing import FakeDetector, FakeEndOfTurn


def question(text: str, *, revision: int = 0, to_sample: int = 16_000) -> AskEnd:
    evidence = TurnEvidence(
        silence_s=0.1, speech_s=1.0, text=text, expected=Expected(), patience=1.0
    )
    return AskEnd(turn=1, revision=revision, evidence=evidence, from_sample=0, to_sample=to_sample)


@asynccontextmanager
async def gauging(detector: FakeDetector | None) -> AsyncIterator[tuple[Gauge, Inbox]]:
    inbox, tail = Inbox(), AudioTail()
    tail.keep_from(0)
    tail.append(bytes(2 * 20 * 16_000))
    async with asyncio.TaskGroup() as tasks:
        clock = asyncio.get_running_loop().time
        judges = Judges(rule=FakeEndOfTurn(), detector=detector)
        gauge = Gauge(inbox, tail, judges=judges, clock=clock, tasks=tasks)
        yield gauge, inbox
        gauge.close()


@virtual
async def test_without_a_detector_the_rule_answers_at_once() -> None:
    async with gauging(None) as (gauge, _):
        assert gauge.ask(question("yes")) == EndWait(at_s=0.0, turn=1, revision=0, wait_s=0.3)


@virtual
async def test_the_detector_hears_the_newest_of_the_turn() -> None:
    detector = FakeDetector(answer=0.8)
    async with gauging(detector) as (gauge, inbox):
        assert gauge.ask(question("yes", to_sample=19 * 16_000)) is None
        assert await inbox.next() == EndJudged(
            at_s=0.01, turn=1, revision=0, silence_s=0.1, outlook=(0.8,)
        )
    assert detector.asked == [("yes", SOUND_SAMPLES / 16_000)]


@virtual
async def test_a_detector_that_fails_or_lies_leaves_it_to_the_rule() -> None:
    for detector in (
        FakeDetector(broken=True),
        FakeDetector(answer=1.5),
        FakeDetector(answer=float("nan")),
    ):
        async with gauging(detector) as (gauge, inbox):
            gauge.ask(question("yes"))
            event = await inbox.next()
            assert isinstance(event, EndWait)
            assert event.wait_s == 0.3


@virtual
async def test_a_detector_that_hangs_leaves_it_to_the_rule_in_time() -> None:
    async with gauging(FakeDetector(delay_s=1e9)) as (gauge, inbox):
        gauge.ask(question("yes"))
        event = await inbox.next()
        assert isinstance(event, EndWait)
        assert event.at_s <= TIMEOUT_S + 0.001


@virtual
async def test_of_questions_that_wait_only_the_newest_is_asked() -> None:
    detector = FakeDetector(delay_s=0.1)
    async with gauging(detector) as (gauge, inbox):
        for revision, text in enumerate(("it's", "it's three", "it's three quarters")):
            gauge.ask(question(text, revision=revision))
            await asyncio.sleep(0.01)
        events = [await inbox.next(), await inbox.next()]
        assert [event.revision for event in events if isinstance(event, EndJudged)] == [0, 2]
        gauge.ask(question("yes", revision=3))
        event = await inbox.next()
        assert isinstance(event, EndJudged)
        assert event.revision == 3
    assert [text for text, _ in detector.asked] == ["it's", "it's three quarters", "yes"]


@virtual
async def test_closing_in_the_middle_of_a_question_reports_nothing() -> None:
    async with gauging(FakeDetector(delay_s=0.1)) as (gauge, inbox):
        gauge.ask(question("yes"))
        await asyncio.sleep(0.05)
        gauge.close()
        gauge.close()
        await asyncio.sleep(1.0)
        assert inbox.command(EndWait(at_s=0.0, turn=9, revision=9, wait_s=0.0))
        event = await inbox.next()
        assert isinstance(event, EndWait)
        assert event.turn == 9
