"""What is kept of flights: by consent only, sealed, bounded, gone with the consent or student."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from sessions.flight.replay import read
from sessions.ids import TenantId
from tests.tutor_server.modules.flight.flown import (
    DAYS,
    NOON,
    allow,
    chunks_of,
    flight_of,
    rows,
    store_of,
    talk,
)
from tests.tutor_server.storage.world import World, until
from tutor_server.clock import wall_clock
from tutor_server.errors import KeyFileError
from tutor_server.modules.flight import store as module
from tutor_server.modules.flight.store import FlightStore, erase
from tutor_server.storage.consents import Purpose, grant, withdraw
from tutor_server.storage.erasure import Eraser, export_student
from tutor_server.storage.people import PersonRole
from tutor_server.storage.pool import Scope

pytestmark = pytest.mark.slow


async def keep_all(world: World, *, piece_bytes: int = 64 * 1024) -> FlightStore:
    """Ada's conversation, kept."""
    store, flight = store_of(world), flight_of(await world.open())
    for chunk in chunks_of(talk(18), every=20, piece_bytes=piece_bytes):
        assert await store.keep(flight, chunk, now=NOON)
    return store


async def test_what_was_kept_is_read_again(world: World) -> None:
    await allow(world)
    store = await keep_all(world)
    (kept,) = await store.flights(world.as_("operator"), now=NOON)
    assert (kept.student, kept.first, kept.until) == (world.ada, 0, len(talk(18).events))
    record = read(await store.chunks(world.as_("operator"), kept, now=NOON))
    assert [event for piece in record.pieces for event in piece.events] == talk(18).events
    assert record.missing == 0


async def test_without_a_consent_nothing_is_kept(world: World) -> None:
    store, flight = store_of(world), flight_of(await world.open())
    assert not await store.consented(flight.identity)
    assert not await store.keep(flight, chunks_of(talk(18))[0], now=NOON)
    await allow(world)
    assert await store.consented(flight.identity)
    bens = flight_of(await world.open(world.ben))
    assert not await store.keep(bens, chunks_of(talk(18))[0], now=NOON)
    assert await rows(world) == 0


async def test_another_purpose_is_not_this_one(world: World) -> None:
    scope = world.as_("service")
    await grant(
        world.database, scope, person=world.ada, purpose=Purpose.TEACHER_VIEW, now=wall_clock()
    )
    flight = flight_of(await world.open())
    assert not await store_of(world).keep(flight, chunks_of(talk(18))[0], now=NOON)


async def test_keeping_again_changes_nothing(world: World) -> None:
    await allow(world)
    store, flight = store_of(world), flight_of(await world.open())
    chunk = chunks_of(talk(18))[0]
    assert await store.keep(flight, chunk, now=NOON)
    assert await store.keep(flight, chunk, now=NOON)
    assert await rows(world) == 1


async def test_a_former_owner_keeps_nothing(world: World) -> None:
    await allow(world)
    owned = await world.open()
    await world.log.claim(owned.ownership.session_id, owner="another")
    assert not await store_of(world).keep(flight_of(owned), chunks_of(talk(18))[0], now=NOON)


async def test_a_withdrawn_consent_takes_its_records_with_it(world: World) -> None:
    await allow(world)
    await keep_all(world)
    assert await rows(world) > 0
    await allow(world, yes=False)
    assert await rows(world) == 0


async def test_a_guardian_who_withdraws_removes_the_records(world: World) -> None:
    guardian = await world.person(PersonRole.GUARDIAN)
    await world.people.put_under_guard(world.tenant, guardian=guardian, student=world.ada)
    scope = world.as_("guardian", guardian)
    purpose, now = Purpose.FLIGHT_RECORD, wall_clock()
    await grant(world.database, scope, person=world.ada, purpose=purpose, now=now)
    await keep_all(world)
    assert await withdraw(world.database, scope, person=world.ada, purpose=purpose, now=now)
    assert await rows(world) == 0


async def test_another_consent_that_ends_leaves_them(world: World) -> None:
    await allow(world)
    scope, now = world.as_("service"), wall_clock()
    view = {"person": world.ada, "purpose": Purpose.TEACHER_VIEW, "now": now}
    await grant(world.database, scope, **view)  # type: ignore[arg-type]
    await keep_all(world)
    await withdraw(world.database, scope, **view)  # type: ignore[arg-type]
    assert await rows(world) > 0


