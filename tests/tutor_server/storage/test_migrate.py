"""Numbered files: once each, in order, never changed."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest

from tutor_server.errors import MigrationError, StorageUnavailableError
from tutor_server.launcher.postgres import PostgresUrls
from tutor_server.storage.migrate import Migration, migrate, read_migrations, require_current
from tutor_server.storage.pool import Database

FIRST = Migration(number=1, name="0001_a.sql", sql="CREATE TABLE a (id int)")
SECOND = Migration(number=2, name="0002_b.sql", sql="CREATE TABLE b (id int)")


@pytest.fixture
async def empty(postgres: PostgresUrls) -> AsyncIterator[PostgresUrls]:
    """A new database of the same server, with pgvector as the launcher and any administrator
    provide it: the owner of the schema may not install it."""
    name = f"m_{secrets.token_hex(6)}"
    admin = await asyncpg.connect(postgres.admin)
    await admin.execute(f"CREATE DATABASE {name} OWNER tutor_owner")
    inside = await asyncpg.connect(postgres.admin.replace("/tutor?", f"/{name}?"))
    await inside.execute("CREATE EXTENSION vector")
    await inside.close()
    yield PostgresUrls(
        app=postgres.app.replace("/tutor?", f"/{name}?"),
        owner=postgres.owner.replace("/tutor?", f"/{name}?"),
        admin=postgres.admin.replace("/tutor?", f"/{name}?"),
    )
    await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await admin.close()


def test_files_are_numbered_without_gaps() -> None:
    assert [migration.number for migration in read_migrations()] == list(
        range(1, len(read_migrations()) + 1)
    )


@pytest.mark.parametrize("names", [["0002_b.sql"], ["0001_a.sql", "0003_c.sql"], ["first.sql"]])
def test_gaps_and_bad_names_are_refused(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).write_text("SELECT 1")
    with pytest.raises(MigrationError):
        read_migrations(tmp_path)


@pytest.mark.slow
async def test_applies_once(empty: PostgresUrls) -> None:
    files = read_migrations()
    assert await migrate(empty.owner, app_role="tutor_app") == tuple(f.name for f in files)
    assert await migrate(empty.owner, app_role="tutor_app") == ()
    database = await Database.open(empty.app)
    try:
        await require_current(database)
    finally:
        await database.close()


@pytest.mark.slow
async def test_unmigrated_database_is_refused_with_advice(empty: PostgresUrls) -> None:
    database = await Database.open(empty.app)
    try:
        with pytest.raises(MigrationError, match="tutor migrate"):
            await require_current(database)
    finally:
        await database.close()


@pytest.mark.slow
async def test_changed_file_is_refused(empty: PostgresUrls) -> None:
    await migrate(empty.owner, app_role="tutor_app", migrations=[FIRST])
    changed = replace(FIRST, sql="CREATE TABLE a (id bigint)")
    with pytest.raises(MigrationError, match=r"0001_a\.sql was changed"):
        await migrate(empty.owner, app_role="tutor_app", migrations=[changed, SECOND])


@pytest.mark.slow
async def test_newer_database_is_refused(empty: PostgresUrls) -> None:
    await migrate(empty.owner, app_role="tutor_app", migrations=[FIRST, SECOND])
    with pytest.raises(MigrationError, match="newer"):
        await migrate(empty.owner, app_role="tutor_app", migrations=[FIRST])


@pytest.mark.slow
async def test_failing_file_leaves_nothing(empty: PostgresUrls) -> None:
    broken = replace(SECOND, sql="CREATE TABLE b (id int); SELECT no_such_function()")
    with pytest.raises(MigrationError, match=r"0002_b\.sql failed"):
        await migrate(empty.owner, app_role="tutor_app", migrations=[FIRST, broken])
    assert await migrate(empty.owner, app_role="tutor_app", migrations=[FIRST, SECOND]) == (
        "0002_b.sql",
    )


@pytest.mark.slow
async def test_two_processes_at_once(empty: PostgresUrls) -> None:
    done = await asyncio.gather(
        *(migrate(empty.owner, app_role="tutor_app", migrations=[FIRST, SECOND]) for _ in range(4))
    )
    assert sorted(len(names) for names in done) == [0, 0, 0, 2]


@pytest.mark.slow
async def test_application_cannot_change_the_schema(empty: PostgresUrls) -> None:
    await migrate(empty.owner, app_role="tutor_app")
    database = await Database.open(empty.app)
    try:
        for statement in (
            "CREATE TABLE mine (id int)",
            "ALTER TABLE events DISABLE ROW LEVEL SECURITY",
            "DELETE FROM migrations",
            "TRUNCATE events",
            "SET ROLE tutor_owner",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with database.as_service() as connection:
                    await connection.execute(statement)
    finally:
        await database.close()


@pytest.mark.slow
async def test_bad_role_and_no_server(empty: PostgresUrls) -> None:
    with pytest.raises(MigrationError):
        await migrate(empty.owner, app_role="x; DROP TABLE events")
    with pytest.raises(StorageUnavailableError):
        await migrate("postgresql://a:b@/c?host=/nonexistent", app_role="tutor_app")
