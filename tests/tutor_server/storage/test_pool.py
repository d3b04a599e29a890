"""Transactions for somebody, and connections that go away."""

import asyncpg
import pytest

from sessions.ids import StudentId, TenantId
from tests.tutor_server.storage.world import World
from tutor_server.errors import (
    StartError,
    StorageFullError,
    StorageUnavailableError,
    UnsafeRoleError,
)
from tutor_server.launcher.postgres import PostgresUrls
from tutor_server.storage.pool import Database

pytestmark = pytest.mark.slow

SCOPE = (
    "SELECT concat(current_setting('app.tenant', true), '/', current_setting('app.role', true),"
    " '/', current_setting('app.person', true))"
)


async def test_scope_lasts_one_transaction(database_url: str) -> None:
    database = await Database.open(database_url, size=1)
    try:
        async with database.as_student(TenantId("t"), StudentId("s")) as connection:
            assert await connection.fetchval(SCOPE) == "t/student/s"
        async with database.unscoped() as connection:  # the same connection again
            assert await connection.fetchval(SCOPE) == "//"
    finally:
        await database.close()


async def test_nobody_sees_nothing(world: World) -> None:
    async with world.database.unscoped() as connection:
        for table in ("tenants", "people", "person_keys", "sessions", "events", "retention"):
            assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0  # noqa: S608


async def test_superuser_is_refused(postgres: PostgresUrls) -> None:
    with pytest.raises(UnsafeRoleError):
        await Database.open(postgres.admin)


async def test_no_server_is_unavailable() -> None:
    with pytest.raises(StorageUnavailableError):
        await Database.open("postgresql://tutor_app:x@/tutor?host=/nonexistent")


async def test_connection_killed_inside_a_transaction(
    database: Database, postgres: PostgresUrls
) -> None:
    admin = await asyncpg.connect(postgres.admin)
    try:
        with pytest.raises(StorageUnavailableError):  # noqa: PT012 the commit may raise too
            async with database.as_service() as connection:
                pid = await connection.fetchval("SELECT pg_backend_pid()")
                await admin.fetchval("SELECT pg_terminate_backend($1, 5000)", pid)
                await connection.fetchval("SELECT 1")
    finally:
        await admin.close()
    async with database.as_service() as connection:  # the pool makes a new one
        assert await connection.fetchval("SELECT 1") == 1


async def test_wrong_calls_are_not_called_an_outage(database: Database) -> None:
    with pytest.raises(asyncpg.InterfaceError):
        async with database.as_service() as connection:
            await connection.fetchval("SELECT $1::int", 1, 2)
    with pytest.raises(asyncpg.UndefinedTableError):
        async with database.as_service() as connection:
            await connection.fetchval("SELECT 1 FROM nothing_here")


async def test_error_rolls_back(world: World) -> None:
    with pytest.raises(KeyError):  # noqa: PT012 the error comes from inside
        async with world.database.as_tenant(world.tenant) as connection:
            await connection.execute("DELETE FROM person_keys")
            raise KeyError
    assert (await world.people.get(world.tenant, world.ada)).display_name == "Ada"


async def test_closed_pool_is_unavailable(database_url: str) -> None:
    database = await Database.open(database_url)
    await database.close()
    await database.close()
    with pytest.raises(StorageUnavailableError):
        async with database.as_service():
            pass


async def test_full_disk_is_said(database: Database) -> None:
    with pytest.raises(StorageFullError) as caught:
        async with database.as_service() as connection:
            await connection.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '53100'; END $$")
    assert not caught.value.retryable


async def test_wrong_password_is_not_an_outage(database_url: str) -> None:
    wrong = database_url.replace(database_url.split(":")[2].split("@")[0], "wrong")
    with pytest.raises(StartError, match="password"):
        await Database.open(wrong)
    with pytest.raises(StartError, match="nothing"):
        await Database.open(database_url.replace("/tutor?", "/nothing?"))
