"""How likely each kind of help is to be tried after a failed task. Data of a run, made by a
learner before the lesson and frozen for it, so that the policy needs no storage and a run that is
restored from the log draws what it would have drawn. Knows no learner. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import Final

from inference.contracts import JsonValue

DIGITS: Final = 4
"""Decimals of a chance in the log."""


class Fix(StrEnum):
    """Kinds of help after a failed task; the learner's values are filed under these names."""

    HINTS = "hint_ladder"
    EXAMPLE = "worked_example"
    SIMPLER = "simpler_explanation"
    PROBE = "probe"


FIXES: Final = tuple(Fix)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What one learner would do."""

    source: str
    share: float
    """How often this learner is asked, 0 to 1."""
    chances: tuple[float, ...]
    """In the order of FIXES; each above 0."""

    def __post_init__(self) -> None:
        if len(self.chances) != len(FIXES) or min(self.chances) <= 0 or self.share < 0:
            raise ValueError(f"a proposal needs {len(FIXES)} chances above 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterError:
    """What is likely after one kind of error."""

    error: str
    """sessions.teaching.run.Error; "" when it has no name."""
    state: str
    """The student's state as the learner saw it."""
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A choice among the fixes that were possible."""

    options: tuple[str, ...]
    chosen: Fix
    probabilities: tuple[float, ...]
    """Over the draw as a whole, whichever learner was asked."""
    source: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FixPlan:
    """Of a whole lesson; empty: nobody has learned anything, the policy's usual order holds."""

    after: tuple[AfterError, ...] = ()

    def draw(
        self, error: str, options: Sequence[Fix], *, learner: float, option: float
    ) -> Drawn | None:
        """One of the options, by two random numbers from 0 to below 1; None without a plan for
        the error. Fewer options share the chances of those that are left out."""
        found = next((one for one in self.after if one.error == error), None)
        if found is None or not found.proposals:
            return None
        shares = _whole([proposal.share for proposal in found.proposals])
        tables = [
            _whole([proposal.chances[FIXES.index(fix)] for fix in options])
            for proposal in found.proposals
        ]
        asked = _place(shares, learner)
        mixed = [
            sum(part * table[n] for part, table in zip(shares, tables, strict=True))
            for n in range(len(options))
        ]
        return Drawn(
            options=tuple(fix.value for fix in options),
            chosen=options[_place(tables[asked], option)],
            probabilities=tuple(mixed),
            source=found.proposals[asked].source,
            state=found.state,
        )


def to_json(plan: FixPlan) -> JsonValue:
    """Plain data for the log."""
    return {
        one.error: {
            "state": one.state,
            "proposals": [
                [proposal.source, proposal.share, *proposal.chances] for proposal in one.proposals
            ],
        }
        for one in plan.after
    }


def from_json(data: JsonValue) -> FixPlan:
    """The plan again; an empty one for what is none, such as a lesson begun before there were
    plans."""
    if not isinstance(data, dict):
        return FixPlan()
    try:
        return FixPlan(
            after=tuple(
                _after(error, body) for error, body in data.items() if isinstance(body, dict)
            )
        )
    except (KeyError, TypeError, ValueError):
        return FixPlan()


def _after(error: str, body: Mapping[str, JsonValue]) -> AfterError:
    rows = body["proposals"]
    if not isinstance(rows, list):
        raise TypeError
    return AfterError(
        error=error, state=str(body["state"]), proposals=tuple(_proposal(row) for row in rows)
    )


def _proposal(row: JsonValue) -> Proposal:
    if not isinstance(row, list):
        raise TypeError
    source, share, *chances = row
    numbers = [value for value in (share, *chances) if isinstance(value, int | float)]
    return Proposal(source=str(source), share=numbers[0], chances=tuple(numbers[1:]))


def _whole(values: Sequence[float]) -> list[float]:
    """Scaled to sum to 1."""
    total = sum(values)
    return [value / total for value in values]


def _place(chances: Sequence[float], number: float) -> int:
    """Where a number from 0 to below 1 falls."""
    ends = accumulate(chances)
    found = (place for place, end in enumerate(ends) if number < end)
    return next(found, len(chances) - 1)
