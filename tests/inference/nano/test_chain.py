"""Going on from an answer."""

from fractions import Fraction
from random import Random

from inference.nano.chain import plus_more
from inference.nano.split import Split, split_of


def test_the_new_sum_starts_from_the_old_answer() -> None:
    rng = Random(1)
    for value in (Fraction(3, 4), Fraction(5), Fraction(120), Fraction(7, 6)):
        found = plus_more(value, rng, Split.TRAIN)
        assert found is not None
        problem, ways = found
        assert problem.value is not None
        assert problem.value > value
        assert len(set(ways)) >= 25
        assert problem.by_heart or split_of(problem.key) is Split.TRAIN


def test_one_more_quarter_is_offered_as_a_way_to_ask() -> None:
    ways: set[str] = set()
    for n in range(400):
        found = plus_more(Fraction(3, 4), Random(n), Split.TRAIN)
        ways |= set(found[1]) if found else set()
    assert "and plus one more quarter" in ways


def test_it_gives_up_where_the_side_has_no_sum() -> None:
    results = [plus_more(Fraction(v), Random(v), Split.HELDOUT) for v in range(100, 400)]
    assert None in results
    assert any(results)
