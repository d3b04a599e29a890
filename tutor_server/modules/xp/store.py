"""The rim of the module: one fact applied, in the transaction that moves the cursor.

Loads where the student stands, takes the pure step and writes what came of it. Knows no rule.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import msgspec

from sessions.ids import StudentId, TenantId
from tutor_server.modules.xp.awards import Award
from tutor_server.modules.xp.deeds import SHAPES, Deed, deed_of
from tutor_server.modules.xp.notices import news_of, write
from tutor_server.modules.xp.standing import (
    Circumstances,
    Outcome,
    Standing,
    keys_of,
    step,
    student_day,
)
from tutor_server.modules.xp.totals import Curriculum
from tutor_server.modules.xp.zones import Zones, ZoneSpan
from tutor_server.storage.facts import LoggedFact
from tutor_server.storage.pool import Connection, Row

log = logging.getLogger(__name__)

CONSUMER: Final = "xp"
TABLES: Final = (
    "xp_notices",
    "xp_achievements",
    "xp_weeks",
    "xp_awards",
    "xp_deeds",
    "xp_standing",
    "xp_choices",
    "xp_time_zones",
)

_BEGIN = """
    WITH fresh AS (
        INSERT INTO xp_deeds (tenant, student, deed, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING RETURNING student
    )
    SELECT s.standing, coalesce(s.last_award, 0) AS last_award,
        coalesce(s.last_notice, 0) AS last_notice,
        ARRAY(SELECT achievement FROM xp_achievements WHERE student = $2) AS held,
        ARRAY(SELECT since FROM xp_time_zones WHERE student = $2 ORDER BY since) AS since,
        ARRAY(SELECT zone FROM xp_time_zones WHERE student = $2 ORDER BY since) AS zone
    FROM fresh LEFT JOIN xp_standing s ON s.student = fresh.student
"""
"""No row when the deed is already known."""

_SAVE = """
    INSERT INTO xp_standing (tenant, student, total, last_award, last_notice, standing)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (student) DO UPDATE SET total = excluded.total,
        last_award = excluded.last_award, last_notice = excluded.last_notice,
        standing = excluded.standing
"""

_AWARD = """
    WITH award AS (
        INSERT INTO xp_awards (tenant, student, award, seq, source, amount, lesson, day, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    )
    INSERT INTO xp_weeks (tenant, student, week, xp) SELECT $1, $2, $10, $6
    ON CONFLICT (student, week) DO UPDATE SET xp = xp_weeks.xp + excluded.xp
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    """What the database knows of a student before a deed."""

    standing: Standing
    zones: Zones
    held: frozenset[str]
    last_award: int
    last_notice: int


class Xp:
    """The module's effect on the log, with the curriculum it counts paths by."""

    def __init__(self, curriculum: Curriculum) -> None:
        self._curriculum = curriculum

    async def apply(self, connection: Connection, logged: LoggedFact) -> None:
        """Give what one fact earns. A fact that cannot be read is logged and earns nothing."""
        fact = logged.fact
        if fact.kind not in SHAPES:
            return
        deed = deed_of(fact.kind, fact.body)
        if deed is None:
            log.warning("a fact cannot be read", extra={"kind": fact.kind.value})
            return
        loaded = await _begin(connection, logged, deed)
        if loaded is None:
            return
        day = student_day(loaded.standing, loaded.zones.day(logged.at))
        keys = keys_of(deed, day, self._curriculum)
        around = Circumstances(
            day=day,
            whole=loaded.zones.whole,
            taken=await _taken(connection, logged.student_id, keys),
            held=loaded.held,
            curriculum=self._curriculum,
        )
        await _write(connection, logged, loaded, step(loaded.standing, deed, around))


async def erase(connection: Connection, tenant: TenantId, student: StudentId) -> None:
    """Remove everything of a student, within the erasure's transaction."""
    for table in TABLES:
        await connection.execute(f"DELETE FROM {table} WHERE student = $1", student)  # noqa: S608 constants


def zones_of(row: Row) -> Zones:
    """The zones of a row with the arrays `since` and `zone`."""
    pairs = zip(row["since"], row["zone"], strict=True)
    return Zones(tuple(ZoneSpan(since=since, zone=zone) for since, zone in pairs))


def standing_of(stored: Mapping[str, object] | None) -> Standing:
    """A stored standing; that of a beginner when there is none."""
    return Standing() if stored is None else msgspec.convert(stored, Standing)


async def _begin(connection: Connection, logged: LoggedFact, deed: Deed) -> _Loaded | None:
    """Note the deed and load the student; None when the deed was noted before."""
    row = await connection.fetchrow(
        _BEGIN, logged.tenant_id, logged.student_id, deed.key, logged.at
    )
    if row is None:
        return None
    return _Loaded(
        standing=standing_of(row["standing"]),
        zones=zones_of(row),
        held=frozenset(row["held"]),
        last_award=row["last_award"],
        last_notice=row["last_notice"],
    )


async def _taken(
    connection: Connection, student: StudentId, keys: tuple[str, ...]
) -> frozenset[str]:
    if not keys:
        return frozenset()
    rows = await connection.fetch(
        "SELECT award FROM xp_awards WHERE student = $1 AND award = ANY($2::text[])",
        student,
        keys,
    )
    return frozenset(row["award"] for row in rows)


async def _write(
    connection: Connection, logged: LoggedFact, loaded: _Loaded, outcome: Outcome
) -> None:
    news = news_of(outcome)
    day = outcome.standing.given.day
    if outcome.award is not None and day is not None:
        await _give(connection, logged, outcome.award, seq=loaded.last_award + 1, day=day)
    if outcome.achievements:
        await connection.executemany(
            "INSERT INTO xp_achievements (tenant, student, achievement, at)"
            " VALUES ($1, $2, $3, $4)",
            [
                (logged.tenant_id, logged.student_id, row.name, logged.at)
                for row in outcome.achievements
            ],
        )
    if news:
        await write(connection, logged, news=news, after_seq=loaded.last_notice)
    await connection.execute(
        _SAVE,
        logged.tenant_id,
        logged.student_id,
        outcome.standing.xp,
        loaded.last_award + (outcome.award is not None),
        loaded.last_notice + len(news),
        msgspec.to_builtins(outcome.standing),
    )


async def _give(
    connection: Connection, logged: LoggedFact, award: Award, *, seq: int, day: date
) -> None:
    await connection.execute(
        _AWARD,
        logged.tenant_id,
        logged.student_id,
        award.key,
        seq,
        award.source.value,
        award.amount,
        award.lesson,
        day,
        logged.at,
        week_of(day),
    )


def week_of(day: date) -> date:
    """The Monday of a date's week (ISO 8601)."""
    return day - timedelta(days=day.weekday())
