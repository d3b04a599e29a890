"""A vote as a training example, with where it comes from. Pure; knows no consent and no table.

`chosen` and `rejected` are whole explanations as the student saw them. For a tie the two are
equals: `chosen` is then only the left one, and `label` says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from inference.contracts import JsonValue
from sessions.ballot import Choice
from sessions.ids import SessionId, StudentId

FORMAT: Final = 1
"""Raised when the meaning of a field changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Everything needed to find, judge and withdraw an example."""

    vote: str
    pair: str
    student: StudentId
    """Opaque; an erased or withdrawn student's examples are found by it."""
    lesson: str
    topic: str
    session: SessionId
    seq: int
    """The fact's place in its session's log."""
    at: datetime
    consented_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One pair of explanations and which is better."""

    label: str
    """`preference` or `tie`."""
    prompt: str
    chosen: str
    rejected: str
    chosen_source: str
    rejected_source: str
    quality: float
    """See quality.py, 0 to 1."""
    provenance: Provenance

    @property
    def text(self) -> str:
        """What diversity is measured on; the same for either outcome of the same pair."""
        return "\n".join((self.prompt, *sorted((self.chosen, self.rejected))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the student was shown, opened from the log."""

    question: str
    left: str
    right: str


def seen_of(private: Mapping[str, JsonValue]) -> Seen | None:
    """The private part of a vote's fact; None once it has expired, or when it is not whole."""
    question, left, right = (private.get(name) for name in ("question", "left", "right"))
    if not (isinstance(question, str) and isinstance(left, str) and isinstance(right, str)):
        return None
    if not left.strip() or not right.strip() or left == right:
        return None
    return Seen(question=question, left=left, right=right)


def example_of(
    seen: Seen,
    *,
    choice: Choice,
    sources: tuple[str, str],
    quality: float,
    provenance: Provenance,
) -> Example:
    """The example of a vote; `sources` are those of left and right."""
    texts, swapped = (seen.left, seen.right), choice is Choice.RIGHT
    better, worse = (1, 0) if swapped else (0, 1)
    return Example(
        label="tie" if choice is Choice.TIE else "preference",
        prompt=seen.question,
        chosen=texts[better],
        rejected=texts[worse],
        chosen_source=sources[better],
        rejected_source=sources[worse],
        quality=quality,
        provenance=provenance,
    )


def as_json(example: Example) -> JsonValue:
    """An example as the API and a training file show it."""
    origin = example.provenance
    return {
        "format": FORMAT,
        "label": example.label,
        "prompt": example.prompt,
        "chosen": example.chosen,
        "rejected": example.rejected,
        "quality": round(example.quality, 4),
        "provenance": {
            "vote": origin.vote,
            "pair": origin.pair,
            "student": origin.student,
            "lesson": origin.lesson,
            "topic": origin.topic,
            "session": origin.session,
            "seq": origin.seq,
            "at": origin.at.isoformat(),
            "consented_at": origin.consented_at.isoformat(),
            "chosen": _source(example.chosen_source),
            "rejected": _source(example.rejected_source),
        },
    }


def _source(source: str) -> JsonValue:
    """`name@version`; a source without a version is as it was when the vote was cast."""
    name, _, version = source.partition("@")
    return {"source": name, "version": version or None}
