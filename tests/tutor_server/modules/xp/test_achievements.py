"""The table: each row can be earned, none is given away, names are distinct."""

from dataclasses import replace

import pytest

from tutor_server.modules.xp.achievements import ACHIEVEMENTS, Totals, newly_earned

JUST_ENOUGH = {
    "first-lesson": Totals(lessons=1),
    "five-lessons": Totals(lessons=5),
    "many-lessons": Totals(lessons=25),
    "century": Totals(lessons=100),
    "three-paths": Totals(paths_begun=("a", "b", "c")),
    "path-finished": Totals(paths_finished=("a",)),
    "paths-finished": Totals(paths_finished=("a", "b", "c", "d")),
    "on-my-own": Totals(perfect=1),
    "ten-in-a-row": Totals(best_row=10),
    "twenty-five-in-a-row": Totals(best_row=25),
    "hundred-unaided": Totals(unaided_right=100),
    "transfer": Totals(transfers=1),
    "comeback": Totals(comebacks=1),
    "ten-comebacks": Totals(comebacks=10),
    "hint-helped": Totals(hints_used=1),
    "five-reviews": Totals(reviews=5),
    "streak-3": Totals(longest_streak=3),
    "streak-7": Totals(longest_streak=7),
    "streak-30": Totals(longest_streak=30),
    "welcome-back": Totals(returns=1),
    "opinions": Totals(opinions=5),
    "level-10": Totals(level=10),
}


def names(totals: Totals, held: frozenset[str] = frozenset()) -> set[str]:
    return {row.name for row in newly_earned(totals, held)}


def less(totals: Totals) -> Totals:
    """One less of the only thing that is not at its default."""
    field = next(
        name for name in Totals.__slots__ if getattr(totals, name) != getattr(Totals(), name)
    )
    value = getattr(totals, field)
    return replace(totals, **{field: value[:-1] if isinstance(value, tuple) else value - 1})


def test_the_table_is_the_one_below() -> None:
    assert [row.name for row in ACHIEVEMENTS] == list(JUST_ENOUGH)
    assert len(ACHIEVEMENTS) >= 20
    assert len({row.title for row in ACHIEVEMENTS}) == len(ACHIEVEMENTS)


@pytest.mark.parametrize("name", JUST_ENOUGH)
def test_each_is_earned_at_its_border(name: str) -> None:
    assert name in names(JUST_ENOUGH[name])
    assert name not in names(less(JUST_ENOUGH[name]))


def test_a_beginner_has_none() -> None:
    assert names(Totals()) == set()


def test_what_is_held_is_not_new() -> None:
    assert names(Totals(lessons=5), frozenset({"first-lesson"})) == {"five-lessons"}
