"""What is too old goes, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest

from sessions.contracts import Fact, FactKind
from tests.tutor_server.storage.world import World, turn
from tutor_server.storage import retention
from tutor_server.storage.retention import RetentionKind, purge, set_days

pytestmark = pytest.mark.slow

NOW = datetime(2030, 1, 1, tzinfo=UTC)
CLOSED = Fact(fact_id="closed", kind=FactKind.SESSION_CLOSED, body={})


async def age(world: World, days: float) -> None:
    """Make everything of the tenant this old at NOW."""
    async with world.database.as_tenant(world.tenant) as connection:
        at = NOW - timedelta(days=days)
        await connection.execute("UPDATE events SET at = $1", at)
        await connection.execute(
            "UPDATE sessions SET closed_at = $1 WHERE closed_at IS NOT NULL", at
        )


async def test_what_was_said_goes_before_the_fact(world: World) -> None:
    owned = await world.open()
    await owned.append([turn("one half"), turn("two"), CLOSED])
    await age(world, 181)
    removed = await purge(world.database, world.tenant, now=NOW)
    assert removed[RetentionKind.TRANSCRIPTS] == 2
    assert removed[RetentionKind.EVENTS] == 0
    logged = await world.log.read_all(owned.ownership.session_id)
    assert [dict(entry.fact.private) for entry in logged] == [{}, {}, {}]


async def test_young_facts_stay(world: World) -> None:
    await (await world.open()).append([turn("x"), CLOSED])
    await age(world, 179)
    assert set((await purge(world.database, world.tenant, now=NOW)).values()) == {0}


async def test_old_facts_of_closed_sessions_go(world: World) -> None:
    closed, live = await world.open(), await world.open()
    await closed.append([turn("x"), CLOSED])
    await live.append([turn("y")])
    await age(world, 731)
    assert (await purge(world.database, world.tenant, now=NOW))[RetentionKind.EVENTS] == 2
    assert len(await world.log.read_all(live.ownership.session_id)) == 1
    assert await live.append([turn("z")]) == 2


async def test_tenants_choose_and_do_not_touch_one_another(world: World) -> None:
    owned = await world.open()
    await owned.append([turn("x")])
    await age(world, 10)
    await set_days(world.database, world.tenant, kind=RetentionKind.TRANSCRIPTS, days=9)
    other = await world.people.tenants()
    for tenant in other:
        if tenant != world.tenant:
            await purge(world.database, tenant, now=NOW - timedelta(days=3650))
    assert (await world.log.read_all(owned.ownership.session_id))[0].fact.private
    removed = await purge(world.database, world.tenant, now=NOW)
    assert removed[RetentionKind.TRANSCRIPTS] == 1


async def test_used_links_go(world: World) -> None:
    async with world.database.as_tenant(world.tenant) as connection:
        for jti, days in (("old", 8), ("young", 6)):
            await connection.execute(
                "INSERT INTO login_links VALUES ($1 || $2, $2, $3, $4, $4)",
                jti, world.tenant, world.ada, NOW - timedelta(days=days),
            )  # fmt: skip
    assert (await purge(world.database, world.tenant, now=NOW))[RetentionKind.LOGIN_LINKS] == 1


async def test_one_call_is_bounded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH_ROWS", 2)
    await (await world.open()).append([turn(str(n)) for n in range(5)])
    await age(world, 200)
    counts = [
        (await purge(world.database, world.tenant, now=NOW))[RetentionKind.TRANSCRIPTS]
        for _ in range(4)
    ]
    assert counts == [2, 2, 1, 0]
