"""The trials measure what they say; whether the claims hold is for `evaluate` to print."""

import numpy as np
import pytest

from tutor_server.modules.qlearning.explore import FLOOR
from tutor_server.modules.qlearning.qtable import START
from tutor_server.modules.qlearning.simulate import FORMATS, STATES, TYPES, truth_of
from tutor_server.modules.qlearning.trials import (
    POLICIES,
    Regret,
    newcomers,
    propensities,
    q_errors,
    regrets,
)


def test_regret_by_hand() -> None:
    one = Regret(gaps=np.array([[0.4, 0.2, 0.1, 0.1], [0.2, 0.0, 0.1, 0.3]]))
    assert one.total.tolist() == pytest.approx([0.8, 0.6])
    assert one.early(2) == pytest.approx(0.2)
    assert one.late(1) == pytest.approx(0.2)


def test_the_optimum_loses_nothing_and_the_same_seeds_lose_the_same() -> None:
    names = ("random", "optimum")
    found, again = (regrets(names, seeds=2, lessons=6, students=3) for _ in range(2))
    assert not found["optimum"].gaps.any()
    assert found["random"].gaps.shape == (2, 6)
    assert found["random"].gaps.mean() > 0.02
    for name in names:
        assert np.array_equal(found[name].gaps, again[name].gaps)
    assert not np.array_equal(found["random"].gaps[0], found["random"].gaps[1])


def test_random_choice_loses_what_the_true_values_say() -> None:
    """In the first lesson everybody is in one state, so the mean gap there is known."""
    found = regrets(("random",), seeds=40, lessons=1, students=24)["random"]
    row = STATES.index("middle calm")
    expected = np.mean([truth_of(kind).gaps[row].mean() for kind in TYPES])
    spread = found.gaps.std() / 40**0.5
    assert abs(found.gaps.mean() - expected) < 4 * spread


def test_every_policy_can_be_asked() -> None:
    found = regrets(tuple(POLICIES), seeds=1, lessons=1, students=3)
    assert set(found) == set(POLICIES)
    for regret in found.values():
        assert np.isfinite(regret.gaps).all()


def test_what_the_server_draws_is_logged_truly_and_keeps_the_floor() -> None:
    found = propensities(seed=1, lessons=8)
    assert found.options == FORMATS
    assert found.chosen.sum() == 24 * 8
    assert found.expected.sum() == pytest.approx(24 * 8)
    assert found.lowest >= FLOOR - 1e-12
    assert np.abs(found.z).max() < 4


def test_the_q_table_starts_where_nothing_is_known() -> None:
    found = q_errors(seeds=2, lessons=40, points=2)
    truth = truth_of(next(iter(TYPES))).values
    assert found.shape == (2, 3)
    assert found[:, 0] == pytest.approx(np.sqrt(((START - truth) ** 2).mean()))
    assert np.array_equal(found, q_errors(seeds=2, lessons=40, points=2))
    assert not np.array_equal(found[0], found[1])


@pytest.mark.slow
def test_learning_beats_chance_and_comes_near_the_truth() -> None:
    found = regrets(("random", "thompson", "q-learning"), seeds=2, lessons=60, students=12)
    for name in ("thompson", "q-learning"):
        assert found[name].late(20) < 0.7 * found["random"].late(20)
    errors = q_errors(seeds=2, lessons=4_000, points=4)
    assert errors[:, -1].mean() < 0.5 * errors[:, 0].mean()


@pytest.mark.slow
def test_newcomers_start_better_with_others_to_lean_on() -> None:
    leaning, alone = newcomers(seeds=2, before=40, lessons=10)
    assert 0 < leaning < alone
