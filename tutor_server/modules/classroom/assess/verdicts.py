"""What code finds out about each line of a rubric. Pure; the same work always gets the same.

Knows the work and the item's outcome, which the lesson's own checker found; no model.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from sessions.teaching.lesson import Outcome
from tutor_server.modules.classroom.assess.amounts import Amounts, read, says
from tutor_server.modules.classroom.assess.keywords import missing
from tutor_server.modules.classroom.assess.rubric import Line, Work

UNAVAILABLE: Final = "unavailable"
"""A flag of outcomes: the checker could not run now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is certain about a line."""

    met: bool | None
    """None: only the checker could tell, and it cannot now; nobody else may."""
    why: str


def verdicts(work: Work, outcome: Outcome | None) -> dict[str, Verdict]:
    """By line id; a line that code cannot judge is left out."""
    amounts = read(work.answer)
    found = {
        line.line_id: _of_item(outcome)
        if line.bare and outcome is not None
        else _of_text(line, work.answer, amounts)
        for line in work.lines
    }
    return {line_id: verdict for line_id, verdict in found.items() if verdict is not None}


def _of_item(outcome: Outcome) -> Verdict:
    if UNAVAILABLE in outcome.flags:
        return Verdict(met=None, why="The item's checker could not run now.")
    if outcome.correct:
        return Verdict(met=True, why="The item's checker found the answer right.")
    if not outcome.attempt:
        return Verdict(met=False, why="This is no answer of the kind that the item asks for.")
    if outcome.equivalent:
        return Verdict(met=False, why="The value is right, but not in the form that was asked.")
    return Verdict(met=False, why="The item's checker found the answer wrong.")


def _of_text(line: Line, answer: str, amounts: Amounts) -> Verdict | None:
    """Every check of the line must pass; one that fails decides."""
    passed: list[str] = []
    if line.groups:
        absent = [line.groups[number] for number in missing(answer, line.groups)]
        if absent:
            return Verdict(met=False, why=f"It does not mention {_named(absent)}.")
        passed.append("It mentions everything that was wanted.")
    if line.equals is not None:
        equal = says(amounts, line.equals)
        if equal is None:
            return None
        if not equal:
            return Verdict(met=False, why=f"It does not come to {_number(line.equals)}.")
        passed.append(f"It comes to {_number(line.equals)}.")
    return Verdict(met=True, why=" ".join(passed)) if passed else None


def _named(groups: Sequence[Sequence[str]]) -> str:
    return "; ".join(" or ".join(f'"{word}"' for word in group) for group in groups)


def _number(value: Fraction) -> str:
    return str(value)
