"""The measure of the evaluation, on outcomes that can be counted by hand."""

from pathlib import Path

import numpy as np
import pytest

from inference.routing.evaluate import (
    held_out,
    interval,
    main,
    random_share,
    report,
    shipped,
    strong_share,
)
from inference.routing.outcomes import Outcomes
from inference.routing.ship import parts
from tests.inference.routing.learned import drawn

WEAK_RIGHT = np.array([True] * 6 + [False] * 4)
TEN = Outcomes(texts=("q",) * 10, weak=WEAK_RIGHT, strong=np.array([True] * 10))
"""The strong model is always right, the weak one at the first six."""


def test_shares_by_hand() -> None:
    best = -WEAK_RIGHT.astype(float)
    assert strong_share(TEN, best, wanted=0.95) == 0.4
    assert strong_share(TEN, best, wanted=0.8) == 0.2
    assert strong_share(TEN, best, wanted=0.6) == 0.0
    assert strong_share(TEN, -best, wanted=0.8) == 0.8
    assert random_share(TEN, wanted=0.8) == pytest.approx(0.5)
    assert random_share(TEN, wanted=0.5) == 0.0


def test_a_weak_model_that_is_as_good_needs_no_calls() -> None:
    same = Outcomes(texts=TEN.texts, weak=TEN.strong, strong=TEN.weak)
    assert random_share(same) == 0.0
    assert strong_share(same, np.zeros(10)) == 0.0


def test_chance_is_what_lots_give() -> None:
    rng = np.random.default_rng(2)
    big = Outcomes(
        texts=("q",) * 2_000, weak=rng.random(2_000) < 0.6, strong=rng.random(2_000) < 0.9
    )
    lots = [strong_share(big, rng.random(2_000)) for _ in range(50)]
    assert np.mean(lots) == pytest.approx(random_share(big), abs=0.02)
    low, high = interval(big, rng.random(2_000))
    assert low < random_share(big) < high


def test_held_out_scores_know_nothing_of_their_own_question() -> None:
    """Gains by lot: a score that had seen its question would still find them."""
    questions, gains = drawn(200)
    lots = np.random.default_rng(8).permutation(gains)
    assert abs(np.corrcoef(held_out(questions, lots, seed=0), lots)[0, 1]) < 0.25
    assert np.corrcoef(held_out(questions, gains, seed=0), gains)[0, 1] > 0.5


@pytest.mark.slow
def test_the_report_says_reached_or_missed() -> None:
    questions, gains = drawn(160)
    learnable = Outcomes(texts=tuple(questions.texts), weak=gains < 1, strong=gains > -1)
    lines, reached = report(learnable, questions.vectors)
    assert reached
    assert lines[-1].endswith("reached")
    lots = np.random.default_rng(8)
    hopeless = Outcomes(
        texts=learnable.texts, weak=lots.random(160) < 0.5, strong=np.ones(160, bool)
    )
    lines, reached = report(hopeless, questions.vectors)
    assert not reached
    assert lines[-1].endswith("MISSED")


def test_a_missing_data_set_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["evaluate", "--data", str(tmp_path)])
    assert main() == 1


def test_the_shipped_weights_are_measured_on_what_they_were_not_trained_on() -> None:
    questions, gains = drawn(300)
    outcomes = Outcomes(texts=tuple(questions.texts), weak=gains < 1, strong=gains > -1)
    seen: list[str] = []

    class Model:
        def gains(self, texts, vectors):  # type: ignore[no-untyped-def]
            seen.extend(texts)
            return vectors[:, 0]

    lines = shipped(outcomes, questions.vectors, Model())  # type: ignore[arg-type]
    assert seen == [outcomes.texts[row] for row in parts(300)[1]]
    assert lines[0] == "the shipped weights on 90 held-out questions:"
