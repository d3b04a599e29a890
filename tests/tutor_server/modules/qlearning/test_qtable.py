"""Q-learning's update, its later corrections, and exact epsilon-greedy probabilities."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_server.modules.qlearning.qtable import (
    FIRST_EPSILON,
    GAMMA,
    SMALLEST_STEP,
    START,
    Cell,
    best,
    correct,
    epsilon,
    epsilon_greedy,
    learn,
    step_of,
)

rewards = st.floats(0, 1)


def test_the_first_outcome_replaces_the_start() -> None:
    cell = learn(Cell(), 0.25, best_next=None).cell
    assert cell == Cell(visits=1, rewards=0.25, value=0.25)


def test_the_best_of_the_next_state_counts_by_gamma() -> None:
    assert learn(Cell(), 0.25, best_next=1.0).cell.value == 0.25 + GAMMA


def test_what_was_never_tried_is_worth_the_usual() -> None:
    assert best({"a": Cell(value=0.1)}, ("a", "b")) == START
    assert best({"a": Cell(value=0.1), "b": Cell(value=0.3), "c": Cell(value=9)}, "ab") == 0.3


def test_steps_fall_to_the_smallest() -> None:
    steps = [step_of(visits) for visits in range(500)]
    assert steps[0] == 1
    assert steps == sorted(steps, reverse=True)
    assert steps[-1] == SMALLEST_STEP


@given(st.lists(st.tuples(rewards, rewards), min_size=1, max_size=30), st.randoms())
def test_a_reward_in_two_parts_is_the_same_as_one_at_once(
    outcomes: list[tuple[float, float]], dice: random.Random
) -> None:
    """However long the later part takes, and in whatever order the later parts come."""
    whole, parts = Cell(), Cell()
    owed: list[tuple[int, float]] = []
    for first, last in outcomes:
        whole = learn(whole, last, best_next=None).cell
        parts = learn(parts, first, best_next=None).cell
        owed.append((parts.visits, last - first))
        while owed and dice.random() < 0.3:
            visit, difference = owed.pop(dice.randrange(len(owed)))
            parts = correct(parts, difference, visit=visit).cell
    dice.shuffle(owed)
    for visit, difference in owed:
        parts = correct(parts, difference, visit=visit).cell
    assert parts.visits == whole.visits
    assert parts.value == pytest.approx(whole.value)
    assert parts.rewards == pytest.approx(whole.rewards)


@pytest.mark.parametrize("visit", [0, 2, -1])
def test_a_visit_that_never_was_cannot_be_corrected(visit: int) -> None:
    with pytest.raises(ValueError, match="visit"):
        correct(Cell(visits=1), 0.5, visit=visit)


def test_values_converge_in_a_chain_that_can_be_solved_by_hand() -> None:
    """Two states; `go` leads from the first to the second, `stay` back to it. The second pays 1
    whatever is done and leads back: V2 = 1 + G V1, go = G V2, stay = 0.3 + G V1."""
    v1 = max(GAMMA / (1 - GAMMA**2), 0.3 / (1 - GAMMA))
    dice = random.Random(1)
    table = {(state, action): Cell() for state in (1, 2) for action in ("go", "stay")}
    state = 1
    for _ in range(20_000):
        action = dice.choice(("go", "stay"))
        following = 2 if (state, action) == (1, "go") else 1
        reward = 1.0 if state == 2 else 0.3 * (action == "stay")
        reward += dice.uniform(-0.2, 0.2)
        cells = {name: table[following, name] for name in ("go", "stay")}
        done = learn(table[state, action], reward, best_next=best(cells, ("go", "stay")))
        table[state, action], state = done.cell, following
    expected = {
        (1, "go"): GAMMA * (1 + GAMMA * v1), (1, "stay"): 0.3 + GAMMA * v1,
        (2, "go"): 1 + GAMMA * v1, (2, "stay"): 1 + GAMMA * v1,
    }  # fmt: skip
    for place, value in expected.items():
        assert table[place].value == pytest.approx(value, abs=0.05)


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=8), st.floats(0, 1))
def test_epsilon_greedy_probabilities(values: list[float], explore: float) -> None:
    chances = epsilon_greedy(values, explore=explore)
    assert sum(chances) == pytest.approx(1)
    assert min(chances) >= explore / len(values) - 1e-12
    tops = [chance for value, chance in zip(values, chances, strict=True) if value == max(values)]
    assert max(tops) == pytest.approx(min(tops))
    assert sum(tops) == pytest.approx(1 - explore + explore * len(tops) / len(values))


@pytest.mark.parametrize("explore", [-0.1, 1.1, float("nan")])
def test_exploring_is_a_share(explore: float) -> None:
    with pytest.raises(ValueError, match="explore"):
        epsilon_greedy([1, 2], explore=explore)


def test_exploring_falls() -> None:
    found = [epsilon(visits) for visits in (0, 20, 200, 2000)]
    assert found[:2] == [FIRST_EPSILON, FIRST_EPSILON / 2]
    assert found == sorted(found, reverse=True)
    assert found[-1] < 0.01
