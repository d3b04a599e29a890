"""Pairs of explanations: the same for the same run, and fair over many."""

from collections import Counter

from sessions.ballot import ballot_for
from tests.fakes.lesson import lesson

RUNS = 600


def test_a_run_always_shows_the_same_pair() -> None:
    first = ballot_for(lesson(), run_id="r1", asked_s=1.0)
    assert first == ballot_for(lesson(), run_id="r1", asked_s=1.0)
    assert first.left.source != first.right.source
    assert first.left.text != first.right.text


def test_every_pair_and_side_comes_about_equally_often() -> None:
    ballots = [ballot_for(lesson(), run_id=f"run{n}", asked_s=0.0) for n in range(RUNS)]
    sides = Counter((b.left.source, b.right.source) for b in ballots)
    assert len(sides) == 6
    assert all(RUNS / 6 * 0.6 < count < RUNS / 6 * 1.4 for count in sides.values())
