"""The made-up class: what is written down as true is what its lessons show."""

from random import Random

import numpy as np
import pytest

from tutor_server.modules.qlearning.qtable import GAMMA
from tutor_server.modules.qlearning.simulate import (
    FORMATS,
    START_STATE,
    STATES,
    TYPES,
    chance,
    teach,
    truth_of,
)
from tutor_server.modules.qlearning.waiting import COMPLETION, LATER

BEST = {"watches": "video", "does": "practice", "talks": "dialogue"}


def test_a_calm_student_learns_best_by_what_the_type_is_named_for() -> None:
    row = STATES.index(START_STATE)
    for kind, best in BEST.items():
        assert FORMATS[truth_of(kind).rewards[row].argmax()] == best


def test_nobody_knows_more_later_than_at_once() -> None:
    for kind in TYPES:
        for state in STATES:
            for option in range(len(FORMATS)):
                now, later = (chance(kind, state, option, later=late) for late in (False, True))
                assert 0 < later <= now < 1


def test_the_true_values_are_those_of_the_best_policy() -> None:
    for kind in TYPES:
        truth = truth_of(kind)
        assert truth.values.shape == truth.rewards.shape == (len(STATES), len(FORMATS))
        assert (truth.rewards > 0).all()
        assert (truth.rewards < 1).all()
        # One reward at least, and never more than the best reward for ever.
        assert (truth.values >= truth.rewards).all()
        assert (truth.values <= truth.rewards.max() / (1 - GAMMA) + 1e-9).all()
        assert truth.gaps.min(axis=1).tolist() == [0.0] * len(STATES)


def test_the_same_seed_teaches_the_same_lessons() -> None:
    def lessons(seed: int) -> list[object]:
        dice = Random(seed)
        return [teach("does", state, n % len(FORMATS), dice) for n, state in enumerate(STATES)]

    assert lessons(1) == lessons(1)
    assert lessons(1) != lessons(2)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "state", "option"), [("does", "low stuck", 2), ("talks", "high calm", 3)]
)
def test_lessons_are_worth_what_is_written_down(kind: str, state: str, option: int) -> None:
    """The mean reward, and the value by one step of Bellman's equation from drawn next states."""
    dice, many = Random(3), 20_000
    truth, row = truth_of(kind), STATES.index(state)
    rewards, following = [], []
    for _ in range(many):
        went = teach(kind, state, option, dice)
        alone = (1 - LATER) * went.share + LATER * went.later
        rewards.append(went.finished * (COMPLETION + (1 - COMPLETION) * alone))
        following.append(truth.values[STATES.index(went.next_state)].max())
    near = 4 * np.std(rewards) / many**0.5
    assert abs(np.mean(rewards) - truth.rewards[row, option]) < near
    value = np.mean(rewards) + GAMMA * np.mean(following)
    spread = 4 * (np.std(rewards) + GAMMA * np.std(following)) / many**0.5
    assert abs(value - truth.values[row, option]) < spread
