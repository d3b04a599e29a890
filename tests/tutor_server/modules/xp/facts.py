"""Facts as the lessons leave them, short to write in tests."""

import secrets

from inference.contracts import JsonValue
from sessions.contracts import Fact, FactKind

CURRICULUM = {
    "number-fractions": frozenset({"equal-parts", "place-value", "add-unlike-fractions"}),
    "geometry": frozenset({"angles"}),
    "reading": frozenset({"main-idea", "details"}),
}
"""Paths and their lessons."""


def fact(kind: FactKind, /, **body: JsonValue) -> Fact:
    """A fact of its own id; the body says what happened."""
    return Fact(fact_id=secrets.token_hex(8), kind=kind, body=body)


def finished(lesson: str = "equal-parts", *, run: str = "", **more: JsonValue) -> Fact:
    """A lesson came to its end."""
    body: dict[str, JsonValue] = {
        "run": run or secrets.token_hex(8),
        "lesson": lesson,
        "path": next((path for path, ids in CURRICULUM.items() if lesson in ids), "elsewhere"),
        "format": "practice",
        "xp": 30,
        "unaided_right": 1,
        "unaided_total": 2,
        "right": 2,
        "total": 2,
        "seconds": 300.0,
        "decision": "",
    }
    return fact(FactKind.LESSON_FINISHED, **{**body, **more})


def tried(item: str = "i1", *, run: str = "r1", attempt: int = 1, **more: JsonValue) -> Fact:
    """An answer, right and without help unless told otherwise."""
    body: dict[str, JsonValue] = {
        "run": run,
        "lesson": "equal-parts",
        "path": "number-fractions",
        "item": item,
        "skill": "fraction-meaning",
        "kind": "fraction",
        "use": "practice",
        "correct": True,
        "aided": False,
        "hints": 0,
        "attempt": attempt,
        "error": "",
        "misconception": "",
        "seconds": None,
    }
    return fact(FactKind.ITEM_ATTEMPTED, **{**body, **more})


def hinted(item: str = "i1", *, run: str = "r1", rung: int = 1, asked: bool = True) -> Fact:
    """A hint."""
    return fact(
        FactKind.HINT_GIVEN, run=run, lesson="equal-parts", item=item, rung=rung, asked=asked
    )


def voted(vote: str = "") -> Fact:
    """A vote between two explanations."""
    return fact(
        FactKind.VOTE_CAST,
        vote=vote or secrets.token_hex(8),
        pair="p1",
        lesson="equal-parts",
        topic="fractions",
        left_source="nano",
        right_source="pro",
        choice="left",
        seconds=8.0,
    )


def rated(item_id: str = "") -> Fact:
    """Stars for an explanation."""
    return fact(
        FactKind.RATING_GIVEN,
        item_id=item_id or secrets.token_hex(8),
        source="nano",
        thumbs=None,
        stars=5,
    )
