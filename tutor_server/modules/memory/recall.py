"""Finds what of earlier talks belongs to what a student just said.

Acts as the student: the row policies leave nobody else's pieces in sight. Without a standing
consent there is nothing. Knows no deadline; whoever asks has one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from inference.remembering.piece import Piece, PieceKind, content_words
from sessions.contracts import Identity
from tutor_server.clock import WallClock
from tutor_server.modules.memory.ranking import LASTING, Remembered, lines
from tutor_server.modules.memory.store import Embedder, place_of, vector_text
from tutor_server.storage.consents import Purpose
from tutor_server.storage.keys import Cipher, KeyVault
from tutor_server.storage.pool import Database, Row

NEAREST: Final = 24
"""Pieces nearest in meaning that are looked at."""

_MAY = """
    EXISTS (SELECT FROM consents c WHERE c.person = $1 AND c.purpose = $2
        AND c.withdrawn_at IS NULL)
"""
_ANY = f"""
    SELECT {_MAY} AND EXISTS (SELECT FROM memory_pieces WHERE student = $1 AND session <> $3)
"""  # noqa: S608 a constant
_NEAR = f"""
    SELECT piece, kind, sealed, at, 1 - (embedding <=> ($4::text)::vector) AS likeness
    FROM memory_pieces WHERE student = $1 AND session <> $3 AND {_MAY}
    ORDER BY embedding <=> ($4::text)::vector, piece LIMIT $5
"""  # noqa: S608 a constant
_LASTING = f"""
    SELECT piece, kind, sealed, at, 0.0 AS likeness FROM memory_pieces
    WHERE student = $1 AND session <> $3 AND kind <> 'talked' AND {_MAY}
    ORDER BY student_seq DESC, piece LIMIT $4
"""  # noqa: S608 a constant


@dataclass(frozen=True, slots=True, kw_only=True)
class Recaller:
    """One per process."""

    database: Database
    keys: KeyVault
    embedder: Embedder
    now: WallClock

    async def recall(self, who: Identity, asked: str) -> tuple[str, ...]:
        """Lines for a prompt, the most useful first; of other sessions than this one.

        Raises ErasedError, StorageUnavailableError, InferenceError.
        """
        own = (who.student_id, Purpose.MEMORY.value, who.session_id)
        scope = self.database.as_student
        async with scope(who.tenant_id, who.student_id) as connection:
            if not await connection.fetchval(_ANY, *own):
                return ()
        # Not inside the transaction: a connection is not held while a vector is made.
        vector = await self.embedder.embed(asked) if content_words(asked) else None
        async with scope(who.tenant_id, who.student_id) as connection:
            near: Sequence[Row] = ()
            if vector is not None:
                near = await connection.fetch(_NEAR, *own, vector_text(vector), NEAREST)
            lasting = await connection.fetch(_LASTING, *own, LASTING)
        if not near and not lasting:
            return ()
        cipher = await self.keys.cipher(who.tenant_id, who.student_id)
        found, kept = ([_opened(row, who, cipher) for row in rows] for rows in (near, lasting))
        return lines(found, kept, asked, self.now())


def _opened(row: Row, who: Identity, cipher: Cipher) -> Remembered:
    text = cipher.open(row["sealed"], place=place_of(who.student_id, row["piece"])).decode()
    return Remembered(
        piece=Piece(kind=PieceKind(row["kind"]), text=text),
        at=row["at"],
        likeness=float(row["likeness"]),
    )
