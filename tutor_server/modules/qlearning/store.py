"""The rim of the module: one fact applied, in the transaction that moves the cursor.

Loads what waits for a reward, takes the pure step and writes what came of it. Only the student's
own rows are read and written, so the same log always leaves the same values, whatever other
students do meanwhile. Knows no rule.
"""

import logging
from dataclasses import asdict
from typing import Final

import msgspec

from sessions.ids import StudentId, TenantId
from tutor_server.modules.qlearning.deeds import SHAPES, DecisionMade, Deed, ItemTried, deed_of
from tutor_server.modules.qlearning.qtable import Cell, Learned, best, correct, learn
from tutor_server.modules.qlearning.state import Profile, after
from tutor_server.modules.qlearning.waiting import Settled, Waiting, begin, settle
from tutor_server.storage.facts import LoggedFact
from tutor_server.storage.pool import Connection, Row

log = logging.getLogger(__name__)

CONSUMER: Final = "qlearning"
TABLES: Final = (
    "qlearning_overrides",
    "qlearning_values",
    "qlearning_decisions",
    "qlearning_students",
    "qlearning_deeds",
)

_BEGIN: Final = """
    WITH fresh AS (
        INSERT INTO qlearning_deeds (tenant, student, deed, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING RETURNING student
    )
    SELECT s.profile FROM fresh LEFT JOIN qlearning_students s ON s.student = fresh.student
"""
"""No row when the deed is already known."""

_WAITING: Final = """
    SELECT decision, kind, skill, state, options, chosen, at AS made_at, run, item, reward, share,
        finished_at, solved, later_right, later_total, done, visit
    FROM qlearning_decisions WHERE student = $1 AND NOT done ORDER BY number
"""

_SAVE_PROFILE: Final = """
    INSERT INTO qlearning_students (tenant, student, profile) VALUES ($1, $2, $3)
    ON CONFLICT (student) DO UPDATE SET profile = excluded.profile
"""

_ADD: Final = """
    INSERT INTO qlearning_decisions (tenant, student, decision, kind, lesson, skill, state,
        options, chosen, probabilities, source, at, run, item, share, solved, later_right,
        later_total, done)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, false, 0, 0, false)
    ON CONFLICT DO NOTHING
"""

_UPDATE: Final = """
    UPDATE qlearning_decisions SET run = $3, reward = $4, share = $5, finished_at = $6,
        solved = $7, later_right = $8, later_total = $9, done = $10
    WHERE student = $1 AND decision = $2
"""

_LEARNED: Final = """
    UPDATE qlearning_decisions SET visit = $3, moved = $4, rewarded_at = $5
    WHERE student = $1 AND decision = $2
"""

_SAVE_CELL: Final = """
    INSERT INTO qlearning_values (tenant, student, kind, state, option, visits, rewards, value)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (student, kind, state, option) DO UPDATE SET visits = excluded.visits,
        rewards = excluded.rewards, value = excluded.value
"""


async def apply(connection: Connection, logged: LoggedFact) -> None:
    """Learn from one fact. A fact that cannot be read is logged and teaches nothing."""
    fact = logged.fact
    if fact.kind not in SHAPES:
        return
    deed = deed_of(fact.kind, fact.body)
    if deed is None:
        log.warning("a fact cannot be read", extra={"kind": fact.kind.value})
        return
    row = await connection.fetchrow(
        _BEGIN, logged.tenant_id, logged.student_id, deed.key, logged.at
    )
    if row is not None:
        await _take(connection, logged, deed, profile_of(row["profile"]))


async def erase(connection: Connection, tenant: TenantId, student: StudentId) -> None:
    """Remove everything of a student, within the erasure's transaction."""
    for table in TABLES:
        await connection.execute(f"DELETE FROM {table} WHERE student = $1", student)  # noqa: S608 constants


def profile_of(stored: object) -> Profile:
    """A stored profile; that of a beginner when there is none."""
    return Profile() if stored is None else msgspec.convert(stored, Profile)


async def _take(connection: Connection, logged: LoggedFact, deed: Deed, before: Profile) -> None:
    profile = after(before, deed) if isinstance(deed, ItemTried) else before
    rows = await connection.fetch(_WAITING, logged.student_id)
    earlier = {row["decision"]: row for row in rows}
    waiting = [_waiting(row) for row in rows]
    for settled in settle(waiting, deed, profile=profile, at=logged.at):
        await _write(connection, logged, settled, earlier[settled.waiting.decision])
    if isinstance(deed, DecisionMade):
        await _add(connection, logged, deed, profile)
    if profile != before:
        await connection.execute(
            _SAVE_PROFILE, logged.tenant_id, logged.student_id, asdict(profile)
        )


def _waiting(row: Row) -> Waiting:
    values = {name: row[name] for name in Waiting.__dataclass_fields__}
    return Waiting(**{**values, "options": tuple(row["options"])})


async def _add(
    connection: Connection, logged: LoggedFact, made: DecisionMade, profile: Profile
) -> None:
    waiting = begin(made, profile, logged.at)
    await connection.execute(
        _ADD,
        logged.tenant_id,
        logged.student_id,
        made.decision,
        made.kind,
        made.lesson,
        made.skill,
        made.state,
        made.options,
        made.chosen,
        made.probabilities,
        made.source,
        logged.at,
        waiting.run,
        waiting.item,
    )


async def _write(
    connection: Connection, logged: LoggedFact, settled: Settled, earlier: Row
) -> None:
    now = settled.waiting
    await connection.execute(
        _UPDATE,
        logged.student_id,
        now.decision,
        now.run,
        now.reward,
        now.share,
        now.finished_at,
        now.solved,
        now.later_right,
        now.later_total,
        now.done,
    )
    if now.reward is not None and now.reward != earlier["reward"]:
        await _learn(connection, logged, settled, earlier)


async def _learn(
    connection: Connection, logged: LoggedFact, settled: Settled, earlier: Row
) -> None:
    """The first reward of a decision is learned; a later part corrects it."""
    now, before = settled.waiting, earlier["reward"]
    reward = now.reward or 0.0
    cell = (await _cells(connection, logged, now, now.state)).get(now.chosen, Cell())
    if before is not None:
        learned = correct(cell, reward - before, visit=earlier["visit"])
        await _save(connection, logged, now, learned)
        return
    following = settled.next_state
    best_next = None
    if following is not None:
        best_next = best(await _cells(connection, logged, now, following), now.options)
    learned = learn(cell, reward, best_next=best_next)
    await _save(connection, logged, now, learned)
    await connection.execute(
        _LEARNED, logged.student_id, now.decision, learned.cell.visits, learned.moved, logged.at
    )


async def _cells(
    connection: Connection, logged: LoggedFact, now: Waiting, state: str
) -> dict[str, Cell]:
    """The student's own values in a state, by option."""
    rows = await connection.fetch(
        "SELECT option, visits, rewards, value FROM qlearning_values"
        " WHERE student = $1 AND kind = $2 AND state = $3",
        logged.student_id,
        now.kind,
        state,
    )
    return {
        row["option"]: Cell(visits=row["visits"], rewards=row["rewards"], value=row["value"])
        for row in rows
    }


async def _save(
    connection: Connection, logged: LoggedFact, now: Waiting, learned: Learned
) -> None:
    cell = learned.cell
    await connection.execute(
        _SAVE_CELL,
        logged.tenant_id,
        logged.student_id,
        now.kind,
        now.state,
        now.chosen,
        cell.visits,
        cell.rewards,
        cell.value,
    )
