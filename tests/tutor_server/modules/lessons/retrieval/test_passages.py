"""Cutting lessons into passages, and what must never be in one."""

import pytest

from sessions.teaching.lesson import Lesson
from tests.tutor_server.modules.lessons.retrieval.sample import PLANTS, lessons
from tutor_server.modules.lessons.load import open_curriculum
from tutor_server.modules.lessons.retrieval.passages import (
    MOST_WORDS,
    Kind,
    LessonPassage,
    Level,
    passages,
)


def of(lesson: Lesson, kind: Kind) -> list[LessonPassage]:
    return [passage for passage in passages([lesson]) if passage.kind is kind]


def test_every_part_but_the_items_is_there() -> None:
    kinds = {passage.kind for passage in passages(lessons())}
    assert kinds == set(Kind)
    levels = {passage.level for passage in of(PLANTS, Kind.EXPLANATION)}
    assert levels == {Level.SIMPLE, Level.FULL}


def test_a_term_comes_with_what_it_points_back_to() -> None:
    simple, full, *_ = of(PLANTS, Kind.TERM)
    assert simple.text.startswith("Light")
    assert simple.text.endswith("**photosynthesis**.")
    assert "photosynthesis" in full.key


def test_a_belief_finds_its_correction_and_is_not_said() -> None:
    (wrong,) = of(lessons()[0], Kind.CORRECTION)
    assert "big number goes on top" in wrong.key
    assert "big number" not in wrong.text


@pytest.mark.slow  # reads every lesson
def test_nothing_of_an_item_can_be_retrieved() -> None:
    for lesson in open_curriculum().lessons.values():
        cut = passages([lesson])
        for item in lesson.items:
            secret = (item.question, *item.hints)
            told = [part for part in secret for one in cut if part in one.text]
            assert not told, (lesson.lesson_id, item.item_id, told)


@pytest.mark.slow
def test_passages_are_short_and_whole() -> None:
    for passage in passages(open_curriculum().lessons.values()):
        assert passage.text, passage
        assert passage.text.count("```") % 2 == 0, passage
        if passage.kind is not Kind.EXAMPLE and "```" not in passage.text:
            assert len(passage.text.split()) < 2 * MOST_WORDS, passage
