"""Numbered SQL files, applied once each, in order, by the owner's role.

A file that has landed must never change: its checksum is kept and compared. Several processes
may start at once; a lock lets one of them work. Knows no table besides its own.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from tutor_server.errors import MigrationError, StorageUnavailableError
from tutor_server.storage.pool import ANY_TENANT, Database

MIGRATIONS = Path(__file__).parent / "migrations"
_NAME = re.compile(r"(\d{4})_\w+\.sql")
_ROLE = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_LOCK = 0x7475746F72  # "tutor"

_TABLE = """
    CREATE TABLE IF NOT EXISTS migrations (
        number integer PRIMARY KEY,
        name text NOT NULL,
        sha256 text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
    )
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One file."""

    number: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """Checksum of the file's text."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def read_migrations(folder: Path = MIGRATIONS) -> tuple[Migration, ...]:
    """The files in order; raises MigrationError on a bad name, a gap or a double number."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        match = _NAME.fullmatch(path.name)
        if match is None:
            raise MigrationError(f"The migration {path.name} is not named like 0001_name.sql.")
        found.append(Migration(number=int(match[1]), name=path.name, sql=path.read_text("utf-8")))
    for expected, migration in enumerate(found, start=1):
        if migration.number != expected:
            raise MigrationError(f"Migration {expected:04} is missing before {migration.name}.")
    return tuple(found)


async def migrate(
    owner_url: str, *, app_role: str, migrations: Sequence[Migration] | None = None
) -> tuple[str, ...]:
    """Apply what is missing and grant the application's role; returns the names applied.

    Raises MigrationError (a landed file changed, or the database is newer than the files),
    StorageUnavailableError.
    """
    if not _ROLE.fullmatch(app_role):
        raise MigrationError(f"The database role {app_role!r} is not a plain lower-case name.")
    try:
        connection = await asyncpg.connect(owner_url)
    except (OSError, asyncpg.PostgresError) as error:
        raise StorageUnavailableError(f"Cannot migrate the database: {error}") from error
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
        await connection.execute(_TABLE)
        applied = await _apply(connection, read_migrations() if migrations is None else migrations)
        await _grant(connection, app_role)
        return applied
    finally:
        await connection.close()


async def require_current(database: Database) -> None:
    """Raise MigrationError unless the database has exactly the files' migrations."""
    async with database.unscoped() as connection:
        exists = await connection.fetchval("SELECT to_regclass('migrations') IS NOT NULL")
        rows = await connection.fetch("SELECT number, sha256 FROM migrations") if exists else ()
    landed = {row["number"]: row["sha256"] for row in rows}
    migrations = read_migrations()
    _refuse_changed(landed, migrations)
    if len(landed) < len(migrations):
        raise MigrationError(
            f"The database has {len(landed)} of {len(migrations)} migrations. Run `tutor migrate`."
        )


async def _apply(connection: Any, migrations: Sequence[Migration]) -> tuple[str, ...]:
    rows = await connection.fetch("SELECT number, sha256 FROM migrations")
    landed = {row["number"]: row["sha256"] for row in rows}
    _refuse_changed(landed, migrations)
    missing = [migration for migration in migrations if migration.number not in landed]
    for migration in missing:
        await _apply_one(connection, migration)
    return tuple(migration.name for migration in missing)


def _refuse_changed(landed: dict[int, str], migrations: Sequence[Migration]) -> None:
    if len(landed) > len(migrations):
        raise MigrationError("The database was made by a newer version of the tutor server.")
    for migration in migrations:
        if landed.get(migration.number, migration.sha256) != migration.sha256:
            raise MigrationError(
                f"The migration {migration.name} was changed after it was applied."
                " Restore the file and put the change into a new one."
            )


async def _apply_one(connection: Any, migration: Migration) -> None:
    try:
        async with connection.transaction():
            # Row security binds the owner too; a migration that moves data acts as the service.
            await connection.execute(
                "SELECT set_config('app.tenant', $1, true),"
                " set_config('app.role', 'service', true)",
                ANY_TENANT,
            )
            await connection.execute(migration.sql)
            await connection.execute(
                "INSERT INTO migrations (number, name, sha256) VALUES ($1, $2, $3)",
                migration.number,
                migration.name,
                migration.sha256,
            )
    except asyncpg.PostgresError as error:
        raise MigrationError(f"The migration {migration.name} failed: {error}") from error


async def _grant(connection: Any, app_role: str) -> None:
    """Data only, on every table; the policies decide the rows. The role's name was checked."""
    if app_role == await connection.fetchval("SELECT current_user::text"):
        return
    await connection.execute(
        f"GRANT USAGE ON SCHEMA public TO {app_role};"
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app_role};"
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {app_role};"
        f"REVOKE ALL ON migrations FROM {app_role};"
        f"GRANT SELECT ON migrations TO {app_role}"
    )
