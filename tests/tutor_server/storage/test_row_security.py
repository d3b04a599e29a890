"""The policies of the migrations: everybody tries to cross."""

import asyncpg
import pytest

from sessions.contracts import Fact
from sessions.ids import TenantId
from tests.tutor_server.storage.world import World, turn
from tutor_server.clock import wall_clock
from tutor_server.launcher.postgres import PostgresUrls
from tutor_server.storage.consents import Purpose, grant, withdraw
from tutor_server.storage.people import PersonRole
from tutor_server.storage.pool import Database, Scope

pytestmark = pytest.mark.slow

PRIVATE = (
    "people",
    "person_keys",
    "sessions",
    "events",
    "student_streams",
    "consents",
    "cursors",
    "login_links",
    "blobs",
)
"""Tables with a row of Ada's in every test below."""


@pytest.fixture
async def filled(world: World) -> World:
    """Ada has something in every table."""
    owned = await world.open()
    await owned.append([turn("one half")])
    await grant(
        world.database,
        world.as_("service"),
        person=world.ada,
        purpose=Purpose.FLIGHT_RECORD,
        now=wall_clock(),
    )
    async with world.database.as_tenant(world.tenant) as connection:
        for statement in (
            "INSERT INTO cursors (consumer, student, tenant) VALUES ('xp', $2, $1)",
            "INSERT INTO login_links VALUES ('j' || $2, $1, $2, now(), now())",
            "INSERT INTO blobs (path, tenant, student, kind, size_bytes, sha256)"
            " VALUES ('p' || $2, $1, $2, 'adapter', 1, decode(repeat('00', 32), 'hex'))",
        ):
            await connection.execute(statement, world.tenant, world.ada)
    return world


async def rows_seen(database: Database, scope: Scope, student: str) -> dict[str, int]:
    """How many of a student's rows a scope sees, per table."""
    column = {
        "people": "id",
        "person_keys": "person",
        "consents": "person",
        "login_links": "person",
    }
    seen = {}
    async with database.scoped(scope) as connection:
        for table in PRIVATE:
            seen[table] = await connection.fetchval(
                f"SELECT count(*) FROM {table} WHERE {column.get(table, 'student')} = $1",  # noqa: S608
                student,
            )
    return seen


async def test_every_table_is_guarded(postgres: PostgresUrls) -> None:
    """A new table without forced row security and a policy fails here."""
    owner = await asyncpg.connect(postgres.owner)
    try:
        rows = await owner.fetch(
            "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,"
            " EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid) AS has_policy"
            " FROM pg_class c WHERE c.relkind IN ('r', 'p')"
            " AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'migrations'"
        )
        roles = await owner.fetch(
            "SELECT rolname FROM pg_roles WHERE rolname IN ('tutor_owner', 'tutor_app')"
            " AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)"
        )
    finally:
        await owner.close()
    assert len(rows) >= 12
    open_tables = [
        row["relname"]
        for row in rows
        if not (row["relrowsecurity"] and row["relforcerowsecurity"] and row["has_policy"])
    ]
    assert open_tables == []
    assert roles == []


async def test_service_sees_all_of_it(filled: World) -> None:
    seen = await rows_seen(filled.database, filled.as_("service"), filled.ada)
    assert all(count == 1 for count in seen.values()), seen


async def test_student_sees_own_rows(filled: World) -> None:
    seen = await rows_seen(filled.database, filled.as_("student", filled.ada), filled.ada)
    assert {table for table, count in seen.items() if count} == {
        "people", "person_keys", "sessions", "events", "student_streams", "consents", "blobs",
    }  # fmt: skip


@pytest.mark.parametrize("role", ["student", "guardian", "made up", ""])
async def test_other_people_see_nothing_of_ada(filled: World, role: str) -> None:
    seen = await rows_seen(filled.database, filled.as_(role, filled.ben), filled.ada)
    assert not any(seen.values()), seen


@pytest.mark.parametrize("role", ["student", "teacher", "operator", "service", "guardian"])
async def test_other_tenants_see_nothing(filled: World, role: str) -> None:
    scope = Scope(tenant=TenantId("elsewhere"), role=role, person=filled.ada)
    assert not any((await rows_seen(filled.database, scope, filled.ada)).values())


@pytest.mark.parametrize("role", ["student", "teacher", "operator", "guardian"])
async def test_only_the_service_reaches_every_tenant(filled: World, role: str) -> None:
    scope = Scope(tenant=TenantId("*"), role=role, person=filled.ada)
    assert not any((await rows_seen(filled.database, scope, filled.ada)).values())


