"""What do the event log's guarantees cost beside plain INSERTs of the same rows?

Embedded Postgres as it is shipped, fsync on. Ours locks session and student, checks the epoch,
seals the words, obeys row-level security and skips repeats. The peer is asyncpg's `execute` of
one INSERT per row into a table with a primary key, same database, same pool size, same run.
"""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from time import perf_counter

import asyncpg

from sessions.contracts import Fact
from sessions.ids import StudentId
from tests.load.plan import Plan
from tests.load.report import Table
from tests.load.spread import median, middle_ms, ratio
from tests.running_server import reachable_home
from tests.tutor_server.storage.world import World, make_world, turn
from tutor_server.launcher.postgres import embedded_postgres
from tutor_server.launcher.postgres_cluster import APP_ROLE
from tutor_server.storage.event_log import OwnedLog
from tutor_server.storage.migrate import migrate
from tutor_server.storage.people import PersonRole
from tutor_server.storage.pool import Database

_POOL = 10
"""Connections, for either; what Database opens when not told otherwise."""
_TEXT = "I think it is three quarters, because two quarters are one half."
_TABLE = f"""
    CREATE TABLE plain_events (LIKE events);
    ALTER TABLE plain_events ADD PRIMARY KEY (session, seq);
    GRANT INSERT ON plain_events TO {APP_ROLE};
"""
_INSERT = """
    INSERT INTO plain_events
        (session, tenant, student, seq, student_seq, fact_id, kind, body, private, at)
    VALUES ($1, 'school', $2, $3, $3, $4, $5, $6, $7, clock_timestamp())
"""

Append = Callable[[Fact], Awaitable[object]]


@dataclass(slots=True)
class Results:
    """One way of writing with one number of sessions, over all runs."""

    per_s: list[float] = field(default_factory=list)
    each_s: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Level:
    """Both ways with one number of sessions."""

    sessions: int
    ours: Results = field(default_factory=Results)
    plain: Results = field(default_factory=Results)


async def _append_all(writers: Sequence[Append], appends: int, results: Results) -> None:
    """Every session writes one fact after the other, all sessions side by side."""
    each = appends // len(writers)

    async def write(append: Append) -> None:
        for _ in range(each):
            fact = turn(_TEXT)
            began_s = perf_counter()
            await append(fact)
            results.each_s.append(perf_counter() - began_s)

    began_s = perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for append in writers:
            tasks.create_task(write(append))
    results.per_s.append(each * len(writers) / (perf_counter() - began_s))


async def _ours(world: World, sessions: int) -> list[Append]:
    """A session each of different students."""

    async def opened(number: int) -> Append:
        name = f"Student {number}"
        student = await world.people.ensure_person(world.tenant, PersonRole.STUDENT, name)
        owned: OwnedLog = await world.open(StudentId(student))
        return lambda fact: owned.append([fact])

    return [await opened(number) for number in range(sessions)]


def _plain(pool: "asyncpg.Pool[asyncpg.Record]") -> Append:
    session, numbers = secrets.token_hex(8), count(1)

    async def append(fact: Fact) -> None:
        body, private = json.dumps(dict(fact.body)), json.dumps(dict(fact.private))
        await pool.execute(
            _INSERT, session, session, next(numbers), fact.fact_id, fact.kind.value, body,
            private.encode(),
        )  # fmt: skip

    return append


async def measure(plan: Plan) -> list[Table]:
    """Both in turn, so that a busy disk meets both."""
    levels = [Level(sessions=sessions) for sessions in plan.log_sessions]
    with reachable_home() as home:
        async with embedded_postgres(home) as postgres:
            await migrate(postgres.urls.owner, app_role=APP_ROLE)
            await _make_table(postgres.urls.owner)
            database = await Database.open(postgres.urls.app, size=_POOL)
            try:
                world = await make_world(database, home)
                async with asyncpg.create_pool(postgres.urls.app, max_size=_POOL) as pool:
                    for level in levels:
                        await _measure_level(world, pool, level, plan)
            finally:
                await database.close()
    return [_table(levels, plan)]


async def _make_table(owner_url: str) -> None:
    connection = await asyncpg.connect(owner_url)
    await connection.execute(_TABLE)
    await connection.close()


async def _measure_level(
    world: World, pool: "asyncpg.Pool[asyncpg.Record]", level: Level, plan: Plan
) -> None:
    ours = await _ours(world, level.sessions)
    plain = [_plain(pool) for _ in range(level.sessions)]
    for writers in (ours, plain):  # connections are opened and statements prepared
        await _append_all(writers, level.sessions, Results())
    for _ in range(plan.log_runs):
        await _append_all(ours, plan.log_appends, level.ours)
        await _append_all(plain, plan.log_appends, level.plain)


def _table(levels: Sequence[Level], plan: Plan) -> Table:
    def row(level: Level) -> tuple[str, ...]:
        ours, plain = median(level.ours.per_s), median(level.plain.per_s)
        times = (*middle_ms(level.ours.each_s, 2), *middle_ms(level.plain.each_s, 2))
        return (str(level.sessions), f"{ours:.0f}", f"{plain:.0f}", ratio(ours, plain), *times)

    return Table(
        question="Facts appended to the log beside plain INSERTs of the same rows",
        columns=(
            "sessions", "ours/s", "plain/s", "ratio", "ours p50 ms", "ours p95 ms",
            "plain p50 ms", "plain p95 ms",
        ),
        rows=tuple(map(row, levels)),
        notes=(
            f"Medians of {plan.log_runs} runs of {plan.log_appends} appends, one fact each; "
            f"embedded Postgres, fsync on, {_POOL} connections.",
        ),
    )  # fmt: skip
