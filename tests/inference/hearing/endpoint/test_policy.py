"""Decisions from outlooks are those that a session makes, and counted honestly."""

import numpy as np
import pytest

from inference.contracts import OUTLOOK_STEP_S, AnswerKind, PauseWaits
from inference.hearing.endpoint.policy import (
    Cases,
    at_share,
    decided_s,
    fitted,
    judged,
    of_pauses,
    scaled,
    waits_s,
)

STEPS = np.arange(20) * OUTLOOK_STEP_S


def some(
    gaps_s: list[float], first: float = 0.9, *, looks: tuple[float, float] = (0.1, 0.3)
) -> Cases:
    """Pauses of one turn each, with the probability rising from `first`."""
    count = len(gaps_s)
    times = np.array([[looks[0] + STEPS, looks[1] + STEPS]] * count)
    probabilities = np.clip(first + 0.05 * times, 0.0, 1.0)
    return Cases(
        turns=tuple(str(number) for number in range(count)),
        gaps_s=np.array(gaps_s),
        explain=np.zeros(count, bool),
        times_s=times,
        probabilities=probabilities,
    )


@pytest.mark.parametrize("first", [0.0, 0.3, 0.7, 1.0])
@pytest.mark.parametrize("kind", [AnswerKind.NUMBER, AnswerKind.EXPLAIN])
def test_a_decision_is_the_one_that_the_session_makes(first: float, kind: AnswerKind) -> None:
    waits = PauseWaits(shortest_s=0.2, explaining_s=0.5, doubt=0.3, sharpness=2.0)
    cases = some([np.nan], first, looks=(0.3, 0.3))
    cases = Cases(
        turns=cases.turns,
        gaps_s=cases.gaps_s,
        explain=np.array([kind is AnswerKind.EXPLAIN]),
        times_s=cases.times_s,
        probabilities=cases.probabilities,
    )
    outlook = tuple(cases.probabilities[0, 0].tolist())
    live_s = waits.of_outlook_s(outlook, silence_s=0.3, kind=kind, patience=1.0)
    assert decided_s(cases, waits_s(cases, waits))[0] == pytest.approx(live_s)


def test_a_second_look_counts_only_when_the_turn_has_not_ended() -> None:
    cases = some([np.nan])
    waits = np.full((1, 2, 20), 0.2)
    waits[:, 1] = 1.0
    assert decided_s(cases, waits)[0] == pytest.approx(0.2)
    waits[:, 0] = 0.5
    assert decided_s(cases, waits)[0] == pytest.approx(1.0)


def test_a_turn_is_cut_once_however_many_pauses_were_too_short() -> None:
    cases = some([0.5, 1.5, np.nan, np.nan])
    cases = Cases(
        turns=("a", "a", "a", "b"),
        gaps_s=cases.gaps_s,
        explain=cases.explain,
        times_s=cases.times_s,
        probabilities=cases.probabilities,
    )
    found = judged(cases, np.array([0.4, 0.4, 0.4, 0.6]))
    assert found.cut_share == 0.5
    assert found.mean_s == pytest.approx(0.5)


def test_pauses_are_counted_each_for_itself_and_short_ones_not() -> None:
    cases = some([0.15, 0.5, 1.5, 2.0, 6.0, np.nan])
    found = judged(cases, np.array([0.1, 0.4, 0.4, 3.0, 0.4, 0.4]))
    assert found.cut_pauses == pytest.approx(2 / 3)
    assert judged(some([np.nan]), np.array([0.4])).cut_pauses == 0.0


def test_the_share_that_is_kept_may_be_that_of_pauses() -> None:
    gaps = [*np.linspace(0.2, 2.1, 20).tolist(), *[float("nan")] * 80]
    cases = some(gaps)
    wait_s, _ = at_share(lambda wait_s: judged(cases, np.full(100, wait_s)), 0.05, of_pauses)
    assert wait_s == pytest.approx(2.0, abs=0.001)


def test_the_factor_is_the_smallest_that_keeps_the_share() -> None:
    gaps = [*np.linspace(0.1, 2.0, 20).tolist(), *[float("nan")] * 20]
    cases = some(gaps)
    wait_s, found = at_share(lambda wait_s: judged(cases, np.full(40, wait_s)), 0.05)
    assert found.cut_share <= 0.05
    assert wait_s == pytest.approx(1.8, abs=0.001)  # the two longest of forty turns are cut


def test_fitted_waits_keep_the_share_on_what_they_are_fitted_to() -> None:
    random = np.random.default_rng(1)
    gaps = np.where(np.arange(200) % 2, np.nan, random.lognormal(-0.5, 0.5, 200))
    cases = some(gaps.tolist(), 0.2)
    cases.probabilities[np.isnan(gaps)] = 0.95
    waits = fitted(cases)
    found = scaled(cases, waits)(1.0)
    assert found.cut_share <= 0.05
    assert found.mean_s < 0.5
