"""Counts of who was preferred to whom. Pure; the order of the votes and the sides are gone."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sessions.ballot import Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One vote, reduced to its sources."""

    left: str
    right: str
    choice: Choice

    @property
    def winner(self) -> str | None:
        """The preferred source; None for a tie."""
        return {Choice.LEFT: self.left, Choice.RIGHT: self.right}.get(self.choice)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCount:
    """All votes between two sources."""

    first: str
    """Comes before `second` in the alphabet."""
    second: str
    wins: int = 0
    """Votes for `first`."""
    losses: int = 0
    ties: int = 0

    @property
    def votes(self) -> int:
        """All of them."""
        return self.wins + self.losses + self.ties


def count_pairs(comparisons: Iterable[Comparison]) -> tuple[PairCount, ...]:
    """Counts per pair, in the order of names. A source against itself says nothing."""
    counts: Counter[tuple[str, str, str | None]] = Counter()
    for vote in comparisons:
        if vote.left != vote.right:
            first, second = sorted((vote.left, vote.right))
            counts[first, second, vote.winner] += 1
    pairs = sorted({(first, second) for first, second, _ in counts})
    return tuple(
        PairCount(
            first=first,
            second=second,
            wins=counts[first, second, first],
            losses=counts[first, second, second],
            ties=counts[first, second, None],
        )
        for first, second in pairs
    )
