"""Projects committed facts into each student's runs of lessons and items; the module's consumer.

Every effect is an upsert keyed by run (and item) that only grows, so a fact that comes twice
changes nothing. Reads the plain part of a fact, never what was said.
"""

from collections.abc import Mapping
from typing import Final

from inference.contracts import JsonValue
from sessions.contracts import FactKind
from sessions.ids import StudentId, TenantId
from tutor_server.storage.facts import LoggedFact
from tutor_server.storage.pool import Connection

CONSUMER: Final = "lessons"

TABLES: Final = ("lesson_runs", "lesson_items")
_STARTED: Final = """
    INSERT INTO lesson_runs (tenant, student, run, lesson, path, version, format, started_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (student, run) DO UPDATE SET
        version = excluded.version,
        format = excluded.format,
        started_at = least(lesson_runs.started_at, excluded.started_at)
"""
_FINISHED: Final = """
    INSERT INTO lesson_runs (
        tenant, student, run, lesson, path, format, started_at, finished_at,
        unaided_right, unaided_total, items_right, items_total, xp, seconds
    )
    VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, $11, $12, $13)
    ON CONFLICT (student, run) DO UPDATE SET
        finished_at = coalesce(lesson_runs.finished_at, excluded.finished_at),
        unaided_right = excluded.unaided_right,
        unaided_total = excluded.unaided_total,
        items_right = excluded.items_right,
        items_total = excluded.items_total,
        xp = excluded.xp,
        seconds = excluded.seconds
"""
_ATTEMPTED: Final = """
    INSERT INTO lesson_items (
        tenant, student, run, lesson, item, skill, use, attempts, is_right, is_unaided, error,
        misconception, at
    )
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    ON CONFLICT (student, run, item) DO UPDATE SET
        skill = excluded.skill,
        use = excluded.use,
        attempts = greatest(lesson_items.attempts, excluded.attempts),
        is_right = lesson_items.is_right OR excluded.is_right,
        is_unaided = lesson_items.is_unaided OR excluded.is_unaided,
        error = excluded.error,
        misconception = excluded.misconception,
        at = greatest(lesson_items.at, excluded.at)
"""
_HINTED: Final = """
    INSERT INTO lesson_items (tenant, student, run, lesson, item, rung, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (student, run, item) DO UPDATE SET
        rung = greatest(lesson_items.rung, excluded.rung),
        at = greatest(lesson_items.at, excluded.at)
"""


async def apply(connection: Connection, logged: LoggedFact) -> None:
    """Add one fact, in the transaction that moves the cursor."""
    body = logged.fact.body
    # A fact without these is not one of ours; raising would stop the student's whole log.
    if not (_text(body, "run") and _text(body, "lesson")):
        return
    match logged.fact.kind:
        case FactKind.LESSON_STARTED:
            await connection.execute(_STARTED, *_started(logged))
        case FactKind.LESSON_FINISHED:
            await connection.execute(_FINISHED, *_finished(logged))
        case FactKind.ITEM_ATTEMPTED if _text(body, "item"):
            await connection.execute(_ATTEMPTED, *_attempted(logged))
        case FactKind.HINT_GIVEN if _text(body, "item"):
            await connection.execute(_HINTED, *_hinted(logged))
        case _:
            pass


async def erase(connection: Connection, tenant: TenantId, student: StudentId) -> None:
    """Remove a student's rows, within the erasure's transaction."""
    for table in TABLES:
        await connection.execute(
            f"DELETE FROM {table} WHERE tenant = $1 AND student = $2",  # noqa: S608 a constant
            tenant,
            student,
        )


def _key(logged: LoggedFact) -> tuple[str, str, str, str]:
    body = logged.fact.body
    return logged.tenant_id, logged.student_id, _text(body, "run"), _text(body, "lesson")


def _started(logged: LoggedFact) -> tuple[object, ...]:
    body = logged.fact.body
    texts = (_text(body, name) for name in ("path", "version", "format"))
    return (*_key(logged), *texts, logged.at)


def _finished(logged: LoggedFact) -> tuple[object, ...]:
    body = logged.fact.body
    names = ("unaided_right", "unaided_total", "right", "total", "xp")
    return (
        *_key(logged),
        _text(body, "path"),
        _text(body, "format"),
        logged.at,
        *(_count(body, name) for name in names),
        _seconds(body),
    )


def _attempted(logged: LoggedFact) -> tuple[object, ...]:
    body = logged.fact.body
    correct = body.get("correct") is True
    return (
        *_key(logged),
        *(_text(body, name) for name in ("item", "skill", "use")),
        _count(body, "attempt"),
        correct,
        correct and body.get("aided") is False,
        _text(body, "error"),
        _text(body, "misconception"),
        logged.at,
    )


def _hinted(logged: LoggedFact) -> tuple[object, ...]:
    body = logged.fact.body
    return (*_key(logged), _text(body, "item"), _count(body, "rung"), logged.at)


def _text(body: Mapping[str, JsonValue], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""


def _count(body: Mapping[str, JsonValue], name: str) -> int:
    value = body.get(name)
    return min(max(value, 0), 1_000_000) if isinstance(value, int) else 0


def _seconds(body: Mapping[str, JsonValue]) -> float:
    value = body.get("seconds")
    return float(value) if isinstance(value, int | float) and value >= 0 else 0.0
