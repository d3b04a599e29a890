"""Tests of sessions.grounding."""

from dataclasses import replace

import pytest

from inference.contracts import ChatRequest, Message, Passage, Role
from sessions.grounding import Ask, Grounding, look_up, recite
from tests.fakes.classroom import virtual
from tests.fakes.lesson import lesson
from tests.fakes.library import CELLS, FakeFacts, FakeLibrary, grounds

ASK = Ask(question="What is a cell?", grade=5)


def reply(*pieces: str, ask: Ask = ASK, facts: FakeFacts | None = None) -> str:
    grounding = Grounding(grounds(facts=facts), ask, CELLS)
    return "".join(text for piece in pieces for text in grounding.take(piece))


def test_what_the_passage_supports_is_said_as_it_is() -> None:
    assert reply("A cell is small. ", "It has a skin.") == "A cell is small. It has a skin."


def test_a_doubted_sentence_gives_way_to_the_lesson_and_ends_the_reply() -> None:
    said = reply("A cell is a dragon. ", "It flies.")
    assert said == f"From the lesson \u201c{CELLS.title}\u201d: {CELLS.said}"


def test_i_do_not_know_gives_way_too() -> None:
    assert "The nucleus keeps the plans." in reply("I don't know that yet.")


def test_what_was_said_is_not_said_again() -> None:
    said = reply("A cell has a membrane. ", "It is a dragon.")
    assert said.count("A cell has a membrane.") == 1
    assert said.endswith("The nucleus keeps the plans.")
    assert reply(f"{CELLS.said} ", "It is a dragon.") == f"{CELLS.said} "


@pytest.mark.parametrize(
    "question",
    [
        "What is 3 + 4?",
        "How do I add 1/2 and 1/3?",
        "solve x",
        "what is 20% of 60",
        "what is twenty percent of sixty",
        "a quarter of 12",
        "5 squared",
        "two cubed",
        "what is the square root of forty nine",
        "round 347 to the nearest ten",
        "1/4 as a decimal",
        "how many minutes are in three hours",
        "3 km in m",
        "the average of 4, 6 and 8",
        "what is 2 to the power of 3",
    ],
)
def test_a_task_is_worked_out_and_not_compared(question: str) -> None:
    ask = Ask(question=question, grade=5)
    assert not ask.strict
    assert reply("The dragon is 7.", ask=ask) == "The dragon is 7."
    assert "From the lesson" in reply("I don't know that yet.", ask=ask)


@pytest.mark.parametrize(
    "question",
    [
        "Why is 1/8 less than 1/4?",
        "What is a cell?",
        "explain 3/4",
        "What is a percent?",
        "What is the mean of a set of numbers?",
        "What is half of the moon called?",
        "Why do we round numbers?",
        "How many planets are there?",
    ],
)
def test_a_question_about_a_topic_is_compared(question: str) -> None:
    assert Ask(question=question, grade=5).strict


def test_the_check_is_told_what_the_student_and_the_tutor_said() -> None:
    facts = FakeFacts()
    reply("One. ", "Two.", facts=facts)
    _, material, known = facts.compared[-1]
    assert CELLS.text in material
    assert CELLS.title in material
    assert ASK.question in known
    assert "One." in known


def test_a_reply_with_words_of_its_own_says_nothing_instead() -> None:
    assert reply("A dragon.", ask=replace(ASK, scripted=True)) == ""


def test_the_request_carries_the_passage() -> None:
    request = ChatRequest(messages=(Message(role=Role.USER, content="x"),))
    assert Grounding(grounds(), ASK, CELLS).request(request).passage == CELLS


def test_the_request_of_a_task_carries_none() -> None:
    request = ChatRequest(messages=(Message(role=Role.USER, content="x"),))
    task = Ask(question="What is 3 + 4?", grade=5)
    assert Grounding(grounds(), task, CELLS).request(request).passage is None


def test_the_lessons_alone_answer_in_a_frame() -> None:
    said = "".join(recite(replace(ASK, before="Good question. "), CELLS))
    assert said.startswith("Good question. From the lesson")
    assert said.endswith(CELLS.said)


@virtual
async def test_an_open_items_answer_is_never_retrieved() -> None:
    item = lesson().items[0]  # its answer is 3/4
    passage = Passage(title="Parts", text="Take 3/4 of it. Parts are equal.", said="It is 3/4.")
    library = FakeLibrary(passage=passage)
    ask = replace(ASK, guards=(item,))
    assert await look_up(grounds(library), ask) is None
    library.passage = replace(passage, said="The answer is 3/4. Parts are equal.")
    found = await look_up(grounds(library), ask)
    assert found is not None
    assert "3/4" not in found.text + found.said
    assert found.said == "Parts are equal."
    shown = await look_up(grounds(library), replace(ask, rung=4))
    assert shown is not None
    assert "3/4" in shown.said


@virtual
async def test_the_lesson_under_way_counts_when_no_other_is_found() -> None:
    own = replace(CELLS, title="Own")
    ask = Ask(question="What is a castle?", grade=5, own=own)
    assert await look_up(grounds(), ask) == own
    assert await look_up(grounds(), replace(ask, question="cells")) == CELLS
