"""Cursors: in order, exactly once, whatever fails in between."""

import asyncio

import asyncpg
import pytest

from tests.tutor_server.storage.world import World, turn, until
from tutor_server.launcher.postgres import PostgresUrls
from tutor_server.storage.consumers import Consumers, Pending
from tutor_server.storage.facts import LoggedFact
from tutor_server.storage.pool import Connection

pytestmark = pytest.mark.slow


class Tally:
    """An effect that lasts: counts facts in the retention table, and remembers the order."""

    def __init__(self, *, fails_at: int = 0) -> None:
        self.seen: list[str] = []
        self.fails_at = fails_at

    async def __call__(self, connection: Connection, logged: LoggedFact) -> None:
        await connection.execute(
            "INSERT INTO retention (tenant, kind, days) VALUES ($1, 'tally', 1)"
            " ON CONFLICT (tenant, kind) DO UPDATE SET days = retention.days + 1",
            logged.tenant_id,
        )
        self.seen.append(str(logged.fact.private.get("text", "")))
        if len(self.seen) == self.fails_at:
            raise ValueError("the module has a fault")


async def tally(world: World) -> int:
    async with world.database.as_tenant(world.tenant) as connection:
        return await connection.fetchval("SELECT days FROM retention WHERE kind = 'tally'") or 0


@pytest.fixture
def consumers(world: World) -> Consumers:
    return Consumers(world.database, world.keys)


@pytest.fixture
def ada(world: World) -> Pending:
    return Pending(tenant_id=world.tenant, student_id=world.ada)


async def test_in_order_over_all_sessions_of_a_student(
    world: World, consumers: Consumers, ada: Pending
) -> None:
    first, second = await world.open(), await world.open()
    for n, owned in enumerate((first, second, second, first, second)):
        await owned.append([turn(str(n))])
    effect = Tally()
    assert ada in await consumers.pending("xp", limit=100_000)
    assert await consumers.apply("xp", ada, effect) == 5
    assert await consumers.apply("xp", ada, effect) == 0
    assert effect.seen == ["0", "1", "2", "3", "4"]
    assert ada not in await consumers.pending("xp", limit=100_000)
    assert ada in await consumers.pending("votes", limit=100_000)


async def test_a_fault_undoes_the_batch_and_a_retry_repeats_it(
    world: World, consumers: Consumers, ada: Pending
) -> None:
    await (await world.open()).append([turn(str(n)) for n in range(4)])
    with pytest.raises(ValueError, match="fault"):
        await consumers.apply("xp", ada, Tally(fails_at=3))
    assert await tally(world) == 0
    effect = Tally()
    assert await consumers.apply("xp", ada, effect) == 4
    assert await tally(world) == 4
    assert effect.seen == ["0", "1", "2", "3"]


async def test_many_workers_apply_each_fact_once(
    world: World, consumers: Consumers, ada: Pending
) -> None:
    owned = await world.open()

    async def work() -> None:
        for _ in range(15):
            await consumers.apply("xp", ada, Tally())

    async def write() -> None:
        for n in range(20):
            await owned.append([turn(str(n))])

    await asyncio.gather(write(), work(), work(), work())
    while await consumers.apply("xp", ada, Tally()):
        pass
    assert await tally(world) == 20


async def test_a_late_commit_is_not_skipped(
    world: World, consumers: Consumers, ada: Pending, postgres: PostgresUrls
) -> None:
    """While one append hangs before its commit, later ones of the student wait behind it."""
    slow, quick = await world.open(), await world.open()
    waiting = "SELECT count(*) = 2 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    hanging, watching = [await asyncpg.connect(postgres.admin) for _ in range(2)]
    transaction = hanging.transaction()
    try:
        await transaction.start()
        await hanging.execute(
            "UPDATE student_streams SET last_seq = last_seq WHERE student = $1", world.ada
        )
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(slow.append([turn("slow")]))
            tasks.create_task(quick.append([turn("quick")]))
            await until(lambda: watching.fetchval(waiting))
            assert await consumers.apply("xp", ada, Tally()) == 0
            await transaction.commit()
    finally:
        await hanging.close()
        await watching.close()
    effect = Tally()
    assert await consumers.apply("xp", ada, effect) == 2
    assert sorted(effect.seen) == ["quick", "slow"]


async def test_long_backlogs_go_in_batches(
    world: World, consumers: Consumers, ada: Pending, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tutor_server.storage.consumers.BATCH", 3)
    await (await world.open()).append([turn(str(n)) for n in range(7)])
    effect = Tally()
    counts = [await consumers.apply("xp", ada, effect) for _ in range(4)]
    assert counts == [3, 3, 1, 0]
    assert effect.seen == [str(n) for n in range(7)]


async def test_catch_up_reaches_everybody(world: World, consumers: Consumers) -> None:
    for who in (world.ada, world.ben):
        await (await world.open(who)).append([turn("x"), turn("y")])
    seen: list[str] = []

    async def effect(_: Connection, logged: LoggedFact) -> None:
        seen.append(logged.student_id)

    while await consumers.catch_up(f"all {world.tenant}", effect):
        pass
    assert seen.count(world.ada) == seen.count(world.ben) == 2


async def test_erased_keys_leave_the_bare_facts(
    world: World, consumers: Consumers, ada: Pending
) -> None:
    await (await world.open()).append([turn("secret")])
    async with world.database.as_tenant(world.tenant) as connection:
        await world.keys.destroy(connection, world.tenant, world.ada)
    effect = Tally()
    assert await consumers.apply("xp", ada, effect) == 1
    assert effect.seen == [""]
