"""How much a vote can be trusted, 0 to 1. Pure: a set of votes in, a score for each out.

    score = time x (consistency + position + agreement) / 3

- time: 0 below 1 s (nobody reads two explanations in that), rising to 1 at 4 s; 0.5 beyond ten
  minutes or when unknown. It multiplies, because an unread choice is worth nothing.
- consistency: how often the student's other votes on the same matter say the same. A tie agrees
  with anything by half. Begins at 0.75 with the weight of one vote.
- position: 1 while the student's choices fall on both sides; down to 0 when all of many fall on
  one. The share of left is smoothed by five votes on each side, and a lean below 20% is chance.
- agreement: how often other students' votes on the same matter say the same (begins at 0.5 with
  the weight of two votes), averaged with the mean of that over all of the student's votes: a
  choice that agrees by luck is worth less from one who mostly does not.

A matter is a lesson and two sources, whichever side they stood on.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from sessions.ballot import Choice
from tutor_server.modules.votes.comparisons import Comparison

UNREAD_S: Final = 1.0
READ_S: Final = 4.0
FORGOTTEN_S: Final = 600.0
_UNKNOWN_TIME: Final = 0.5
_CONSISTENT: Final = (0.75, 1.0)
_AGREED: Final = (0.5, 2.0)
_SIDE_VOTES: Final = 5
_CHANCE_LEAN: Final = 0.2

Matter: TypeAlias = tuple[str, str, str]
Counts: TypeAlias = Counter[str | None]
"""Votes by winner; None for ties."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """A vote and who cast it."""

    student: str
    vote: str
    about: str
    """The lesson, or the pair where there is none."""
    comparison: Comparison
    seconds: float | None

    @property
    def matter(self) -> Matter:
        """What was decided."""
        first, second = sorted((self.comparison.left, self.comparison.right))
        return self.about, first, second


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """A score and its parts, each 0 to 1."""

    time: float
    consistency: float
    position: float
    agreement: float

    @property
    def score(self) -> float:
        """All in all."""
        return self.time * (self.consistency + self.position + self.agreement) / 3


def score_votes(casts: Sequence[Cast]) -> dict[tuple[str, str], Quality]:
    """The quality of each vote, by (student, vote), judged within this set."""
    everybody: dict[Matter, Counts] = defaultdict(Counter)
    own: dict[tuple[str, Matter], Counts] = defaultdict(Counter)
    for cast in casts:
        everybody[cast.matter][cast.comparison.winner] += 1
        own[cast.student, cast.matter][cast.comparison.winner] += 1
    agreements = [
        _share(cast, everybody[cast.matter] - own[cast.student, cast.matter], _AGREED)
        for cast in casts
    ]
    positions, habits = _positions(casts), _means(casts, agreements)
    return {
        (cast.student, cast.vote): Quality(
            time=time_score(cast.seconds),
            consistency=_share(
                cast,
                own[cast.student, cast.matter] - Counter({cast.comparison.winner: 1}),
                _CONSISTENT,
            ),
            position=positions[cast.student],
            agreement=(agreement + habits[cast.student]) / 2,
        )
        for cast, agreement in zip(casts, agreements, strict=True)
    }


def time_score(seconds: float | None) -> float:
    """Whether there was time to read, and no more than that."""
    if seconds is None or seconds > FORGOTTEN_S:
        return _UNKNOWN_TIME
    return min(1.0, max(0.0, (seconds - UNREAD_S) / (READ_S - UNREAD_S)))


def position_score(left: int, right: int) -> float:
    """Whether choices fall on both sides."""
    share = (left + _SIDE_VOTES) / (left + right + 2 * _SIDE_VOTES)
    lean = abs(2 * share - 1)
    return 1 - max(0.0, lean - _CHANCE_LEAN) / (1 - _CHANCE_LEAN)


def _positions(casts: Iterable[Cast]) -> dict[str, float]:
    sides: dict[str, Counter[Choice]] = defaultdict(Counter)
    for cast in casts:
        sides[cast.student][cast.comparison.choice] += 1
    return {
        student: position_score(counts[Choice.LEFT], counts[Choice.RIGHT])
        for student, counts in sides.items()
    }


def _means(casts: Sequence[Cast], agreements: Sequence[float]) -> dict[str, float]:
    """Each student's mean agreement over all their votes."""
    of_student: dict[str, list[float]] = defaultdict(list)
    for cast, agreement in zip(casts, agreements, strict=True):
        of_student[cast.student].append(agreement)
    return {student: sum(values) / len(values) for student, values in of_student.items()}


def _share(cast: Cast, others: Counts, prior: tuple[float, float]) -> float:
    """How far others agree with a vote, shrunk to a prior (mean, weight). A source against
    itself has no winner that could be compared."""
    mean, weight = prior
    if cast.comparison.left == cast.comparison.right:
        return mean
    winner = cast.comparison.winner
    agreeing = sum(
        count * (1.0 if other == winner else 0.5 * (winner is None or other is None))
        for other, count in others.items()
    )
    return (agreeing + mean * weight) / (sum(others.values()) + weight)
