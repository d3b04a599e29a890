"""Tests of sessions.mind."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from inference.contracts import ChatRequest, Finished, Message, Role, TextDelta, ToolCallDelta
from inference.errors import ModelOverloadedError
from sessions.effects import Think
from sessions.events import CallGrew, Event, ThinkingDone, ThinkingFailed, Thought
from sessions.grounding import Ask, Grounds
from sessions.inbox import Inbox
from sessions.mind import Mind
from tests.fakes.classroom import virtual
from tests.fakes.library import FakeLibrary, grounds
from tests.fakes.thinking import FakeLlm, text_events

REQUEST = ChatRequest(messages=(Message(role=Role.USER, content="why"),), deadline_s=3.0)
DONE = Finished(reason="stop", prompt_tokens=3, completion_tokens=4)


class Study:
    """A mind at work."""

    def __init__(self, llm: FakeLlm, grounds: Grounds | None = None) -> None:
        self.llm = llm
        self.grounds = grounds
        self.inbox = Inbox()

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Study"]:
        async with asyncio.TaskGroup() as tasks:
            clock = asyncio.get_running_loop().time
            self.mind = Mind(
                self.inbox, llm=self.llm, clock=clock, tasks=tasks, grounds=self.grounds
            )
            yield self
            self.mind.close()
        assert self.llm.running == 0

    async def all(self) -> list[Event]:
        events: list[Event] = []
        async with asyncio.timeout(60):
            while not (events and isinstance(events[-1], ThinkingDone | ThinkingFailed)):
                events.append(await self.inbox.next())
        return events


@virtual
async def test_a_reply_comes_in_pieces_with_the_time_of_its_first_token() -> None:
    async with Study(FakeLlm(script=lambda _: text_events("One half. Two."))).open() as study:
        study.mind.think(Think(response=7, request=REQUEST))
        first, second, done = await study.all()
        assert isinstance(first, Thought)
        assert isinstance(second, Thought)
        assert isinstance(done, ThinkingDone)
        assert (first.response, first.text, second.text) == (7, "One half. ", "Two.")
        assert round(first.first_token_s, 3) == 0.06
        assert (done.reason, done.completion_tokens) == ("stop", 3)


@virtual
async def test_words_before_a_call_come_before_the_call() -> None:
    script = [
        TextDelta(text="Let me"),
        ToolCallDelta(call_id="c", name="look", arguments="{}"),
        DONE,
    ]
    async with Study(FakeLlm(script=lambda _: script)).open() as study:
        study.mind.think(Think(response=1, request=REQUEST))
        kinds = [type(event) for event in await study.all()]
        assert kinds == [Thought, CallGrew, ThinkingDone]


@virtual
async def test_failures_carry_their_code() -> None:
    endless = [TextDelta(text="And ")] * 3
    cases = [
        (FakeLlm(down=True), "model_unavailable"),
        (FakeLlm(script=lambda _: [ModelOverloadedError("x")]), "model_overloaded"),
        (FakeLlm(script=lambda _: endless), "model_unavailable"),
        (FakeLlm(first_s=99.0), "model_timeout"),
    ]
    for llm, code in cases:
        async with Study(llm).open() as study:
            study.mind.think(Think(response=1, request=REQUEST))
            failed = (await study.all())[-1]
            assert isinstance(failed, ThinkingFailed)
            assert failed.code == code


@virtual
async def test_a_cancelled_reply_stops_at_the_next_token_and_is_silent() -> None:
    async with Study(FakeLlm(first_s=1.0)).open() as study:
        study.mind.think(Think(response=1, request=REQUEST))
        study.mind.think(Think(response=2, request=REQUEST))
        await asyncio.sleep(0.5)
        study.mind.cancel(1)
        study.mind.cancel(9)
        await asyncio.sleep(0.01)
        assert study.llm.running == 1
        assert {getattr(event, "response", 0) for event in await study.all()} == {2}


ASK = Ask(question="What is a cell?", grade=5)


@virtual
async def test_a_doubted_reply_is_stopped_and_the_lesson_speaks() -> None:
    llm = FakeLlm(script=lambda _: text_events("A cell is a dragon. It flies. It burns."))
    async with Study(llm, grounds()).open() as study:
        study.mind.think(Think(response=1, request=REQUEST, ask=ASK))
        *pieces, done = await study.all()
        assert isinstance(done, ThinkingDone)
        said = "".join(piece.text for piece in pieces if isinstance(piece, Thought))
        assert said.startswith("From the lesson")
        assert "flies" not in said
    (asked,) = llm.requests
    assert asked.passage is not None


@virtual
async def test_the_lessons_alone_answer_without_a_model() -> None:
    llm = FakeLlm()
    only = replace(ASK, only=True, before="Good question. ")
    async with Study(llm, grounds()).open() as study:
        study.mind.think(Think(response=1, request=REQUEST, ask=only))
        *pieces, done = await study.all()
        assert isinstance(done, ThinkingDone)
        said = "".join(piece.text for piece in pieces if isinstance(piece, Thought))
        assert said.startswith("Good question. From the lesson")
    assert llm.requests == []


@virtual
async def test_nothing_found_is_a_failure_of_who_has_nothing_else() -> None:
    only = replace(ASK, only=True, question="Who was Napoleon?")
    for found in (grounds(), None):
        async with Study(FakeLlm(), found).open() as study:
            study.mind.think(Think(response=1, request=REQUEST, ask=only))
            (failed,) = await study.all()
            assert isinstance(failed, ThinkingFailed)


@virtual
async def test_who_cancels_while_it_is_looked_up_hears_nothing() -> None:
    library = FakeLibrary(delay_s=1.0)
    async with Study(FakeLlm(), grounds(library)).open() as study:
        study.mind.think(Think(response=1, request=REQUEST, ask=ASK))
        await asyncio.sleep(0.5)
        study.mind.cancel(1)
        study.mind.think(Think(response=2, request=REQUEST))
        assert {getattr(event, "response", 0) for event in await study.all()} == {2}
