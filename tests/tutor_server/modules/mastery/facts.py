"""Facts as the lessons leave them, short to write in tests."""

import secrets

from inference.contracts import JsonValue
from sessions.contracts import Fact, FactKind


def fact(kind: FactKind, fact_id: str = "", /, **body: JsonValue) -> Fact:
    """The body says what happened."""
    return Fact(fact_id=fact_id or secrets.token_hex(8), kind=kind, body=body)


def tried(item: str = "i1", right: bool = True, fact_id: str = "", /, **more: JsonValue) -> Fact:
    """An answer, right and without help unless told otherwise."""
    body: dict[str, JsonValue] = {
        "run": "r1",
        "lesson": "equal-parts",
        "path": "number-fractions",
        "item": item,
        "skill": "fraction-meaning",
        "kind": "fraction",
        "use": "practice",
        "correct": right,
        "aided": False,
        "hints": 0,
        "attempt": 1,
        "error": "",
        "misconception": "",
        "seconds": None,
    }
    return fact(FactKind.ITEM_ATTEMPTED, fact_id, **{**body, **more})


def started(lesson: str = "equal-parts", *, run: str = "r1") -> Fact:
    """A lesson began."""
    return fact(FactKind.LESSON_STARTED, lesson=lesson, run=run, path="p", format="practice")


def finished(lesson: str = "equal-parts", *, run: str = "r1") -> Fact:
    """A lesson came to its end."""
    return fact(FactKind.LESSON_FINISHED, lesson=lesson, run=run, path="p", format="practice")
