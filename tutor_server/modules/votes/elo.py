"""Online Elo, shown as decoration: easy to watch, and it depends on the order of the votes.

Rank by `bradley_terry`. The spread over orders is printed by `evaluate`.
"""

from collections.abc import Iterable
from typing import Final

from sessions.ballot import Choice
from tutor_server.modules.votes.comparisons import Comparison

K: Final = 32.0
START: Final = 1500.0
_SCORE: Final = {Choice.LEFT: 1.0, Choice.TIE: 0.5, Choice.RIGHT: 0.0}


def expected(left: float, right: float) -> float:
    """The left source's expected score, 0 to 1."""
    return 1 / (1 + 10 ** ((right - left) / 400))


def rate(comparisons: Iterable[Comparison]) -> dict[str, float]:
    """Every source's rating after the votes in this order."""
    ratings: dict[str, float] = {}
    for vote in comparisons:
        left = ratings.setdefault(vote.left, START)
        right = ratings.setdefault(vote.right, START)
        if vote.left != vote.right:
            change = K * (_SCORE[vote.choice] - expected(left, right))
            ratings[vote.left] = left + change
            ratings[vote.right] = right - change
    return ratings
