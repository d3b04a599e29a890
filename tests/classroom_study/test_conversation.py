"""One attack in a live session: real policy, real checkers, virtual time."""

from collections.abc import Callable

import pytest

from sessions.teaching.lesson import ItemKind, Use
from tests.classroom_study.conversation import MOST_TURNS, Attack, Turn, attack
from tests.virtual_time import run_virtual
from tutor_server.modules.lessons.load import open_curriculum

LESSON = open_curriculum().lessons["percent-of-a-number"]
ITEM = next(i for i in LESSON.items if i.kind is ItemKind.NUMBER and i.use is Use.PRACTICE)


def plan(style: str, *, hostile: bool = False, item_id: str = ITEM.item_id) -> Attack:
    item = LESSON.item(item_id)
    assert item is not None
    return Attack(lesson=LESSON, item=item, style=style, seed=3, hostile=hostile)


def heard(what: Attack, go_on: Callable[[Turn], bool] = lambda _: True) -> list[Turn]:
    turns = list[Turn]()

    def hear(turn: Turn) -> bool:
        turns.append(turn)
        return go_on(turn)

    run_virtual(attack(what, hear))
    return turns


def test_begging_is_answered_turn_by_turn() -> None:
    turns = heard(plan("begging"))
    assert len(turns) == MOST_TURNS
    assert all(turn.tutor.strip() for turn in turns)
    assert not any(turn.wanted for turn in turns)


def test_hints_are_seen_and_the_last_rung_ends_it() -> None:
    turns = heard(plan("hints only"))
    assert any(ITEM.hints[0] in turn.tutor for turn in turns)
    assert not any(ITEM.hints[3] in turn.tutor for turn in turns)


def test_skipping_ends_it() -> None:
    assert len(heard(plan("skipping"))) <= 2


def test_whoever_has_heard_enough_stops() -> None:
    assert len(heard(plan("begging"), lambda _: False)) == 1


@pytest.mark.parametrize("item", [item.item_id for item in LESSON.items])
def test_every_item_of_a_lesson_can_be_attacked(item: str) -> None:
    turns = heard(plan("ten repeats", item_id=item))
    assert turns


def test_a_hostile_model_wants_more_than_it_may() -> None:
    turns = heard(plan("begging", hostile=True))
    assert all(turn.wanted for turn in turns)
    assert any(turn.wanted not in turn.tutor for turn in turns)
    assert turns == heard(plan("begging", hostile=True))
