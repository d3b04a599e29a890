"""Export and erasure of one student."""

import asyncio
import json

import asyncpg
import pytest

from sessions.errors import FencedError
from sessions.ids import StudentId, TenantId
from tests.tutor_server.storage.test_row_security import PRIVATE, rows_seen
from tests.tutor_server.storage.world import World, turn, until
from tutor_server.clock import wall_clock
from tutor_server.errors import ErasedError, NotFoundError
from tutor_server.launcher.postgres import PostgresUrls
from tutor_server.storage.consents import Purpose, grant
from tutor_server.storage.erasure import Eraser, export_student
from tutor_server.storage.people import PersonRole
from tutor_server.storage.pool import Connection
from tutor_server.storage.student_tables import student_tables

pytestmark = pytest.mark.slow


async def test_export_holds_everything_readable(world: World) -> None:
    for text in ("one half", "plus ¼"):
        await (await world.open()).append([turn(text)])
    await (await world.open(world.ben)).append([turn("not hers")])
    await grant(
        world.database, world.as_("service"), person=world.ada, purpose=Purpose.TEACHER_VIEW,
        now=wall_clock(),
    )  # fmt: skip
    exported = await export_student(
        world.database, people=world.people, log=world.log, who=(world.tenant, world.ada)
    )
    text = json.dumps(exported, ensure_ascii=False)
    assert all(part in text for part in ("Ada", "one half", "plus ¼", "teacher_view"))
    assert "not hers" not in text
    assert world.ben not in text


async def test_tables_of_side_modules_are_exported_and_erased(world: World) -> None:
    async with world.database.as_tenant(world.tenant) as connection:
        await connection.execute(
            "INSERT INTO activity_days (tenant, student, day, turns)"
            " VALUES ($1, $2, '2026-05-01', 1234)",
            world.tenant,
            world.ada,
        )
    exported = await export_student(
        world.database, people=world.people, log=world.log, who=(world.tenant, world.ada)
    )
    records = exported["records"]
    assert isinstance(records, dict)
    assert "1234" in json.dumps(records["activity_days"])
    await Eraser(world.database, world.keys).erase_student(world.tenant, world.ada)
    async with world.database.as_tenant(world.tenant) as connection:
        for table in await student_tables(connection):
            assert await table.rows(connection, world.ada) == [], table


async def test_erasure_leaves_a_nameless_row(world: World, postgres: PostgresUrls) -> None:
    owned = await world.open()
    await owned.append([turn("one half")])
    bens = await world.open(world.ben)
    await bens.append([turn("stays")])
    eraser = Eraser(world.database, world.keys)
    erased = await eraser.erase_student(world.tenant, world.ada)
    assert (erased.sessions, erased.events) == (1, 1)
    again = await eraser.erase_student(world.tenant, world.ada)
    assert (again.sessions, again.events) == (0, 0)
    seen = await rows_seen(world.database, world.as_("service"), world.ada)
    assert {table for table in PRIVATE if seen[table]} == {"people", "person_keys"}
    admin = await asyncpg.connect(postgres.admin)
    try:
        row = await admin.fetchrow(
            "SELECT name_mark, name_sealed, wrapped, destroyed_at, erased_at"
            " FROM people JOIN person_keys ON person = id WHERE id = $1",
            world.ada,
        )
    finally:
        await admin.close()
    assert row is not None
    assert (row["name_mark"], row["name_sealed"], row["wrapped"]) == (None, None, None)
    assert row["destroyed_at"] is not None
    assert row["erased_at"] is not None
    with pytest.raises(ErasedError):
        await world.people.get(world.tenant, world.ada)
    assert len(await world.log.read_all(bens.ownership.session_id)) == 1


async def test_backups_cannot_be_read_afterwards(world: World, postgres: PostgresUrls) -> None:
    """The rows themselves, kept elsewhere, are of no use without the key."""
    owned = await world.open()
    await owned.append([turn("one half")])
    admin = await asyncpg.connect(postgres.admin)
    try:
        kept = await admin.fetchrow(
            "SELECT * FROM events WHERE session = $1", owned.ownership.session_id
        )
        await Eraser(world.database, world.keys).erase_student(world.tenant, world.ada)
    finally:
        await admin.close()
    assert kept is not None
    assert kept["private"] is not None
    assert await world.log.cipher_or_none(world.tenant, world.ada) is None


async def test_live_session_is_fenced_and_no_new_one_opens(world: World) -> None:
    owned = await world.open()

    async def keep_talking() -> None:
        while True:
            await owned.append([turn("still here")])

    async def erase() -> None:
        await until(lambda: world.log.read(owned.ownership.session_id))
        await Eraser(world.database, world.keys).erase_student(world.tenant, world.ada)

    talking, _ = await asyncio.gather(keep_talking(), erase(), return_exceptions=True)
    assert isinstance(talking, FencedError)
    assert await world.log.read(owned.ownership.session_id) == ()
    with pytest.raises(NotFoundError):
        await world.open()


async def test_same_name_later_is_another_person(world: World) -> None:
    await Eraser(world.database, world.keys).erase_student(world.tenant, world.ada)
    assert await world.people.ensure_person(world.tenant, PersonRole.STUDENT, "Ada") != world.ada


async def test_modules_erase_in_the_same_transaction(world: World) -> None:
    async def fails(connection: Connection, tenant: TenantId, student: StudentId) -> None:
        assert await connection.fetchval("SELECT 1 FROM people WHERE id = $1", student) == 1
        raise ValueError("the module has a fault")

    with pytest.raises(ValueError, match="fault"):
        await Eraser(world.database, world.keys, also=[fails]).erase_student(
            world.tenant, world.ada
        )
    assert (await world.people.get(world.tenant, world.ada)).display_name == "Ada"


async def test_unknown_student_and_wrong_tenant(world: World) -> None:
    eraser = Eraser(world.database, world.keys)
    with pytest.raises(NotFoundError):
        await eraser.erase_student(world.tenant, StudentId("nobody"))
    with pytest.raises(NotFoundError):
        await eraser.erase_student(TenantId("elsewhere"), world.ada)
