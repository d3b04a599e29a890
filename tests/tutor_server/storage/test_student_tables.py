"""Every table about people is found, and emptied in an order that works."""

import asyncpg
import pytest

from tests.tutor_server.storage.world import World, turn
from tutor_server.launcher.postgres import PostgresUrls
from tutor_server.storage.student_tables import COLUMNS, student_tables

pytestmark = pytest.mark.slow


async def test_what_others_refer_to_comes_last(world: World) -> None:
    async with world.database.as_tenant(world.tenant) as connection:
        names = [table.name for table in await student_tables(connection)]
    assert names[-2:] == ["sessions", "student_streams"]
    assert {"events", "consents", "cursors", "blobs", "login_links", "guardianships"} <= set(names)
    assert "person_keys" not in names


async def test_rows_are_seen_only_as_far_as_the_policies_go(world: World) -> None:
    await (await world.open()).append([turn("x")])
    async with world.database.as_student(world.tenant, world.ben) as connection:
        for table in await student_tables(connection):
            assert await table.rows(connection, world.ada) == []
            assert await table.erase(connection, world.ada) == 0


async def test_tables_name_people_in_known_columns(postgres: PostgresUrls) -> None:
    """A table whose column is called otherwise would be forgotten by export and erasure."""
    owner = await asyncpg.connect(postgres.owner)
    try:
        rows = await owner.fetch(
            "SELECT c.conrelid::regclass::text AS name, a.attname AS column FROM pg_constraint c"
            " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)"
            " WHERE c.contype = 'f' AND c.confrelid = 'people'::regclass"
            " AND a.attname <> 'tenant'"
        )
    finally:
        await owner.close()
    others = {(r["name"], r["column"]) for r in rows if r["column"] not in COLUMNS}
    # Who granted somebody else's consent: an id whose name is gone.
    assert others == {("consents", "granted_by")}
