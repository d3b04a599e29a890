"""Tests of tutor_server.modules.lessons.renewal."""

from dataclasses import replace
from random import Random

import pytest

from sessions.teaching.leak import leaks
from sessions.teaching.lesson import Format, Lesson, Use
from sessions.teaching.order import items_of
from tests.tutor_server.modules.lessons.items import lesson
from tutor_server.modules.lessons.generators.draw import generate
from tutor_server.modules.lessons.load import open_curriculum
from tutor_server.modules.lessons.proofs.items import prove_item
from tutor_server.modules.lessons.renewal import as_begun, renewed
from tutor_server.modules.lessons.templates import NAMES, SKILLS

SPEED = lesson("bags", template="speed", skills=("speed",))
SPEED = replace(SPEED, items=tuple(replace(item, skill="speed") for item in SPEED.items))


def with_template() -> list[Lesson]:
    return [one for one in open_curriculum().lessons.values() if one.template]


def test_practice_is_new_and_the_rest_stays() -> None:
    new = renewed(SPEED, 7)
    for before, after in zip(SPEED.items, new.items, strict=True):
        assert (after == before) == (before.use is not Use.PRACTICE)
        assert (after.use, after.skill) == (before.use, before.skill)
    questions = [item.question for item in new.items]
    assert len({*questions}) == len(questions)


def test_the_version_tells_how_it_began() -> None:
    began = replace(SPEED, version="abc")
    new = renewed(began, 7)
    assert new.version == "abc+7"
    assert as_begun(began, new.version) == new
    assert renewed(began, 8).items != new.items


@pytest.mark.parametrize("version", ["", "abc", "abc+", "abc+x", "abc+²", f"abc+{'9' * 40}"])
def test_another_version_is_the_lesson_as_written(version: str) -> None:
    assert as_begun(SPEED, version) == SPEED


def test_without_a_template_nothing_changes() -> None:
    assert renewed(lesson(), 7) == lesson()


def test_every_templates_skills_are_those_of_a_lesson() -> None:
    assert {*SKILLS} <= {*NAMES}
    assert {one.template for one in with_template()} == {*SKILLS}


@pytest.mark.slow
def test_every_lesson_with_a_template_is_renewed_and_sound() -> None:
    for one in with_template():
        new = [renewed(one, seed) for seed in (1, 2)]
        fresh = [
            {item.item_id for item in each.items} - {i.item_id for i in one.items} for each in new
        ]
        assert fresh[0] != fresh[1], one.lesson_id
        assert all(fresh), one.lesson_id
        for item in new[0].items:
            assert item.skill in one.skills
            if item.item_id in fresh[0]:
                assert list(prove_item(item)) == [], item.question
        for form in Format:
            uses = [item.use for item in items_of(new[0], form)]
            assert uses.count(Use.TRANSFER) == uses[-uses.count(Use.TRANSFER) :].count(
                Use.TRANSFER
            )


@pytest.mark.slow
def test_the_live_gate_knows_the_answers_of_new_items() -> None:
    """Written by others than the gate: rung 4 holds the answer, rungs 1 to 3 do not."""
    stopped = hints = 0
    for name in SKILLS:
        for seed in range(20):
            item = generate(name, Random(seed))
            assert leaks(item, item.hints[3], 3) is not None, (item.question, item.hints[3])
            hints += 3
            stopped += sum(leaks(item, hint, 0) is not None for hint in item.hints[:3])
    assert stopped <= 0.01 * hints
