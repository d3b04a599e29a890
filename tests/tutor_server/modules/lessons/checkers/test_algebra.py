"""How an answer stands to a key."""

import pytest

from tutor_server.modules.lessons.checkers.algebra import flags, judge
from tutor_server.modules.lessons.checkers.terms import parse


@pytest.mark.parametrize(
    ("said", "key", "form", "right", "equivalent"),
    [
        ("2 + 3x", "3x + 2", "", True, False),
        ("3x", "3x + 2", "", False, False),
        ("2(x+1)", "2x + 2", "expanded", False, True),
        ("P = 2x + 2", "2x + 2", "", True, False),
        ("2x + 2 = P", "2x + 2", "", True, False),
        ("2(x+1) = 2x + 2", "2x + 2", "expanded", True, False),
        ("P > 2x + 2", "2x + 2", "", False, False),
        ("4 = x", "x = 4", "", True, False),
        ("4", "x = 4", "", True, False),
        ("2x = 8", "x = 4", "", False, True),
        ("x = 2*2", "x = 4", "", False, True),
        ("x = 8/2", "x = 4", "", True, False),
        ("x = -4", "x = -4", "", True, False),
        ("y - 1 = 2x", "y = 2x + 1", "", True, False),
        ("2x + 1", "y = 2x + 1", "", True, False),
        ("3 < x", "x > 3", "", True, False),
        ("2x > 6", "x > 3", "", False, True),
        ("3", "x > 3", "", False, False),
    ],
)
def test_verdicts(said: str, key: str, form: str, right: bool, equivalent: bool) -> None:
    verdict = judge(parse(said), parse(key), form)
    assert (verdict.right, verdict.equivalent) == (right, equivalent)


@pytest.mark.parametrize(
    ("said", "key", "found"),
    [
        ("b - a", "a - b", {"sign"}), ("x/y", "y/x", {"swapped"}), ("x = -4", "x = 4", {"sign"}),
        ("-4", "x = 4", {"sign"}), ("x < 3", "x > 3", {"order"}), ("x < 4", "x > 3", set()),
        ("x + y = 1", "x = 4", set()), ("3x", "2x", set()), ("0", "2x", set()),
    ],
)  # fmt: skip
def test_patterns(said: str, key: str, found: set[str]) -> None:
    assert flags(parse(said), parse(key)) == found
