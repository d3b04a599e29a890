"""Who sees a kept reply's row, and that it goes with the student who asked first."""

import asyncpg
import pytest

from tests.tutor_server.modules.replies.asking import ASKED, REPLY, Site
from tutor_server.modules.replies import store
from tutor_server.storage.erasure import Eraser, export_student
from tutor_server.storage.people import PersonRole
from tutor_server.storage.pool import Scope

pytestmark = pytest.mark.slow


@pytest.fixture
async def filled(site: Site) -> Site:
    """One reply of Ada's question, one of an application's."""
    await site.cache.keep(site.question(student=site.world.ada), REPLY)
    await site.cache.keep(site.question("What is a noun?"), "A noun is a naming word.")
    return site


async def seen(site: Site, scope: Scope) -> int:
    async with site.world.database.scoped(scope) as connection:
        return int(await connection.fetchval("SELECT count(*) FROM cached_replies"))


async def test_who_sees_what(filled: Site) -> None:
    world = filled.world
    guardian = await world.person(PersonRole.GUARDIAN)
    await world.people.put_under_guard(world.tenant, guardian=guardian, student=world.ada)
    assert await seen(filled, world.as_("service")) == 2
    assert await seen(filled, world.as_("operator", "o")) == 2
    assert await seen(filled, world.as_("student", world.ada)) == 1
    assert await seen(filled, world.as_("guardian", guardian)) == 1
    assert await seen(filled, world.as_("student", world.ben)) == 0
    assert await seen(filled, world.as_("teacher", "t")) == 0
    for role in ("student", "operator", "service"):
        elsewhere = Scope(tenant="elsewhere", role=role, person=world.ada)  # type: ignore[arg-type]
        assert await seen(filled, elsewhere) == 0


@pytest.mark.parametrize("role", ["student", "guardian", "teacher", "operator"])
async def test_only_the_service_writes(filled: Site, role: str) -> None:
    world = filled.world
    async with world.database.scoped(world.as_(role, world.ada)) as connection:
        status = await connection.execute("UPDATE cached_replies SET reply = 'x'")
        assert status == "UPDATE 0"
        assert await connection.execute("DELETE FROM cached_replies") == "DELETE 0"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with world.database.scoped(world.as_(role, world.ada)) as connection:
            await connection.execute(
                "INSERT INTO cached_reply_checks (tenant, reply, similarity, agreed, at)"
                " SELECT $1, id, 1, true, now() FROM (SELECT 'r' AS id) x",
                world.tenant,
            )


async def test_no_word_of_the_question_is_stored(filled: Site) -> None:
    async with filled.world.database.as_tenant(filled.world.tenant) as connection:
        rows = await connection.fetch("SELECT to_jsonb(r) AS row FROM cached_replies r")
    assert len(rows) == 2
    assert all(ASKED not in str(row["row"]) for row in rows)
    assert all("what is" not in str(row["row"]).lower() for row in rows)


async def test_erasing_a_student_removes_what_their_question_left(filled: Site) -> None:
    world = filled.world
    told = await export_student(
        world.database, people=world.people, log=world.log, who=(world.tenant, world.ada)
    )
    assert REPLY in str(told)
    eraser = Eraser(world.database, world.keys, also=[store.erase])
    await eraser.erase_student(world.tenant, world.ada)
    assert await seen(filled, world.as_("service")) == 1
    assert await filled.cache.find(filled.question()) is None
    assert await filled.cache.find(filled.question("What is a noun?")) is not None
