"""A class under a policy: what is logged is what was drawn, kept by the week, and learned from."""

from collections.abc import Sequence

import numpy as np
import pytest

from tutor_server.modules.qlearning.simulate import FORMATS, STATES, TYPES, truth_of
from tutor_server.modules.qlearning.simulated_class import Classroom, Expect


def evenly(expect: Expect, values: np.ndarray) -> Sequence[float]:
    return [1 / len(values)] * len(values)


def first(expect: Expect, values: np.ndarray) -> Sequence[float]:
    return [1.0, *[0.0] * (len(values) - 1)]


def test_the_same_seed_is_the_same_term() -> None:
    assert Classroom(4, seed=1).run(evenly, lessons=5) == Classroom(4, seed=1).run(
        evenly, lessons=5
    )
    assert Classroom(4, seed=1).run(evenly, lessons=5) != Classroom(4, seed=2).run(
        evenly, lessons=5
    )


def test_every_choice_is_logged_with_its_cost() -> None:
    taken = Classroom(6, seed=1).run(evenly, lessons=4)
    assert len(taken) == 24
    assert {one.kind for one in taken} == set(TYPES)
    for one in taken:
        assert one.probabilities == (1 / 6,) * 6
        assert one.gap == truth_of(one.kind).gaps[STATES.index(one.state), one.option]
        assert 0 <= one.reward <= 1
    assert len({one.draw for one in taken}) == 24


def test_a_policy_that_is_sure_always_gets_its_way() -> None:
    assert {one.option for one in Classroom(3, seed=1).run(first, lessons=6)} == {0}


def test_a_choice_is_kept_for_the_week_and_state() -> None:
    taken = Classroom(3, seed=1).run(evenly, lessons=20, a_week=5)
    by_draw: dict[int, list] = {}
    for one in taken:
        by_draw.setdefault(one.draw, []).append(one)
    assert any(len(same) > 1 for same in by_draw.values())
    for same in by_draw.values():
        places = {(one.student, one.state, one.option, one.lesson // 5) for one in same}
        assert len(places) == 1


def test_newcomers_lean_on_others_only_when_pooled() -> None:
    for pooled in (True, False):
        room = Classroom(6, seed=1, pooled=pooled)
        room.run(evenly, lessons=10)
        (new, *_) = room.join(3)
        assert new == 6
        assert bool(room.experience(new).others) is pooled
        assert room.experience(new).own == {}
        assert {one.student for one in room.run(evenly, lessons=2, only=[new])} == {new}


def test_what_others_know_leaves_out_what_is_ones_own() -> None:
    room = Classroom(1, seed=1)
    room.run(evenly, lessons=10)
    for sums in room.experience(0).others.values():
        assert (sums.visits, sums.rewards) == pytest.approx((0, 0))


def test_all_visits_are_counted_once() -> None:
    room = Classroom(2, seed=1)
    room.run(evenly, lessons=12)
    for cells in room.cells:
        assert sum(cell.visits for cell in cells.values()) == 12
        assert {place.option for place in cells} <= set(FORMATS)
