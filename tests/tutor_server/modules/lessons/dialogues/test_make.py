"""Conversations on passages: verified, held out by lesson, the same for the same seed."""

from collections import Counter
from dataclasses import replace
from itertools import islice

import pytest

from inference.nano.split import Split
from inference.nano.told import Moved
from inference.nano.turns import Conversation
from inference.nano.unknown import SAYS_SO
from inference.safety.faithful import doubt
from sessions.teaching.leak import leaks
from tests.fakes.lesson import lesson
from tutor_server.modules.lessons.dialogues.make import (
    HELD_OUT,
    TELL,
    conversations,
    split_of,
    without_passage,
)
from tutor_server.modules.lessons.load import open_curriculum
from tutor_server.modules.lessons.retrieval.passages import passages
from tutor_server.modules.lessons.retrieval.saying import passage_of

PLANTS = "Light falls on a leaf. Sugar is made there. This is called **photosynthesis**."
BONES = "A **skeleton** holds the body up. It is made of bones."
LESSONS = tuple(
    replace(lesson(), lesson_id=f"l-{number}", title=f"Lesson {number}", simple=text, full=text)
    for number, text in enumerate((PLANTS, BONES) * 12)
)


def some(count: int = 120, *, seed: int = 1, split: Split = Split.TRAIN) -> list[Conversation]:
    return list(islice(conversations(LESSONS, seed=seed, split=split), count))


def moves(made: list[Conversation]) -> Counter[Moved]:
    return Counter(move for one in made for move in Moved if f"Move: {move.value}" in one.system)


def test_the_same_seed_makes_the_same_and_another_another() -> None:
    assert some(40) == some(40)
    assert some(40) != some(40, seed=2)


def test_every_move_occurs() -> None:
    assert set(moves(some())) == set(Moved)


def test_whole_lessons_are_held_out() -> None:
    sides = {split_of(one) for one in LESSONS}
    assert sides == set(Split)
    train = {one.system for one in some()}
    held_out = {one.system for one in some(split=Split.HELDOUT)}
    assert not train & held_out


def test_what_is_not_in_the_lesson_goes_to_the_teacher() -> None:
    admitted = [one.turns[-1] for one in some() if SAYS_SO in one.turns[-1].tutor]
    assert admitted
    teacher = [turn for turn in admitted if "ask your teacher" in turn.tutor]
    assert teacher
    assert any("skeleton" in turn.student for turn in teacher)


def test_some_conversations_go_on() -> None:
    assert {1, 2, 3} <= {len(one.turns) for one in some()}


def test_most_of_training_has_other_words_and_the_held_out_side_has_none() -> None:
    own = {passage_of(one, "").text for one in passages(LESSONS)}

    def share(made: list[Conversation]) -> float:
        told = [one.system.split("Passage: ")[1].split("\nMove:")[0] for one in made]
        return sum(text in own for text in told) / len(told)

    assert 0.2 < share(some()) < 0.9
    assert share(some(split=Split.HELDOUT)) == 1.0


def test_help_that_is_asked_for_as_the_answer_stays_a_hint() -> None:
    hints = [one.turns for one in some(200) if Moved.HINT.value in one.system]
    asked = [turn for turns in hints for turn in turns if turn.student.endswith(TELL)]
    assert asked
    known = {item.question: item for one in LESSONS for item in one.items}
    for turn in asked:
        item = next((known[q] for q in known if turn.student.startswith(q)), None)
        assert item is None or leaks(item, turn.tutor, 3) is None


def test_talk_without_a_passage_has_the_lines_of_the_server_and_is_sometimes_long() -> None:
    made = list(islice(without_passage(LESSONS, seed=1, split=Split.TRAIN), 300))
    heads = [one.system.splitlines() for one in made]
    assert all(lines[0].startswith("You are a friendly tutor. Grade: ") for lines in heads)
    assert any("Subject: Math." in lines for lines in heads)
    assert {len(lines) for lines in heads} == {1, 2, 3, 4}
    assert not any("Passage:" in one.system for one in made)
    long = [one for one in made if len(one.turns) > 4]
    assert 10 < len(long) < 90
    assert max(len(one.turns) for one in long) == 16


def test_without_lessons_there_is_nothing() -> None:
    assert list(conversations((), seed=1, split=Split.TRAIN)) == []


@pytest.mark.slow  # reads every lesson
def test_replies_over_our_real_lessons_are_verified() -> None:
    lessons = tuple(open_curriculum().lessons.values())
    items = {item.question: item for one in lessons for item in one.items}
    made = list(islice(conversations(lessons, seed=3, split=Split.HELDOUT), 300))
    answered = 0
    for one in made:
        passage = one.system.split("Passage: ")[1].split("\nMove:")[0]
        for turn in one.turns:
            asked = next((q for q in items if turn.student.startswith(q)), None)
            if asked is not None:
                assert leaks(items[asked], turn.tutor, 3) is None, turn
            elif turn.tutor.strip("*_") in passage:
                assert doubt(turn.tutor, passage, known=turn.student) == "", turn
                answered += 1
    assert answered > 50
    share = sum(split_of(one) is Split.HELDOUT for one in lessons) / len(lessons)
    assert HELD_OUT / 3 < share < HELD_OUT * 3
