"""A real Postgres and a real Redis, started once per test run, for every test below."""

import asyncio
import contextlib
import shutil
import subprocess
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
def template_home() -> Iterator[Path]:
    """A home with a new Postgres that never ran; copying it is faster than making another."""
    with fresh_home() as home:
        PostgresServer.prepare(home).release()
        yield home


@contextlib.contextmanager
def copied_home(template: Path) -> Iterator[Path]:
    """A copy of a home, with every file's owner."""
    with fresh_home() as home:
        subprocess.run(["cp", "-a", f"{template}/.", str(home)], check=True)
        yield home


@pytest.fixture(scope="session")
def home(template_home: Path) -> Iterator[Path]:
    """The home of the servers that all tests share."""
    with copied_home(template_home) as home:
        yield home


@pytest.fixture
def made_home(template_home: Path) -> Iterator[Path]:
    """A home of this test alone, with a new Postgres in it."""
    with copied_home(template_home) as home:
        yield home


@pytest.fixture
def own_home() -> Iterator[Path]:
    """An empty home of this test alone."""
    with fresh_home() as home:
        yield home


@pytest.fixture(scope="session")
def postgres(home: Path) -> Iterator[PostgresUrls]:
    """A migrated database. It is never killed, so it need not wait for the disk; tests that
    kill one start their own as it is shipped."""
    server = PostgresServer.prepare(home)
    try:
        with running(server.daemon, "-c", "fsync=off"):
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
