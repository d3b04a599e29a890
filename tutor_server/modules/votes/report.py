"""The ranking as it is shown: strengths with intervals, counts, Elo and ratings beside them.

Pure; the fit and Elo are computed here, so call it off the event loop.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from inference.contracts import JsonValue
from tutor_server.modules.votes.bradley_terry import Strength, fit
from tutor_server.modules.votes.comparisons import Comparison, PairCount, count_pairs
from tutor_server.modules.votes.elo import START, rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings:
    """Thumbs and stars of one source."""

    up: int = 0
    down: int = 0
    stars: int = 0
    """How many gave stars."""
    star_mean: float | None = None
    """1 to 5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a ranking is made from."""

    votes: Sequence[Comparison]
    """All of them; their order is free."""
    recent: Sequence[Comparison]
    """The newest, oldest first, for Elo."""
    ratings: Mapping[str, Ratings] = field(default_factory=dict)


def build(evidence: Evidence) -> dict[str, JsonValue]:
    """Sources, best first, how often equals tie, and every rated source, by name."""
    pairs = count_pairs(evidence.votes)
    ranking, elo = fit(pairs), rate(evidence.recent)
    strengths = ranking.strengths()
    return {
        "method": "bradley-terry-davidson",
        "votes": sum(pair.votes for pair in pairs),
        "tie_rate_of_equals": round(ranking.tie, 4) if pairs else None,
        "sources": [
            {
                **_strength(strength),
                **_counts(strength.source, pairs),
                "elo": round(elo.get(strength.source, START), 1),
                **_ratings(evidence.ratings.get(strength.source, Ratings())),
            }
            for strength in strengths
        ],
        "rated": [
            {"source": source, **_ratings(ratings)}
            for source, ratings in sorted(evidence.ratings.items())
        ],
    }


def _strength(strength: Strength) -> dict[str, JsonValue]:
    return {
        "source": strength.source,
        "rank": strength.rank,
        "points": round(strength.points.value, 1),
        "low": round(strength.points.low, 1),
        "high": round(strength.points.high, 1),
    }


def _counts(source: str, pairs: Sequence[PairCount]) -> dict[str, JsonValue]:
    first = [pair for pair in pairs if pair.first == source]
    second = [pair for pair in pairs if pair.second == source]
    return {
        "wins": sum(pair.wins for pair in first) + sum(pair.losses for pair in second),
        "losses": sum(pair.losses for pair in first) + sum(pair.wins for pair in second),
        "ties": sum(pair.ties for pair in (*first, *second)),
    }


def _ratings(ratings: Ratings) -> dict[str, JsonValue]:
    return {
        "thumbs_up": ratings.up,
        "thumbs_down": ratings.down,
        "star_ratings": ratings.stars,
        "star_mean": None if ratings.star_mean is None else round(ratings.star_mean, 2),
    }
