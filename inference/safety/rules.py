"""What a rule of the gate is, and how rules are looked up in a text's readings. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing to refuse. `unless` names what makes it a lesson after all."""

    category: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    alert: bool = False
    """A human must be told."""


def rule(category: str, pattern: str, unless: str = "", *, alert: bool = False) -> Rule:
    """Patterns are verbose regular expressions over lower-case text; a space is `\\s`."""
    return Rule(
        category=category,
        pattern=re.compile(pattern, re.X),
        unless=re.compile(unless, re.X) if unless else None,
        alert=alert,
    )


def first_broken(rules: Iterable[Rule], readings: Sequence[str]) -> Rule | None:
    """The first rule that any reading breaks."""
    for candidate in rules:
        for reading in readings:
            if candidate.pattern.search(reading) and not (
                candidate.unless and candidate.unless.search(reading)
            ):
                return candidate
    return None
