"""What is remembered of a student, as the student sees it, and its forgetting."""

from dataclasses import dataclass
from typing import Final

from inference.contracts import JsonValue
from inference.remembering.digest import take
from inference.remembering.piece import Piece, PieceKind
from inference.remembering.tokens import estimate
from sessions.ids import StudentId
from tutor_server.clock import WallClock
from tutor_server.modules.memory.store import MOST_PIECES, place_of
from tutor_server.storage.consents import Purpose
from tutor_server.storage.keys import Cipher, KeyVault
from tutor_server.storage.pool import Database, Row, Scope

SUMMARY_TOKENS: Final = 200
_READ: Final = 100
"""Newest pieces that the summary is made of."""

_PAGE: Final = """
    SELECT piece, kind, sealed, at, times, session, student_seq FROM memory_pieces
    WHERE student = $1 AND ($2::bigint IS NULL OR (student_seq, piece) < ($2, $3::text))
    ORDER BY student_seq DESC, piece DESC LIMIT $4
"""
_CONSENTED: Final = """
    SELECT EXISTS (SELECT FROM consents WHERE person = $1 AND purpose = $2
        AND withdrawn_at IS NULL)
"""
_FORGET: Final = """
    INSERT INTO memory_students (tenant, student, forgotten_at) VALUES ($1, $2, $3)
    ON CONFLICT (student) DO UPDATE
        SET forgotten_at = greatest(memory_students.forgotten_at, excluded.forgotten_at)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page ended."""

    student_seq: int
    piece: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A part of a list."""

    limit: int
    before: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMemory:
    """Reads and forgets as the student. Every method raises StorageUnavailableError."""

    database: Database
    keys: KeyVault
    now: WallClock

    async def page(self, scope: Scope, page: Page) -> dict[str, JsonValue]:
        """Whether it is allowed, a short summary, and pieces, the newest first."""
        student = StudentId(scope.person)
        place = (page.before.student_seq, page.before.piece) if page.before else (None, None)
        async with self.database.scoped(scope) as connection:
            consented = await connection.fetchval(_CONSENTED, student, Purpose.MEMORY.value)
            rows = await connection.fetch(_PAGE, student, *place, page.limit + 1)
            newest = await connection.fetch(_PAGE, student, None, None, _READ)
        summary: list[JsonValue] = []
        data: list[JsonValue] = []
        if newest:
            cipher = await self.keys.cipher(scope.tenant, student)
            pieces = [_piece(row, student, cipher) for row in reversed(newest)]
            summary = [*take(pieces, room=SUMMARY_TOKENS, count=estimate)]
            data = [_shown(row, _piece(row, student, cipher)) for row in rows[: page.limit]]
        return {
            "object": "list",
            "consented": bool(consented),
            "summary": summary,
            "data": data,
            "next_cursor": _cursor(rows[page.limit - 1]) if len(rows) > page.limit else None,
        }

    async def all(self, scope: Scope) -> list[JsonValue]:
        """Every piece, readable, for an export."""
        async with self.database.scoped(scope) as connection:
            rows = await connection.fetch(_PAGE, scope.person, None, None, MOST_PIECES)
        if not rows:
            return []
        student = StudentId(scope.person)
        cipher = await self.keys.cipher(scope.tenant, student)
        return [_shown(row, _piece(row, student, cipher)) for row in rows]

    async def forget(self, scope: Scope, piece: str) -> bool:
        """Forget one piece for good; whether it was there."""
        async with self.database.scoped(scope) as connection:
            status = await connection.execute(
                "DELETE FROM memory_pieces WHERE student = $1 AND piece = $2", scope.person, piece
            )
        return status.endswith(" 1")

    async def forget_all(self, scope: Scope) -> None:
        """Forget everything said until now, also what is still on its way here."""
        async with self.database.scoped(scope) as connection:
            # First, so that a piece being written is seen by the second statement.
            await connection.execute(_FORGET, scope.tenant, scope.person, self.now())
            await connection.execute("DELETE FROM memory_pieces WHERE student = $1", scope.person)


def _cursor(row: Row) -> str:
    return f"{row['student_seq']}.{row['piece']}"


def _piece(row: Row, student: StudentId, cipher: Cipher) -> Piece:
    text = cipher.open(row["sealed"], place=place_of(student, row["piece"])).decode()
    return Piece(kind=PieceKind(row["kind"]), text=text)


def _shown(row: Row, piece: Piece) -> JsonValue:
    return {
        "id": row["piece"],
        "kind": piece.kind.value,
        "text": piece.text,
        "said_at": row["at"].isoformat(),
        "times": row["times"],
        "session_id": row["session"],
    }
