"""kill -9: of Postgres in the middle of appends, and of a consumer in the middle of its work."""

import asyncio
import contextlib
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sessions.errors import LogUnavailableError
from tests.tutor_server.storage.world import World, make_world, turn
from tutor_server.launcher.postgres import PostgresServer
from tutor_server.storage.event_log import OwnedLog
from tutor_server.storage.migrate import migrate
from tutor_server.storage.pool import Database

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[3]
PER_SESSION = 40


async def append_all(owned: OwnedLog, acknowledged: list[str]) -> None:
    """As the live core does: the same fact again until it is acknowledged."""
    name = owned.ownership.session_id
    for n in range(PER_SESSION):
        fact = turn(f"{n}", f"{name}/{n}")
        while fact.fact_id not in acknowledged:
            try:
                await owned.append([fact])
            except LogUnavailableError:
                await asyncio.sleep(0.01)
            else:
                acknowledged.append(fact.fact_id)


async def test_killed_postgres_loses_nothing_acknowledged(made_home: Path) -> None:
    server = await asyncio.to_thread(PostgresServer.prepare, made_home)
    process = await server.daemon.spawn()
    try:
        await server.daemon.ready(process)
        await migrate(server.urls.owner, app_role="tutor_app")
        async with _opened(server.urls.app) as database:
            world = await make_world(database, made_home)
            owners = [await world.open() for _ in range(5)]
            acknowledged: list[str] = []
            async with asyncio.TaskGroup() as tasks:
                for owned in owners:
                    tasks.create_task(append_all(owned, acknowledged))
                for kills in (1, 2):
                    while len(acknowledged) < 50 * kills:
                        await asyncio.sleep(0.001)
                    process.send_signal(signal.SIGKILL)
                    await process.wait()
                    process = await server.daemon.spawn()
                    await server.daemon.ready(process)
            for owned in owners:
                await _is_whole(world, owned)
    finally:
        await server.daemon.stop(process)
        server.release()


@contextlib.asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url)
    try:
        yield database
    finally:
        await database.close()


async def _is_whole(world: World, owned: OwnedLog) -> None:
    name = owned.ownership.session_id
    logged = await world.log.read_all(name)
    assert [entry.fact.fact_id for entry in logged] == [f"{name}/{n}" for n in range(PER_SESSION)]
    assert [entry.seq for entry in logged] == list(range(1, PER_SESSION + 1))


async def test_killed_consumer_applies_each_fact_once(
    world: World, database_url: str, home: Path
) -> None:
    owned = await world.open()
    await owned.append([turn(str(n)) for n in range(60)])
    command = [
        sys.executable, "-m", "tests.tutor_server.storage.consumer_process",
        database_url, str(home), world.tenant, world.ada,
    ]  # fmt: skip
    for batches in (1, 2, 3, None):
        process = await asyncio.create_subprocess_exec(
            *command, stdout=subprocess.PIPE, cwd=REPOSITORY
        )
        assert process.stdout is not None
        if batches is None:
            await process.communicate()
            assert process.returncode == 0
            break
        for _ in range(batches):
            assert await process.stdout.readline() == b"batch\n"
        process.kill()
        await process.communicate()
    async with world.database.as_tenant(world.tenant) as connection:
        rows = await connection.fetch(
            "SELECT size_bytes FROM blobs WHERE student = $1 ORDER BY size_bytes", world.ada
        )
    assert [row["size_bytes"] for row in rows] == list(range(1, 61))
