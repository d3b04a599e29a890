"""The rim of the module: one fact applied, in the transaction that moves the cursor.

Loads where the student is, takes the pure step and writes what came of it. Knows no rule.
"""

import logging
from typing import Final

from sessions.ids import StudentId, TenantId
from tutor_server.modules.classroom.deeds import SHAPES, deed_of
from tutor_server.modules.classroom.whereabouts import NOWHERE, Part, Whereabouts, step
from tutor_server.storage.facts import LoggedFact
from tutor_server.storage.pool import Connection, Row

log = logging.getLogger(__name__)

CONSUMER: Final = "classroom"
COLUMNS: Final = (
    "last_at, session, session_at, run, lesson, part, item, attempts, hints, rung, wrong_in_row,"
    " erred_at"
)
"""The columns of a Whereabouts."""

_LOAD = f"SELECT {COLUMNS} FROM classroom_students WHERE student = $1"  # noqa: S608 a constant
_SAVE = f"""
    INSERT INTO classroom_students (tenant, student, {COLUMNS})
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
    ON CONFLICT (student) DO UPDATE SET last_at = excluded.last_at, session = excluded.session,
        session_at = excluded.session_at, run = excluded.run, lesson = excluded.lesson,
        part = excluded.part, item = excluded.item, attempts = excluded.attempts,
        hints = excluded.hints, rung = excluded.rung, wrong_in_row = excluded.wrong_in_row,
        erred_at = excluded.erred_at
"""  # noqa: S608 a constant


async def apply(connection: Connection, logged: LoggedFact) -> None:
    """Move a student on by one fact. One that cannot be read is logged and moves nobody."""
    fact = logged.fact
    if fact.kind not in SHAPES:
        return
    deed = deed_of(fact.kind, fact.body)
    if deed is None:
        log.warning("a fact cannot be read", extra={"kind": fact.kind.value})
        return
    row = await connection.fetchrow(_LOAD, logged.student_id)
    old = NOWHERE if row is None else whereabouts_of(row)
    new = step(old, deed, at=logged.at, session=logged.session_id)
    if new != old:
        await _save(connection, logged, new)


async def erase(connection: Connection, tenant: TenantId, student: StudentId) -> None:
    """Remove everything of a student, within the erasure's transaction."""
    for table in ("classroom_students", "classroom_pauses"):
        await connection.execute(f"DELETE FROM {table} WHERE student = $1", student)  # noqa: S608 constants


def whereabouts_of(row: Row) -> Whereabouts:
    """A row with COLUMNS; all of them NULL for somebody who never did anything."""
    if row["last_at"] is None:
        return NOWHERE
    return Whereabouts(
        last_at=row["last_at"],
        session=row["session"],
        session_at=row["session_at"],
        run=row["run"],
        lesson=row["lesson"],
        part=Part(row["part"]),
        item=row["item"],
        attempts=row["attempts"],
        hints=row["hints"],
        rung=row["rung"],
        wrong_in_row=row["wrong_in_row"],
        erred_at=row["erred_at"],
    )


async def _save(connection: Connection, logged: LoggedFact, new: Whereabouts) -> None:
    await connection.execute(
        _SAVE, logged.tenant_id, logged.student_id, new.last_at, new.session, new.session_at,
        new.run, new.lesson, new.part.value, new.item, new.attempts, new.hints, new.rung,
        new.wrong_in_row, new.erred_at,
    )  # fmt: skip
