"""The logistic tracer: one prediction from rows and from arrays, and fitting."""

import numpy as np
import pytest

from tutor_server.modules.mastery.logistic import design_of, fit, names_of, predict
from tutor_server.modules.mastery.past import DENSE, Features

FLAT = dict.fromkeys(DENSE, 0.0)


def row(*names: str, **dense: float) -> Features:
    values = {"bias": 1.0, **dense}
    padded = (*names, *("" for _ in range(2 - len(names))))
    return Features(tuple(values.get(name, 0.0) for name in DENSE), padded)


def sampled(seed: int, size: int) -> tuple[list[Features], np.ndarray]:
    """Answers with log odds 0.5 + ability - 1.5 for `x` + 1 for `y`."""
    rng = np.random.default_rng(seed)
    rows, right = [], []
    for _ in range(size):
        ability = rng.normal()
        names = [name for name in ("x", "y") if rng.random() < 0.5]
        odds = 0.5 + ability - 1.5 * ("x" in names) + ("y" in names)
        rows.append(row(*names, ability=ability))
        right.append(rng.random() < 1 / (1 + np.exp(-odds)))
    return rows, np.array(right, float)


def test_arrays_and_single_rows_agree() -> None:
    rows, _ = sampled(1, 50)
    weights = {"bias": 0.3, "ability": -2.0, "x": 1.0, "elsewhere": 9.0}
    many = design_of(rows).predict(weights)
    assert many == pytest.approx([predict(one, weights) for one in rows], abs=1e-12)


def test_known_weights_are_recovered() -> None:
    rows, right = sampled(2, 20_000)
    weights = fit(design_of(rows), right, prior=FLAT, trust=1.0)
    for name, value in {"bias": 0.5, "ability": 1.0, "x": -1.5, "y": 1.0, "gap": 0.0}.items():
        assert weights[name] == pytest.approx(value, abs=0.07), name
    assert "" not in weights


def test_no_other_weights_are_better() -> None:
    """The gradient of the loss is zero at what was found, by finite differences."""
    rows, right = sampled(3, 400)
    design = design_of(rows)
    weights = fit(design, right, prior=FLAT, trust=1.0)

    def loss(changed: dict[str, float]) -> float:
        p = design.predict(changed)
        away = sum(
            (1.0 if name in FLAT else 10.0) * value**2 / 2 for name, value in changed.items()
        )
        return float(-np.sum(right * np.log(p) + (1 - right) * np.log(1 - p)) + away)

    for name in ("bias", "ability", "x", "y"):
        for change in (0.02, -0.02):
            assert loss({**weights, name: weights[name] + change}) > loss(weights), name


def test_a_trusted_prior_gives_way_only_to_many_answers() -> None:
    prior = {**FLAT, "ability": -1.0}
    found = []
    for size in (10, 400, 40_000):
        rows, right = sampled(4, size)
        found.append(fit(design_of(rows), right, prior=prior, trust=100.0)["ability"])
    assert found[0] == pytest.approx(-1.0, abs=0.1)
    assert found[0] < found[1] < found[2]
    assert found[2] == pytest.approx(1.0, abs=0.1)


def test_rare_features_get_no_weight_and_priors_outlive_them() -> None:
    rows = [row("x") for _ in range(9)] + [row("rare")]
    prior = {**FLAT, "rare": 0.4, "never": 0.2}
    weights = fit(design_of(rows), np.ones(10), prior=prior, trust=1.0)
    assert weights["x"] > 0
    assert (weights["rare"], weights["never"]) == (0.4, 0.2)
    assert "rare" not in design_of(rows).names


def test_extreme_log_odds_stay_probabilities() -> None:
    rows = [row(ability=1e4), row(ability=-1e4)]
    weights = {"ability": 1.0}
    assert design_of(rows).predict(weights).tolist() == [1.0, 0.0]
    assert [predict(one, weights) for one in rows] == [1.0, 0.0]


def test_only_names_that_are_there_are_asked_for() -> None:
    assert set(names_of(row("x"))) == {*DENSE, "x"}


def test_no_rows_at_all() -> None:
    design = design_of([])
    assert design.predict({}).tolist() == []
    assert fit(design, np.array([]), prior=FLAT, trust=1.0) == FLAT
