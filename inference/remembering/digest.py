"""The beginning of a long talk in a few of its own sentences. Pure and deterministic.

Rolling: the digest of a longer beginning keeps what matters most of the shorter one, because
pieces are ranked by what they are about, then by age. Knows no model and no storage.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final

from inference.contracts import Message, Role
from inference.remembering.piece import (
    Piece,
    PieceKind,
    content_words,
    pieces_of_student,
    pieces_of_tutor,
)

_RANK: Final = {kind: rank for rank, kind in enumerate(PieceKind)}
_LABEL: Final = {
    PieceKind.WAY: "Learns best",
    PieceKind.ABOUT: "Student",
    PieceKind.HARD: "Found hard",
    PieceKind.PROMISE: "To do",
    PieceKind.TALKED: "Talked about",
}
READ_MESSAGES: Final = 4_096
"""Newest messages whose pieces are kept in memory, so that no talk is read twice."""


def line_of(piece: Piece, when: str = "") -> str:
    """A piece as a prompt shows it: what it is, when it was, the words in quotation marks."""
    told = f"{_LABEL[piece.kind]}{f' ({when})' if when else ''}"
    return f'{told}: "{piece.text}"'


def digest(
    messages: Iterable[Message], *, room: int, count: Callable[[str], int]
) -> tuple[str, ...]:
    """Lines of at most `room` tokens about these messages, in the order in which they came."""
    return take(_once(_pieces(messages)), room=room, count=count)


def take(pieces: Sequence[Piece], *, room: int, count: Callable[[str], int]) -> tuple[str, ...]:
    """The lines of the most important pieces that fit into `room` tokens, in their own order.

    What lasts goes before what was only talked about, newer before older.
    """
    ranked = sorted(range(len(pieces)), key=lambda at: (_RANK[pieces[at].kind], -at))
    kept = []
    for at in ranked:
        cost = count(line_of(pieces[at])) + 1
        if cost <= room:
            kept.append(at)
            room -= cost
    return tuple(line_of(pieces[at]) for at in sorted(kept))


def _pieces(messages: Iterable[Message]) -> list[Piece]:
    return [piece for message in messages for piece in _of(message.role, message.content)]


@lru_cache(maxsize=READ_MESSAGES)
def _of(role: Role, text: str) -> tuple[Piece, ...]:
    if role is Role.USER:
        return pieces_of_student(text)
    return pieces_of_tutor(text) if role is Role.ASSISTANT else ()


def _once(pieces: Sequence[Piece]) -> list[Piece]:
    """Of sentences with the same words the newest."""
    newest = {(piece.kind, content_words(piece.text)): at for at, piece in enumerate(pieces)}
    return [pieces[at] for at in sorted(newest.values())]