async def waits_for_a_lock(world: World) -> bool:
    async with world.database.unscoped() as connection:
        return bool(
            await connection.fetchval("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        )


@pytest.mark.parametrize("end", ["withdraw", "erase"])
async def test_a_chunk_under_way_does_not_outlive_the_end(world: World, end: str) -> None:
    """The write has its locks and has not committed when the consent or the student goes."""
    await allow(world)
    flight = flight_of(await world.open())
    async with (
        asyncio.TaskGroup() as tasks,
        world.database.as_tenant(world.tenant) as connection,
    ):
        await connection.fetchval(
            module._KEEP,
            world.ada,
            flight.identity.session_id,
            flight.epoch,
            Purpose.FLIGHT_RECORD.value,
            0,
            1,
            True,
            b"sealed",
            NOON,
            NOON + timedelta(days=DAYS),
        )
        if end == "withdraw":
            tasks.create_task(allow(world, yes=False))
        else:
            eraser = Eraser(world.database, world.keys)
            tasks.create_task(eraser.erase_student(world.tenant, world.ada))
        await until(lambda: waits_for_a_lock(world))
    assert await rows(world) == 0


async def test_erasing_a_student_removes_all_of_it(world: World) -> None:
    await allow(world)
    store = await keep_all(world)
    (kept,) = await store.flights(world.as_("service"), now=NOON)
    await Eraser(world.database, world.keys, also=(erase,)).erase_student(world.tenant, world.ada)
    assert await rows(world) == 0
    assert await store.chunks(world.as_("service"), kept, now=NOON) == ()


async def test_what_a_child_said_is_sealed(world: World) -> None:
    await allow(world)
    await keep_all(world)
    async with world.database.as_tenant(world.tenant) as connection:
        held = b"".join(
            row["sealed"] for row in await connection.fetch("SELECT sealed FROM flight_chunks")
        )
    assert chunks_of(talk(18), every=20)[0].data[:40] not in held
    assert b"tutor-flight" not in held


async def test_a_chunk_moved_to_another_place_does_not_open(world: World) -> None:
    await allow(world)
    store = await keep_all(world)
    (kept,) = await store.flights(world.as_("service"), now=NOON)
    async with world.database.as_tenant(world.tenant) as connection:
        await connection.execute(
            "WITH gone AS (DELETE FROM flight_chunks WHERE first = 0 RETURNING *)"
            " INSERT INTO flight_chunks SELECT tenant, student, session, epoch, 1000000, events,"
            " begins, sealed, at, expires_at FROM gone"
        )
    with pytest.raises(KeyFileError):
        await store.chunks(world.as_("service"), kept, now=NOON)


async def test_the_oldest_go_when_a_session_has_too_much(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await allow(world)
    store, flight = store_of(world), flight_of(await world.open())
    chunks = chunks_of(talk(18), every=20, piece_bytes=500)
    size = sum(len(chunk.data) for chunk in chunks)
    monkeypatch.setattr(module, "MAX_SESSION_BYTES", size // 2)
    for chunk in chunks:
        assert await store.keep(flight, chunk, now=NOON)
    (kept,) = await store.flights(world.as_("service"), now=NOON)
    assert 0 < kept.bytes <= size
    record = read(await store.chunks(world.as_("service"), kept, now=NOON))
    assert record.pieces[0].first == kept.first > 0
    assert record.missing == kept.first
    assert record.pieces[-1].end == len(talk(18).events)


async def test_what_has_expired_is_not_shown(world: World) -> None:
    await allow(world)
    store = await keep_all(world)
    late = NOON + timedelta(days=DAYS)
    (kept,) = await store.flights(world.as_("service"), now=late - timedelta(seconds=1))
    assert await store.flights(world.as_("service"), now=late) == ()
    assert await store.chunks(world.as_("service"), kept, now=late) == ()


async def seen_by(world: World, scope: Scope) -> int:
    return len(await store_of(world).flights(scope, now=NOON))


async def test_who_may_see_them(world: World) -> None:
    await allow(world)
    await keep_all(world)
    guardian = await world.person(PersonRole.GUARDIAN, "Guardian")
    await world.people.put_under_guard(world.tenant, guardian=guardian, student=world.ada)
    teacher = world.as_("teacher", await world.person(PersonRole.TEACHER, "Teacher"))
    for scope, count in (
        (world.as_("service"), 1),
        (world.as_("operator", "op"), 1),
        (world.as_("student", world.ada), 1),
        (world.as_("guardian", guardian), 1),
        (teacher, 0),
        (world.as_("student", world.ben), 0),
        (world.as_("guardian", world.ben), 0),
        (world.as_("", ""), 0),
        (Scope(tenant=TenantId("elsewhere"), role="operator", person="op"), 0),
        (Scope(tenant=TenantId("*"), role="operator", person="op"), 0),
    ):
        assert await seen_by(world, scope) == count, scope
    await grant(
        world.database,
        world.as_("service"),
        person=world.ada,
        purpose=Purpose.TEACHER_VIEW,
        now=wall_clock(),
    )
    assert await seen_by(world, teacher) == 1


@pytest.mark.parametrize("role", ["student", "guardian", "teacher", "operator"])
async def test_only_the_service_writes(world: World, role: str) -> None:
    await allow(world)
    session = (await world.open()).ownership.session_id
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with world.database.scoped(world.as_(role, world.ada)) as connection:
            await connection.execute(
                "INSERT INTO flight_chunks VALUES ($1, $2, $3, 1, 0, 1, true, 'x', $4, $5)",
                world.tenant,
                world.ada,
                session,
                NOON,
                NOON + timedelta(days=1),
            )


async def test_a_student_takes_the_sealed_record_along(world: World) -> None:
    await allow(world)
    await keep_all(world)
    exported = await export_student(
        world.database, people=world.people, log=world.log, who=(world.tenant, world.ada)
    )
    records = exported["records"]
    assert isinstance(records, dict)
    assert records["flight_chunks"]
