"""Tests of sessions.warden."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from inference.contracts import Direction
from sessions.effects import Judge
from sessions.events import SentenceJudged, TurnJudged
from sessions.inbox import Inbox
from sessions.warden import CLOSED, Warden
from tests.fakes.classroom import virtual
from tests.fakes.thinking import FakeGate

TURN = Judge(direction=Direction.FROM_STUDENT, text="why", turn=3, revision=2)
SENTENCE = Judge(direction=Direction.TO_STUDENT, text="because", response=4, index=1)


@asynccontextmanager
async def warden(gate: FakeGate) -> AsyncIterator[tuple[Warden, Inbox]]:
    inbox = Inbox()
    async with asyncio.TaskGroup() as tasks:
        clock = asyncio.get_running_loop().time
        made = Warden(inbox, gate=gate, clock=clock, tasks=tasks)
        yield made, inbox
        made.close()


@virtual
async def test_verdicts_carry_the_tags_of_what_was_judged() -> None:
    async with warden(FakeGate()) as (made, inbox):
        made.judge(TURN)
        made.judge(SENTENCE)
        turn, sentence = await inbox.next(), await inbox.next()
        assert isinstance(turn, TurnJudged)
        assert (turn.turn, turn.revision, turn.verdict.allowed) == (3, 2, True)
        assert isinstance(sentence, SentenceJudged)
        assert (sentence.response, sentence.index) == (4, 1)


@virtual
async def test_a_gate_that_breaks_or_hangs_means_no() -> None:
    for gate in (FakeGate(broken=True), FakeGate(hang=True)):
        async with warden(gate) as (made, inbox):
            made.judge(SENTENCE)
            async with asyncio.timeout(5):
                event = await inbox.next()
            assert isinstance(event, SentenceJudged)
            assert event.verdict == CLOSED
            assert not CLOSED.allowed
            assert CLOSED.replacement
