"""A real Postgres and a real Redis, started once per test run, for every test below."""

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.tutor_server.storage.world import World, make_world, running
from tutor_server.launcher.postgres import PostgresServer, PostgresUrls
from tutor_server.launcher.redis import RedisServer
from tutor_server.storage.migrate import migrate
from tutor_server.storage.pool import Database


@contextlib.contextmanager
def fresh_home() -> Iterator[Path]:
    """A home that the servers' own account can reach: pytest's folders are for us alone."""
    home = Path(tempfile.mkdtemp(prefix="tutor-test-"))
    home.chmod(0o755)
    try:
        yield home
    finally:
        shutil.rmtree(home)


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    with fresh_home() as home:
        yield home


@pytest.fixture
def own_home() -> Iterator[Path]:
    """A home of this test alone."""
    with fresh_home() as home:
        yield home


@pytest.fixture(scope="session")
def postgres(home: Path) -> Iterator[PostgresUrls]:
    """A migrated database."""
    server = PostgresServer.prepare(home)
    try:
        with running(server.daemon):
            asyncio.run(migrate(server.urls.owner, app_role="tutor_app"))
            yield server.urls
    finally:
        server.release()


@pytest.fixture(scope="session")
def database_url(postgres: PostgresUrls) -> str:
    """For the application's role."""
    return postgres.app


@pytest.fixture(scope="session")
def redis_url(home: Path) -> Iterator[str]:
    server = RedisServer.prepare(home)
    try:
        with running(server.daemon):
            yield server.url
    finally:
        server.release()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = await Database.open(database_url)
    yield database
    await database.close()


@pytest.fixture
async def world(database: Database, home: Path) -> World:
    return await make_world(database, home)
