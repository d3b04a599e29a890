"""Tests of sessions.teaching.chance."""

from sessions.teaching.chance import draw, share


def test_the_same_words_give_the_same_number_and_others_another() -> None:
    assert draw("a", "b") == draw("a", "b")
    assert len({draw("a", str(n)) for n in range(100)}) == 100


def test_shares_are_spread_evenly_from_0_to_below_1() -> None:
    found = [share("run", str(n)) for n in range(4_000)]
    assert 0 <= min(found) <= max(found) < 1
    for tenth in range(10):
        inside = sum(tenth / 10 <= one < (tenth + 1) / 10 for one in found)
        assert abs(inside - 400) < 4 * (4_000 * 0.1 * 0.9) ** 0.5, tenth
