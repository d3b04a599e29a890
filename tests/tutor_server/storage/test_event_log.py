"""The log: one owner, no gaps, nothing twice, nothing in the clear."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace

import asyncpg
import pytest

from sessions.contracts import Fact, FactKind, Identity
from sessions.errors import FencedError, LogUnavailableError
from sessions.ids import SessionId, StudentId, TenantId
from tests.tutor_server.storage.world import World, turn, until
from tutor_server.errors import ConflictError, NotFoundError
from tutor_server.launcher.postgres import PostgresUrls
from tutor_server.storage.event_log import EventLog
from tutor_server.storage.session_list import get_session

pytestmark = pytest.mark.slow


async def test_append_and_read_back(world: World) -> None:
    owned = await world.open()
    facts = [turn("one half"), turn("plus one quarter"), turn("¾!")]
    assert await owned.append(facts[:2]) == 2
    assert await owned.append(facts[2:]) == 3
    logged = await world.log.read_all(owned.ownership.session_id)
    assert [entry.fact for entry in logged] == facts
    assert [entry.seq for entry in logged] == [1, 2, 3]
    assert logged[0].at <= logged[1].at <= logged[2].at


async def test_what_was_said_is_sealed(world: World, postgres: PostgresUrls) -> None:
    owned = await world.open()
    await owned.append([turn("my name is Zebedee")])
    admin = await asyncpg.connect(postgres.admin)
    try:
        row = await admin.fetchrow(
            "SELECT events::text AS t, private FROM events WHERE session = $1",
            owned.ownership.session_id,
        )
    finally:
        await admin.close()
    assert row is not None
    assert "Zebedee" not in row["t"]
    assert b"Zebedee" not in row["private"]


async def test_retried_append_is_harmless(world: World) -> None:
    owned = await world.open()
    first, second = turn("a"), turn("b")
    assert await owned.append([first]) == 1
    assert await owned.append([first, second, second]) == 2
    assert await owned.append([first, second]) == 2
    assert await owned.append([]) == 2
    logged = await world.log.read_all(owned.ownership.session_id)
    assert [entry.fact for entry in logged] == [first, second]


async def test_the_same_append_twice_at_once(world: World) -> None:
    """A time-out's retry may meet the first try still on its way."""
    owned = await world.open()
    facts = [turn(str(n)) for n in range(5)]
    assert set(await asyncio.gather(*(owned.append(facts) for _ in range(6)))) == {5}
    assert len(await world.log.read_all(owned.ownership.session_id)) == 5


async def test_claim_fences_the_former_owner(world: World) -> None:
    former = await world.open()
    await former.append([turn("a")])
    session_id = former.ownership.session_id
    owner = await world.log.claim(session_id, owner="second")
    assert (former.epoch, owner.epoch) == (1, 2)
    with pytest.raises(FencedError):
        await former.append([turn("late")])
    with pytest.raises(FencedError):
        await former.append([])
    assert await owner.append([turn("b")]) == 2
    record = await get_session(world.database, world.as_("service"), session_id)
    assert (record.owner, record.epoch, record.last_seq) == ("second", 2, 2)


async def test_of_two_owners_appending_at_once_one_wins(world: World) -> None:
    """Whatever the interleaving: no fact of the old owner follows one of the new."""
    former = await world.open()
    session_id = former.ownership.session_id

    async def keep_appending(prefix: str) -> int:
        done = 0
        while True:
            try:
                await former.append([turn(prefix, f"{prefix}{done}")])
            except FencedError:
                return done
            done += 1

    async def take_over() -> None:
        await until(lambda: world.log.read(session_id))
        owner = await world.log.claim(session_id, owner="second")
        for n in range(10):
            await owner.append([turn("new", f"new{n}")])

    async with asyncio.TaskGroup() as tasks:
        old = tasks.create_task(keep_appending("old"))
        tasks.create_task(take_over())
    ids = [entry.fact.fact_id for entry in await world.log.read_all(session_id)]
    assert ids == [f"old{n}" for n in range(old.result())] + [f"new{n}" for n in range(10)]


async def test_two_claims_at_once_have_two_epochs(world: World) -> None:
    session_id = (await world.open()).ownership.session_id
    claimed = await asyncio.gather(*(world.log.claim(session_id, owner=str(n)) for n in range(5)))
    assert sorted(owned.epoch for owned in claimed) == [2, 3, 4, 5, 6]
    outcomes = await asyncio.gather(
        *(owned.append([turn("mine")]) for owned in claimed), return_exceptions=True
    )
    assert sum(isinstance(outcome, FencedError) for outcome in outcomes) == 4


