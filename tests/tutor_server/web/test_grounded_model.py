"""Tests of tutor_server.web.grounded_model."""

from dataclasses import replace

import pytest

from inference.contracts import (
    ChatRequest,
    Finished,
    Message,
    ModelEvent,
    Role,
    TextDelta,
    ToolSpec,
)
from inference.errors import ModelUnavailableError
from sessions.grounding import Grounds
from tests.fakes.library import CELLS, FakeLibrary, grounds
from tests.fakes.thinking import FakeLlm, text_events
from tutor_server.web.grounded_model import GroundedModel

ASKED = ChatRequest(messages=(Message(role=Role.USER, content="What is a cell?"),))


def model(text: str, found: Grounds | None) -> GroundedModel:
    llm = FakeLlm(script=lambda _: text_events(text), first_s=0, token_s=0)
    return GroundedModel(llm=llm, grounds=found, grade=5)


async def events(made: GroundedModel, request: ChatRequest = ASKED) -> list[ModelEvent]:
    return [event async for event in made.stream(request)]


async def said(made: GroundedModel, request: ChatRequest = ASKED) -> str:
    found = await events(made, request)
    assert isinstance(found[-1], Finished)
    assert sum(isinstance(event, Finished) for event in found) == 1
    return "".join(event.text for event in found if isinstance(event, TextDelta))


async def test_a_supported_reply_is_said_as_it_is_and_carries_the_passage() -> None:
    made = model("A cell has a membrane. It is small.", grounds())
    assert await said(made) == "A cell has a membrane. It is small."
    assert isinstance(made.llm, FakeLlm)
    assert made.llm.requests[0].passage == CELLS


async def test_a_doubted_reply_ends_with_the_lessons_sentences() -> None:
    made = model("A cell is a dragon. It flies.", grounds())
    assert await said(made) == f"From the lesson \u201c{CELLS.title}\u201d: {CELLS.said}"
    assert isinstance(made.llm, FakeLlm)
    assert made.llm.running == 0


@pytest.mark.parametrize(
    "request_",
    [
        replace(ASKED, model="nano"),
        replace(ASKED, tools=(ToolSpec(name="look"),)),
        replace(ASKED, messages=(Message(role=Role.USER, content="Who was Napoleon?"),)),
        replace(ASKED, messages=(*ASKED.messages, Message(role=Role.ASSISTANT, content="x"))),
        replace(ASKED, messages=()),
    ],
)
async def test_what_is_not_the_routed_tutors_question_is_left_alone(request_: ChatRequest) -> None:
    made = model("A cell is a dragon.", grounds())
    assert await said(made, request_) == "A cell is a dragon."


async def test_without_lessons_the_model_alone_answers() -> None:
    assert await said(model("A dragon.", None)) == "A dragon."


async def test_a_grade_in_the_question_is_whom_it_is_for() -> None:
    library = FakeLibrary()
    made = model("x", grounds(library))
    asked = Message(role=Role.USER, content="Explain cells to a 3rd grader")
    await said(made, replace(ASKED, messages=(asked,)))
    await said(made)
    assert [grade for _, grade in library.asked] == [3, 5]


async def test_what_the_model_raises_is_raised() -> None:
    made = GroundedModel(llm=FakeLlm(down=True, first_s=0), grounds=grounds(), grade=5)
    with pytest.raises(ModelUnavailableError):
        await events(made)
