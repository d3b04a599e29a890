"""The fit against what is known of it: closed forms, its own gradient, symmetry, extremes."""

import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_server.modules.votes.bradley_terry import (
    MIDDLE,
    SCALE,
    Ranking,
    fit,
    log_posterior,
)
from tutor_server.modules.votes.bradley_terry import _counts as counts_of
from tutor_server.modules.votes.bradley_terry import _design as design_of
from tutor_server.modules.votes.comparisons import PairCount

NO_RIDGE = 1e-9

names = st.sampled_from(["a", "b", "c", "d", "e"])
tallies = st.lists(
    st.tuples(names, names, *[st.integers(0, 40)] * 3).filter(lambda row: row[0] < row[1]),
    min_size=1,
    max_size=10,
    unique_by=lambda row: row[:2],
)


def pair(first: str, second: str, wins: int, losses: int, ties: int = 0) -> PairCount:
    return PairCount(first=first, second=second, wins=wins, losses=losses, ties=ties)


def points(ranking: Ranking) -> dict[str, float]:
    return {place.source: place.points.value for place in ranking.strengths()}


def test_two_sources_have_a_closed_form() -> None:
    """Without a prior: the log odds of the wins, and nu from the ties."""
    ranking = fit([pair("a", "b", 60, 20, 40)], ridge=NO_RIDGE)
    assert ranking.difference("a", "b").value == pytest.approx(SCALE * math.log(60 / 20), abs=1e-4)
    nu = 40 / math.sqrt(60 * 20)
    assert ranking.tie == pytest.approx(nu / (2 + nu), abs=1e-6)


def test_the_interval_of_two_sources_is_the_textbook_one() -> None:
    """Without ties it is logistic regression: the variance of log odds is 1/wins + 1/losses."""
    ranking = fit([pair("a", "b", 70, 30)], ridge=1e-6)
    found = ranking.difference("a", "b")
    reach = 1.959964 * SCALE * math.sqrt(1 / 70 + 1 / 30)
    assert found.high - found.value == pytest.approx(reach, rel=1e-3)
    assert found.value - found.low == pytest.approx(reach, rel=1e-3)


@given(tallies)
def test_the_fit_is_the_maximum(rows) -> None:
    """No small step in any direction goes up."""
    pairs = [pair(*row) for row in rows]
    ranking = fit(pairs)
    sources = tuple(sorted({name for row in rows for name in row[:2]}))
    design, counts = design_of(pairs, sources), counts_of(pairs)
    best = log_posterior(ranking._at, design, counts, 0.05)
    dice = np.random.default_rng(0)
    for _ in range(20):
        step = 1e-3 * dice.standard_normal(len(ranking._at))
        assert log_posterior(ranking._at + step, design, counts, 0.05) <= best + 1e-9


@given(tallies)
def test_strengths_are_sorted_centred_and_inside_their_intervals(rows) -> None:
    found = fit([pair(*row) for row in rows]).strengths()
    values = [place.points.value for place in found]
    assert values == sorted(values, reverse=True)
    assert sum(values) / len(values) == pytest.approx(MIDDLE, abs=1e-6)
    for place in found:
        assert place.points.low <= place.points.value <= place.points.high
    assert found[0].rank == 1
    # A wide interval may keep a low place's rank high, never the other way round.
    assert all(place.rank <= n for n, place in enumerate(found, start=1))


@given(tallies, st.randoms())
def test_the_order_of_counts_and_the_names_do_not_matter(rows, dice: random.Random) -> None:
    pairs = [pair(*row) for row in rows]
    ranking = fit(pairs)
    shuffled = pairs[:]
    dice.shuffle(shuffled)
    assert points(fit(shuffled)) == pytest.approx(points(ranking), abs=1e-6)
    mirrored = [pair(_mirror(row[1]), _mirror(row[0]), row[3], row[2], row[4]) for row in rows]
    assert points(fit(mirrored)) == pytest.approx(
        {_mirror(name): value for name, value in points(ranking).items()}, abs=1e-6
    )


def _mirror(name: str) -> str:
    return chr(ord("a") + ord("e") - ord(name))


def test_one_who_always_wins_is_finite_and_wide() -> None:
    found = fit([pair("a", "b", 10, 0)]).difference("a", "b")
    assert 200 < found.value < 2_000
    assert found.high - found.low > 400, "ten votes prove little"
    more = fit([pair("a", "b", 1_000, 0)]).difference("a", "b")
    assert found.value < more.value < 4_000


@pytest.mark.parametrize(
    "counts", [(0, 0, 30), (5, 5, 0), (1, 1, 1), (0, 0, 0), (10**6, 10**6, 9)]
)
def test_equals_are_equal(counts: tuple[int, int, int]) -> None:
    ranking = fit([pair("a", "b", *counts)])
    assert points(ranking) == pytest.approx({"a": MIDDLE, "b": MIDDLE}, abs=1e-6)
    assert [place.rank for place in ranking.strengths()] == [1, 1]
    assert 0 < ranking.tie < 1


def test_more_votes_make_narrower_intervals() -> None:
    widths = []
    for times in (1, 10, 100):
        found = fit([pair("a", "b", 6 * times, 4 * times, times)]).difference("a", "b")
        widths.append(found.high - found.low)
    assert widths[0] > 2.5 * widths[1] > 6 * widths[2]
    narrow = fit([pair("a", "b", 6, 4)]).difference("a", "b", level=0.5)
    assert narrow.high - narrow.low < widths[0] / 2


def test_islands_cannot_be_compared_and_say_so() -> None:
    """a-b and c-d never met: their difference is known from the prior only."""
    ranking = fit([pair("a", "b", 90, 10), pair("c", "d", 90, 10)])
    near, far = ranking.difference("a", "b"), ranking.difference("a", "c")
    assert near.low > 0
    assert far.low < -500
    assert far.high > 500


def test_strength_reaches_through_a_third() -> None:
    ranking = fit([pair("a", "b", 75, 25), pair("b", "c", 75, 25)], ridge=NO_RIDGE)
    assert ranking.difference("a", "c").value == pytest.approx(2 * SCALE * math.log(3), abs=1e-3)


def test_nothing_is_ranked_without_votes() -> None:
    assert fit([]).strengths() == ()
    with pytest.raises(ValueError, match="tuple"):
        fit([]).difference("a", "b")
