"""Votes and outcomes as gains."""

import pytest

from inference.routing.gains import Example, from_outcomes, from_vote


@pytest.mark.parametrize(
    ("lesser", "abler", "gain"),
    [(True, True, 0), (False, False, 0), (False, True, 1), (True, False, -1)],
)
def test_outcomes(lesser: bool, abler: bool, gain: float) -> None:
    assert from_outcomes("q", lesser_right=lesser, abler_right=abler).gain == gain


@pytest.mark.parametrize(
    ("left", "right", "choice", "gain"),
    [
        ("nano", "pro", "right", 1),
        ("pro", "nano", "right", -1),
        ("pro", "nano", "left", 1),
        ("micro", "base", "left", -1),
        ("nano", "pro", "tie", 0),
    ],
)
def test_votes(left: str, right: str, choice: str, gain: float) -> None:
    told = from_vote("q", left=left, right=right, choice=choice)
    assert told == Example(text="q", gain=gain)


@pytest.mark.parametrize("sides", [("nano", "nano"), ("lesson:full", "pro"), ("pro", "")])
def test_votes_that_say_nothing_about_tiers(sides: tuple[str, str]) -> None:
    assert from_vote("q", left=sides[0], right=sides[1], choice="left") is None


def test_nonsense() -> None:
    with pytest.raises(ValueError, match="choice"):
        from_vote("q", left="nano", right="pro", choice="both")
    with pytest.raises(ValueError, match="gain"):
        Example(text="q", gain=1.5)
