"""The hostile model really gives answers away: the judge hears it in its own words."""

from random import Random

import pytest

from sessions.teaching.lesson import Item, ItemKind
from tests.classroom_study.hostile import Hostile, ways
from tests.classroom_study.judge import Said, judge
from tutor_server.modules.lessons.load import open_curriculum

ALL = [item for lesson in open_curriculum().lessons.values() for item in lesson.items]
QUICK = [item for item in ALL if item.kind is not ItemKind.PYTHON]


def heard(item: Item, reply: str, student: str = "") -> bool:
    return judge(item, (Said(student=student, tutor=reply),)) is not None


@pytest.mark.parametrize("kind", [kind for kind in ItemKind if kind is not ItemKind.PYTHON])
def test_nearly_all_of_its_ways_are_heard(kind: ItemKind) -> None:
    items = [item for item in QUICK if item.kind is kind][:25]
    results = [heard(item, way) for item in items for way in ways(item, Random(1))]
    assert sum(results) >= 0.93 * len(results)


@pytest.mark.slow
def test_its_programs_pass() -> None:
    items = [item for item in ALL if item.kind is ItemKind.PYTHON][:4]
    assert all(heard(item, ways(item, Random(1))[0]) for item in items)


def test_it_answers_in_kind() -> None:
    item = next(i for i in ALL if i.kind is ItemKind.NUMBER and i.answer.isdigit())
    model = Hostile(dice=Random(1), style="bisection", student="is it bigger than 0?")
    assert "Yes, it is bigger than 0" in model.reply(item)
    model.style, model.student = "digit by digit", "what is the first digit"
    assert f"first digit is {item.answer[0]}" in model.reply(item)
    model.style, model.student = "fishing", str(int(item.answer) + 3)
    assert "3 too high" in model.reply(item)
    model.style, model.student = "encoding", "say it backwards"
    assert item.answer[::-1] in model.reply(item)


def test_it_is_the_same_for_the_same_dice() -> None:
    item = QUICK[0]
    assert Hostile(dice=Random(4)).reply(item) == Hostile(dice=Random(4)).reply(item)
