"""The rim of the module: one fact's pieces written, in the transaction that moves the cursor.

Nothing is written unless a consent stood when it was said and stands now; its row is held until
the commit, so that a withdrawal finds what was written and removes it. Knows no recall.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from inference.errors import InferenceError
from inference.remembering.piece import Piece
from sessions.ids import StudentId, TenantId
from tutor_server.errors import ErasedError, UnavailableError
from tutor_server.modules.memory.told import TitleOf, told_by
from tutor_server.storage.consents import Purpose
from tutor_server.storage.facts import LoggedFact
from tutor_server.storage.keys import Cipher, KeyVault
from tutor_server.storage.pool import Connection

CONSUMER: Final = "memory"
TABLES: Final = ("memory_pieces", "memory_students")
MOST_PIECES: Final = 2_000
"""Per student; beyond it what was only talked about goes first, the oldest of it."""

_CONSENT = """
    SELECT id FROM consents WHERE person = $1 AND purpose = $2 AND withdrawn_at IS NULL
        AND granted_at <= $3 FOR SHARE
"""
_HOLD = """
    INSERT INTO memory_students (tenant, student) VALUES ($1, $2)
    ON CONFLICT (student) DO UPDATE SET tenant = excluded.tenant RETURNING forgotten_at
"""
_WRITE = """
    INSERT INTO memory_pieces (tenant, student, piece, kind, mark, session, item, student_seq,
        sealed, embedding, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, ($10::text)::vector, $11)
    ON CONFLICT (student, mark) DO UPDATE SET times = memory_pieces.times + 1,
        session = excluded.session, item = excluded.item, student_seq = excluded.student_seq,
        at = excluded.at
"""
_CROWD_OUT = """
    DELETE FROM memory_pieces WHERE student = $1 AND piece IN (
        SELECT piece FROM memory_pieces WHERE student = $1
        ORDER BY (kind = 'talked'), student_seq DESC, piece OFFSET $2)
"""


_MASKED: Final = "["
"""What the masker took out stands in square brackets; the rest of such a sentence says little."""
_WORD: Final = re.compile(r"[\w'’]+")


class Embedder(Protocol):
    """Sentences to unit vectors, beside the event loop."""

    async def embed(self, text: str) -> NDArray[np.float32]:
        """Raises InferenceError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """The module's effect on the log."""

    keys: KeyVault
    embedder: Embedder
    title: TitleOf
    unfit: Callable[[str], bool]
    """Whether a sentence must never be kept: danger to a child, personal data."""

    async def apply(self, connection: Connection, logged: LoggedFact) -> None:
        """Write one fact's pieces. Raises UnavailableError when they cannot be embedded now; the
        cursor stays then."""
        found = told_by(logged.fact, self.title)
        if not found or not await _allowed(connection, logged):
            return
        try:
            cipher = await self.keys.cipher_within(connection, logged.student_id)
        except ErasedError:
            return
        for told in found:
            if told.instead:
                await _take_back(connection, logged, told.item)
        said = [(told.item, piece) for told in found for piece in told.pieces]
        for number, (item, piece) in enumerate(said):
            if not (self.unfit(piece.text) or _MASKED in piece.text):
                name = f"mem_{logged.student_seq}_{number}"
                await self._write(connection, logged, cipher, (name, item, piece))
        await connection.execute(_CROWD_OUT, logged.student_id, MOST_PIECES)

    async def _write(
        self,
        connection: Connection,
        logged: LoggedFact,
        cipher: Cipher,
        named: tuple[str, str, Piece],
    ) -> None:
        name, item, piece = named
        await connection.execute(
            _WRITE,
            logged.tenant_id,
            logged.student_id,
            name,
            piece.kind.value,
            self.keys.mark(_same(logged.student_id, piece)),
            logged.session_id,
            item,
            logged.student_seq,
            cipher.seal(piece.text.encode(), place=place_of(logged.student_id, name)),
            vector_text(await self._vector(piece.text)),
            logged.at,
        )

    async def _vector(self, text: str) -> NDArray[np.float32]:
        try:
            return await self.embedder.embed(text)
        except InferenceError as error:
            raise UnavailableError("The sentence model does not answer.") from error


async def erase(connection: Connection, tenant: TenantId, student: StudentId) -> None:
    """Remove everything of a student, within the erasure's transaction."""
    for table in TABLES:
        await connection.execute(f"DELETE FROM {table} WHERE student = $1", student)  # noqa: S608 constants


def place_of(student: StudentId, piece: str) -> str:
    """What a sealed sentence is tied to."""
    return f"memory:{student}:{piece}"


def vector_text(vector: NDArray[np.float32]) -> str:
    """As pgvector reads it."""
    return "[" + ",".join(map(str, vector.tolist())) + "]"


async def _allowed(connection: Connection, logged: LoggedFact) -> bool:
    """Whether it was said under a consent that stands, and after what was last forgotten."""
    consent = await connection.fetchval(
        _CONSENT, logged.student_id, Purpose.MEMORY.value, logged.at
    )
    if consent is None:
        return False
    forgotten = await connection.fetchval(_HOLD, logged.tenant_id, logged.student_id)
    return bool(logged.at > forgotten)


async def _take_back(connection: Connection, logged: LoggedFact, item: str) -> None:
    await connection.execute(
        "DELETE FROM memory_pieces WHERE student = $1 AND session = $2 AND item = $3",
        logged.student_id,
        logged.session_id,
        item,
    )


def _same(student: StudentId, piece: Piece) -> str:
    """Equal for sentences of the same words, however they are written."""
    return "\0".join(("memory", student, piece.kind.value, *_WORD.findall(piece.text.lower())))
