"""What the router decided and how it went, as one small value to log and count. Knows no words
of anybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from inference.contracts import JsonValue
from inference.routing.choice import Reason, Unfit


class Result(StrEnum):
    """How an attempt ended, as far as its first event."""

    BEGAN = "began"
    LATE = "late"
    """Nothing within its patience."""
    FAILED = "failed"
    OVERLOADED = "overloaded"
    REFUSED = "refused"
    """The request itself was wrong; nobody else is asked."""
    OUTRUN = "outrun"
    """A hedge or the first was quicker."""
    LEFT = "left"
    """Nobody waited for it any longer, as when a student goes on speaking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One replica that was asked."""

    tier: str
    replica: int
    result: Result
    waited_s: float
    hedge: bool = False
    """It was asked while another had not answered yet."""
    error: str = ""
    """The kind of what went wrong, and of its cause; never its text, which may quote someone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One request's way through the tiers."""

    asked: str
    """The model that the request named."""
    reason: Reason
    order: tuple[str, ...]
    """Tiers in the order in which they would be tried."""
    unfit: Mapping[str, Unfit]
    difficulty: float | None
    resting: tuple[str, ...]
    """Replicas passed over because they keep failing, as `tier/number`."""
    attempts: tuple[Attempt, ...]
    served: str
    """The tier that answers; empty when none does."""

    @property
    def left(self) -> bool:
        """The caller went before anybody had begun."""
        return not self.served and any(a.result is Result.LEFT for a in self.attempts)

    def fields(self) -> dict[str, JsonValue]:
        """For a log line's `extra`."""
        return {
            "asked": self.asked,
            "reason": self.reason.value,
            "order": list(self.order),
            "unfit": {tier: why.value for tier, why in self.unfit.items()},
            "difficulty": None if self.difficulty is None else round(self.difficulty, 3),
            "resting": list(self.resting),
            "attempts": [
                f"{a.tier}/{a.replica} {a.result.value} {a.waited_s:.3f}s"
                + (" hedge" if a.hedge else "")
                + (f" {a.error}" if a.error else "")
                for a in self.attempts
            ],
            "served": self.served,
        }
