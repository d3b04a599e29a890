"""Training: it finds what is there, not what is not, and always the same."""

import numpy as np
import pytest

from inference.routing.features import NAMES
from inference.routing.training import FEWEST, STRENGTHS, _press, _ridge, fit, folds, train
from tests.inference.routing.learned import drawn


def rank_correlation(a: np.ndarray, b: np.ndarray) -> float:
    ranks = [np.argsort(np.argsort(values, kind="stable")) for values in (a, b)]
    return float(np.corrcoef(*ranks)[0, 1])


def test_it_learns_from_words_and_vectors() -> None:
    questions, gains = drawn(200)
    model = train(questions, gains, embedding="e")
    asked, truth = drawn(400, seed=2)
    assert rank_correlation(model.gains(asked.texts, asked.vectors), truth) > 0.7
    middle = np.median([model.difficulty(t, v) for t, v in zip(*_rows(asked), strict=True)])
    assert 0.35 < middle < 0.65, "ranks of held-out questions are about even"


def _rows(questions):  # type: ignore[no-untyped-def]
    return questions.texts, questions.vectors


def test_chance_teaches_almost_nothing() -> None:
    questions, gains = drawn(160)
    shuffled = np.random.default_rng(3).permutation(gains)
    asked, _ = drawn(300, seed=2)
    spreads = [
        np.std(train(questions, told, embedding="e").gains(asked.texts, asked.vectors))
        for told in (shuffled, gains)
    ]
    assert spreads[0] < 0.1 < 0.3 < spreads[1]


def test_the_same_input_gives_the_same_model() -> None:
    questions, gains = drawn(80)
    first, second = (train(questions, gains, embedding="e", seed=4) for _ in range(2))
    other = train(questions, gains, embedding="e", seed=5)
    assert np.array_equal(first.weights, second.weights)
    assert np.array_equal(first.ranks, second.ranks)
    assert not np.array_equal(first.ranks, other.ranks)


def test_too_little_is_refused() -> None:
    questions, gains = drawn(FEWEST)
    train(questions, gains, embedding="e")
    rows = np.arange(FEWEST - 1)
    with pytest.raises(ValueError, match="examples"):
        train(questions.take(rows), gains[rows], embedding="e")
    with pytest.raises(ValueError, match="different"):
        train(questions, np.zeros(FEWEST), embedding="e")


def test_leaving_one_out_is_what_its_closed_form_says() -> None:
    questions, gains = drawn(60)
    x = questions.vectors.astype(np.float64)
    padded = np.hstack([np.zeros((60, 1)), x])  # columns of texts come first; here they are 0
    pair = STRENGTHS[4]
    strengths = np.full(x.shape[1], pair[1])
    errors = []
    for row in range(60):
        kept = np.arange(60) != row
        middle = x[kept].mean(axis=0)
        part = x[kept] - middle
        weights = np.linalg.solve(
            part.T @ part + np.diag(strengths), part.T @ (gains[kept] - gains[kept].mean())
        )
        errors.append(gains[row] - gains[kept].mean() - (x[row] - middle) @ weights)
    centred = padded - padded.mean(axis=0)
    kernels = (np.zeros((60, 60)), centred @ centred.T)
    closed = _press(kernels, gains - gains.mean(), pair)
    assert closed == pytest.approx(float(np.mean(np.square(errors))), rel=1e-6)


def test_ridge_shrinks_texts_and_vectors_by_their_own_strengths() -> None:
    rng = np.random.default_rng(0)
    x = rng.standard_normal((500, len(NAMES) + 3))
    gains = x[:, 0] + x[:, -1]
    weights = _ridge(x, gains, (1e-6, 1e6))
    assert weights[0] == pytest.approx(1.0, abs=0.15)
    assert abs(weights[-1]) < 0.01


def test_a_feature_that_never_changes_is_harmless() -> None:
    questions, gains = drawn(60)
    same = type(questions)(texts=["a"] * 60, vectors=questions.vectors)
    assert np.isfinite(fit(same, gains, embedding="e").weights).all()


def test_every_row_is_outside_once() -> None:
    parts = folds(23, 5, seed=1)
    assert sorted(np.concatenate([outside for _, outside in parts])) == list(range(23))
    assert all(len(inside) + len(outside) == 23 for inside, outside in parts)
    assert not any(set(inside) & set(outside) for inside, outside in parts)