async def test_teacher_reads_what_was_said_only_with_consent(filled: World) -> None:
    teacher = filled.as_("teacher", await filled.person(PersonRole.TEACHER))

    async def read() -> tuple[int, int]:
        seen = await rows_seen(filled.database, teacher, filled.ada)
        assert seen["person_keys"] == 0
        return seen["sessions"], seen["events"]

    assert await read() == (1, 0)
    consent = {"person": filled.ada, "purpose": Purpose.TEACHER_VIEW, "now": wall_clock()}
    await grant(filled.database, filled.as_("service"), **consent)
    assert await read() == (1, 1)
    await withdraw(filled.database, filled.as_("service"), **{**consent, "now": wall_clock()})
    assert await read() == (1, 0)


async def test_guardian_sees_the_ward_only(filled: World) -> None:
    guardian = await filled.person(PersonRole.GUARDIAN)
    await filled.people.put_under_guard(filled.tenant, guardian=guardian, student=filled.ada)
    scope = filled.as_("guardian", guardian)
    ward = await rows_seen(filled.database, scope, filled.ada)
    assert (ward["people"], ward["sessions"], ward["events"], ward["person_keys"]) == (1, 1, 1, 0)
    assert not any((await rows_seen(filled.database, scope, filled.ben)).values())


@pytest.mark.parametrize("role", ["student", "teacher"])
async def test_nobody_changes_adas_rows(filled: World, role: str) -> None:
    for statement in (
        "UPDATE sessions SET owner = 'me' WHERE student = $1",
        "DELETE FROM sessions WHERE student = $1",
        "UPDATE events SET body = '{}' WHERE student = $1",
        "DELETE FROM events WHERE student = $1",
        "UPDATE person_keys SET wrapped = NULL, destroyed_at = now() WHERE person = $1",
        "UPDATE people SET grade = 12 WHERE id = $1",
        "DELETE FROM people WHERE id = $1",
        "UPDATE student_streams SET last_seq = 0 WHERE student = $1",
        "UPDATE consents SET withdrawn_at = now() WHERE person = $1",
        "DELETE FROM consents WHERE person = $1",
        "UPDATE cursors SET last_seq = 9 WHERE student = $1",
        "DELETE FROM login_links WHERE person = $1",
        "DELETE FROM blobs WHERE student = $1",
    ):
        async with filled.database.scoped(filled.as_(role, filled.ben)) as connection:
            assert (await connection.execute(statement, filled.ada)).endswith(" 0"), statement


async def test_the_log_is_append_only_for_its_student(filled: World) -> None:
    for statement in (
        "UPDATE events SET body = '{}' WHERE student = $1",
        "DELETE FROM events WHERE student = $1",
        "DELETE FROM sessions WHERE student = $1",
        "DELETE FROM person_keys WHERE person = $1",
        "UPDATE people SET role = 'operator' WHERE id = $1",
    ):
        async with filled.database.as_student(filled.tenant, filled.ada) as connection:
            assert (await connection.execute(statement, filled.ada)).endswith(" 0"), statement


async def test_student_cannot_write_into_anothers_log(filled: World) -> None:
    owned = await filled.open()
    fact: Fact = turn("planted")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with filled.database.as_student(filled.tenant, filled.ben) as connection:
            await connection.execute(
                "INSERT INTO events (session, seq, fact_id, tenant, student, student_seq, kind,"
                " body, at) VALUES ($1, 99, $2, $3, $4, 99, 'student.turn', '{}', now())",
                owned.ownership.session_id,
                fact.fact_id,
                filled.tenant,
                filled.ada,
            )


async def test_an_event_cannot_name_another_student_than_its_session(filled: World) -> None:
    """Row security would let Ben write his own row; the key of the session does not."""
    adas = await filled.open()
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        async with filled.database.as_student(filled.tenant, filled.ben) as connection:
            await connection.execute(
                "INSERT INTO events (session, seq, fact_id, tenant, student, student_seq, kind,"
                " body, at) VALUES ($1, 99, 'f', $2, $3, 99, 'student.turn', '{}', now())",
                adas.ownership.session_id,
                filled.tenant,
                filled.ben,
            )


async def test_people_do_not_reach_across_tenants_by_reference(filled: World) -> None:
    other = TenantId(f"{filled.tenant}b")
    await filled.people.ensure_tenant(other, name="Another school")
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        async with filled.database.as_tenant(other) as connection:
            await connection.execute(
                "INSERT INTO student_streams (student, tenant) VALUES ($1, $2)", filled.ben, other
            )
