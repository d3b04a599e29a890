"""Choice probabilities against sampling, symmetry and closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_server.modules.qlearning.thompson import Beta, best_probabilities

betas = st.builds(Beta, a=st.floats(1, 300), b=st.floats(1, 300))


@given(st.lists(betas, min_size=1, max_size=8))
def test_they_are_probabilities(beliefs: list[Beta]) -> None:
    chances = best_probabilities(beliefs)
    assert sum(chances) == pytest.approx(1)
    assert min(chances) >= 0


@pytest.mark.parametrize(
    "beliefs",
    [
        [Beta(a=1, b=1), Beta(a=2, b=1), Beta(a=1, b=3)],
        [Beta(a=30, b=12), Beta(a=28, b=14), Beta(a=5, b=5), Beta(a=1, b=9)],
        [Beta(a=400, b=600), Beta(a=420, b=580)],
        [Beta(a=1, b=1000), Beta(a=1, b=900), Beta(a=2, b=1000)],
        [Beta(a=7.3, b=2.9)] * 6,
    ],
)
def test_as_often_as_the_drawn_number_is_the_highest(beliefs: list[Beta]) -> None:
    dice = np.random.default_rng(1)
    draws = np.stack([dice.beta(one.a, one.b, size=400_000) for one in beliefs])
    often = np.bincount(draws.argmax(axis=0), minlength=len(beliefs)) / draws.shape[1]
    assert best_probabilities(beliefs) == pytest.approx(often, abs=0.004)


def test_closed_forms() -> None:
    """P(Beta(a, 1) beats Beta(b, 1)) = a / (a + b)."""
    assert best_probabilities([Beta(a=3, b=1), Beta(a=1, b=1)])[0] == pytest.approx(0.75, abs=1e-3)
    assert best_probabilities([Beta(a=1, b=1)]) == (1.0,)


@given(st.lists(betas, min_size=2, max_size=5), st.randoms())
def test_the_order_of_the_options_does_not_matter(beliefs: list[Beta], dice) -> None:
    order = list(range(len(beliefs)))
    dice.shuffle(order)
    straight, turned = best_probabilities(beliefs), best_probabilities([beliefs[n] for n in order])
    assert turned == pytest.approx([straight[n] for n in order], abs=1e-9)


@given(betas, st.integers(2, 6))
def test_equals_share(belief: Beta, many: int) -> None:
    assert best_probabilities([belief] * many) == pytest.approx([1 / many] * many, abs=1e-9)


@pytest.mark.parametrize(("a", "b"), [(0.5, 2), (2, 0), (float("nan"), 1)])
def test_beliefs_below_the_even_one_are_refused(a: float, b: float) -> None:
    with pytest.raises(ValueError, match="1 or more"):
        Beta(a=a, b=b)
