"""What a fact leaves to remember, and what it takes back. Pure; knows no storage and no consent.

A student's messages, a tutor's promises, lessons begun, and tasks that took several tries. What
the safety gate blocked is an aside and leaves nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from inference.contracts import JsonValue
from inference.remembering.piece import Piece, PieceKind, pieces_of_student, pieces_of_tutor
from sessions.contracts import Fact, FactKind

MANY_TRIES: Final = 2
"""A task that is still wrong at this attempt was hard."""
Body: TypeAlias = Mapping[str, JsonValue]
TitleOf: TypeAlias = Callable[[str], str | None]
"""A lesson's title by its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Pieces of one item of the conversation."""

    item: str
    """Its id; empty when it is no message."""
    pieces: tuple[Piece, ...]
    instead: bool = False
    """What the item left before is forgotten first: it was deleted or shortened."""


def told_by(fact: Fact, title: TitleOf) -> tuple[Told, ...]:
    """What to remember of one fact."""
    body, private = fact.body, fact.private
    found: tuple[Told, ...] = ()
    match fact.kind:
        case FactKind.STUDENT_TURN | FactKind.ITEM_ADDED:
            found = (_message(body, private),)
        case FactKind.REPLY_DONE if not body.get("out_of_band"):
            found = _reply(body, private)
        case FactKind.ITEM_DELETED | FactKind.ITEM_TRUNCATED:
            # Only the tutor's voice is ever shortened.
            rest = pieces_of_tutor(_text(private, "text"))
            found = (Told(item=_text(body, "item_id"), pieces=rest, instead=True),)
        case FactKind.LESSON_STARTED | FactKind.ITEM_ATTEMPTED:
            found = (_lesson(fact, title),)
        case _:
            pass
    return tuple(told for told in found if told.pieces or told.instead)


def _message(body: Body, private: Body) -> Told:
    item, text = _text(body, "item_id"), _text(private, "text")
    message = body.get("type", "message") == "message" and not body.get("aside")
    speaker = body.get("speaker") if message else None
    if speaker == "student":
        return Told(item=item, pieces=pieces_of_student(text))
    return Told(item=item, pieces=pieces_of_tutor(text) if speaker == "tutor" else ())


def _reply(body: Body, private: Body) -> tuple[Told, ...]:
    bodies, privates = body.get("items"), private.get("items")
    if not isinstance(bodies, list) or not isinstance(privates, list):
        return ()
    pairs = zip(bodies, privates, strict=False)
    return tuple(
        _message(of, said) for of, said in pairs if isinstance(of, dict) and isinstance(said, dict)
    )


def _lesson(fact: Fact, title: TitleOf) -> Told:
    lesson = title(_text(fact.body, "lesson"))
    if lesson is None:
        return Told(item="", pieces=())
    if fact.kind is FactKind.LESSON_STARTED:
        return _piece(PieceKind.TALKED, f"the lesson {lesson}")
    skill = _text(fact.body, "skill").replace("-", " ")
    wrong = fact.body.get("correct") is False and fact.body.get("attempt") == MANY_TRIES
    return (
        _piece(PieceKind.HARD, f"{skill}, in the lesson {lesson}")
        if wrong and skill
        else (Told(item="", pieces=()))
    )


def _piece(kind: PieceKind, text: str) -> Told:
    return Told(item="", pieces=(Piece(kind=kind, text=text),))


def _text(values: Body, key: str) -> str:
    value = values.get(key, "")
    return value if isinstance(value, str) else ""
