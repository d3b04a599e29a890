"""The school terms the model can explain, with the facts that a correct answer must state.

Knows terms.toml; knows nothing about how questions are worded.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SIMPLE_UP_TO_GRADE = 4
"""Grades up to this one, and no grade at all, get the simple explanation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term: its forms, explanations at two reading levels, and required facts."""

    name: str
    a: str
    """The term with its article, as in `a fraction`."""
    plural: str
    """Empty for words without a plural."""
    simple: tuple[str, ...]
    full: tuple[str, ...]
    example: str
    facts: tuple[str, ...]
    """Patterns, ignoring case, that every correct explanation matches."""

    def states_facts(self, reply: str) -> bool:
        """Tell whether a reply contains every required fact."""
        return all(re.search(fact, reply, re.IGNORECASE) for fact in self.facts)

    def slots(self) -> dict[str, str]:
        """Return the words that fill a question template."""
        return slots(self.name, self.a, self.plural)


def slots(name: str, a: str, plural: str) -> dict[str, str]:
    """Return the words that fill a question template for a thing; `plural` may be empty."""
    many = plural or a
    return {
        "name": name,
        "a": a,
        "many": many,
        "is_many": f"are {many}" if plural else f"is {many}",
        "do_many": f"do {many}" if plural else f"does {many}",
    }


@cache
def all_terms() -> tuple[Term, ...]:
    """Read the terms in file order."""
    text = files(__package__).joinpath("terms.toml").read_text(encoding="utf-8")
    return tuple(
        Term(
            name=entry["name"],
            a=entry["a"],
            plural=entry.get("plural", ""),
            simple=tuple(entry["simple"]),
            full=tuple(entry["full"]),
            example=entry["example"],
            facts=tuple(entry["facts"]),
        )
        for entry in tomllib.loads(text)["term"]
    )