async def test_no_gaps_under_twenty_concurrent_appenders(world: World) -> None:
    """Ten sessions of Ada and ten of Ben, interleaved; every fifth fact is sent twice."""
    owners = [await world.open(who) for who in (world.ada, world.ben) for _ in range(10)]

    async def append_ten(n: int) -> None:
        for k in range(10):
            fact = turn("x", f"{n}-{k}")
            await owners[n].append([fact])
            if k % 5 == 0:
                await owners[n].append([fact])

    await asyncio.gather(*(append_ten(n) for n in range(20)))
    for owned in owners:
        logged = await world.log.read_all(owned.ownership.session_id)
        assert [entry.seq for entry in logged] == list(range(1, 11))
    for student in (world.ada, world.ben):
        async with world.database.as_student(world.tenant, student) as connection:
            rows = await connection.fetch("SELECT student_seq FROM events ORDER BY student_seq")
        assert [row["student_seq"] for row in rows] == list(range(1, 101))


async def test_close_and_reopen(world: World) -> None:
    owned = await world.open()
    session_id = owned.ownership.session_id
    await owned.append([Fact(fact_id="c", kind=FactKind.SESSION_CLOSED, body={"reason": "idle"})])
    record = await get_session(world.database, world.as_("service"), session_id)
    assert record.closed_at is not None
    await world.log.claim(session_id, owner="again")
    record = await get_session(world.database, world.as_("service"), session_id)
    assert record.closed_at is None


async def test_open_refuses_doubles_and_strangers(world: World) -> None:
    owned = await world.open()
    mine = owned.ownership
    identity = Identity(
        tenant_id=mine.tenant_id, student_id=mine.student_id, session_id=mine.session_id
    )
    with pytest.raises(ConflictError):
        await world.log.open_session(identity, owner="x")
    for stranger in (
        replace(identity, session_id=SessionId("new"), student_id=StudentId("nobody")),
        replace(identity, session_id=SessionId("new"), tenant_id=TenantId("elsewhere")),
    ):
        with pytest.raises(NotFoundError):
            await world.log.open_session(stranger, owner="x")
    with pytest.raises(NotFoundError):
        await world.log.claim(SessionId("nothing"), owner="x")


async def test_read_in_pages_and_as_a_viewer(world: World) -> None:
    owned = await world.open()
    session_id = owned.ownership.session_id
    await owned.append([turn(str(n)) for n in range(7)])
    page = await world.log.read(session_id, after_seq=2, limit=3)
    assert [entry.seq for entry in page] == [3, 4, 5]
    ada, ben = world.as_("student", world.ada), world.as_("student", world.ben)
    assert len(await world.log.read(session_id, viewer=ada)) == 7
    assert await world.log.read(session_id, viewer=ben) == ()


async def test_wake_is_told_after_the_commit(world: World) -> None:
    woken: list[tuple[str, str]] = []
    log = EventLog(world.database, world.keys, wake=lambda *who: woken.append(who))
    session_id = (await world.open()).ownership.session_id
    owned = await log.claim(session_id, owner="x")
    await owned.append([turn("a")])
    await log.claim(session_id, owner="y")
    with pytest.raises(FencedError):
        await owned.append([turn("b")])
    assert woken == [(world.tenant, world.ada)]


async def test_storage_away_is_said_and_a_retry_succeeds(
    world: World, postgres: PostgresUrls
) -> None:
    owned = await world.open()
    fact = turn("a")
    blocker = await asyncpg.connect(postgres.admin)
    killer = await asyncpg.connect(postgres.admin)
    try:
        async with blocker.transaction():
            await blocker.execute(
                "SELECT FROM sessions WHERE id = $1 FOR UPDATE", owned.ownership.session_id
            )
            async with asyncio.TaskGroup() as tasks:
                appending = tasks.create_task(_outcome(owned.append([fact])))
                await until(
                    lambda: killer.fetchval(
                        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                        " WHERE wait_event_type = 'Lock' AND usename = 'tutor_app'"
                    )
                )
    finally:
        await blocker.close()
        await killer.close()
    assert isinstance(appending.result(), LogUnavailableError)
    assert await owned.append([fact]) == 1


async def _outcome(appending: Coroutine[None, None, int]) -> object:
    try:
        return await appending
    except LogUnavailableError as error:
        return error
