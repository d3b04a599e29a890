"""The embedded Postgres: private, safe, and back after anything."""

import asyncio
import os
import stat
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from tutor_server.errors import AlreadyRunningError, StartError
from tutor_server.launcher import confined
from tutor_server.launcher.postgres import PostgresServer, PostgresUrls, embedded_postgres

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[3]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def ask(url: str, query: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def test_second_launcher_is_told(made_home: Path) -> None:
    async with embedded_postgres(made_home) as postgres:
        with pytest.raises(AlreadyRunningError, match="TUTOR_HOME"):
            PostgresServer.prepare(made_home)
        assert await ask(postgres.urls.app, "SELECT 1") == 1


async def test_data_is_private_and_stays(own_home: Path) -> None:
    above = mode(own_home)
    async with embedded_postgres(own_home) as postgres:
        await ask(postgres.urls.owner, "CREATE TABLE kept (id int)")
        data = postgres.daemon.folder
        assert mode(data) == 0o700
        assert data.stat().st_uid == postgres.daemon.account.uid != 0
    async with embedded_postgres(own_home) as postgres:
        assert await ask(postgres.urls.owner, "SELECT count(*) FROM kept") == 0
    assert mode(own_home) == above
    assert mode(own_home / "keys" / "postgres.json") == 0o600
    assert not (data.parent / "postgres.new").exists()


async def test_settings_that_matter(made_home: Path) -> None:
    wanted = {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "data_checksums": "on",
        "listen_addresses": "",
        "server_encoding": "UTF8",
        "log_min_error_statement": "panic",
    }
    async with embedded_postgres(made_home) as postgres:
        url = postgres.urls.app
        assert {name: await ask(url, f"SHOW {name}") for name in wanted} == wanted
        assert await ask(postgres.urls.owner, "SELECT '[1,2]'::vector <-> '[1,3]'::vector") == 1.0
        assert str(await ask(url, "SHOW server_version")).startswith("18")


async def test_nobody_enters_without_the_password(postgres: PostgresUrls) -> None:
    for url in (postgres.app, postgres.owner, postgres.admin):
        user, _, rest = url.removeprefix("postgresql://").partition(":")
        wrong = f"postgresql://{user}:wrong@{rest.partition('@')[2]}"
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(wrong)


async def test_application_stays_out_of_other_databases(postgres: PostgresUrls) -> None:
    for name in ("postgres", "template1"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(postgres.app.replace("/tutor?", f"/{name}?"))


async def test_killed_server_starts_again(made_home: Path) -> None:
    """The postmaster's children and its pid file are still there when the supervisor acts."""
    server = await asyncio.to_thread(PostgresServer.prepare, made_home)
    try:
        process = await server.daemon.spawn()
        await server.daemon.ready(process)
        holding = await asyncpg.connect(server.urls.owner)
        await holding.execute("CREATE TABLE kept AS SELECT 7 AS n")
        process.kill()
        await process.wait()
        assert (server.daemon.folder / "postmaster.pid").exists()
        process = await server.daemon.spawn()
        await server.daemon.ready(process)
        assert await ask(server.urls.owner, "SELECT n FROM kept") == 7
        holding.terminate()
        await server.daemon.stop(process)
    finally:
        server.release()


async def test_launcher_killed_leaves_a_server_that_the_next_one_ends(made_home: Path) -> None:
    script = (
        "import asyncio, sys, pathlib\n"
        "from tutor_server.launcher.postgres import embedded_postgres\n"
        "async def main():\n"
        "    async with embedded_postgres(pathlib.Path(sys.argv[1])):\n"
        "        print('up', flush=True)\n"
        "        await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    launcher = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, str(made_home), stdout=subprocess.PIPE, cwd=REPOSITORY
    )
    assert launcher.stdout is not None
    assert await launcher.stdout.readline() == b"up\n"
    launcher.kill()
    await launcher.communicate()
    async with embedded_postgres(made_home) as postgres:
        assert await ask(postgres.urls.app, "SELECT 1") == 1


async def test_pid_file_of_an_innocent_process(made_home: Path) -> None:
    """In a container the old pid may be anybody's now: here it is this test's own."""
    async with embedded_postgres(made_home) as postgres:
        data = postgres.daemon.folder
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n1\n5432\n\n\n")
    async with embedded_postgres(made_home) as postgres:
        assert await ask(postgres.urls.app, "SELECT 1") == 1


def test_interrupted_first_start_is_repeated(made_home: Path) -> None:
    server = PostgresServer.prepare(made_home)
    data = server.daemon.folder
    server.release()
    data.rename(data.with_name("postgres.new"))  # as if it had never been moved into place
    server = PostgresServer.prepare(made_home)
    server.release()
    assert (data / "PG_VERSION").exists()
    assert not data.with_name("postgres.new").exists()
    (data / "PG_VERSION").write_text("17\n")
    with pytest.raises(StartError, match="made by Postgres 17"):
        PostgresServer.prepare(made_home)


def test_failed_preparation_lets_the_lock_go(
    made_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(confined, "MIN_FREE_BYTES", 2**60)
        for _ in range(2):
            with pytest.raises(StartError, match="MB left"):
                PostgresServer.prepare(made_home)
    PostgresServer.prepare(made_home).release()


async def test_damaged_data_is_told_with_the_servers_words(made_home: Path) -> None:
    server = await asyncio.to_thread(PostgresServer.prepare, made_home)
    try:
        (server.daemon.folder / "global" / "pg_control").write_bytes(b"")
        process = await server.daemon.spawn()
        with pytest.raises(StartError, match="pg_control"):
            await server.daemon.ready(process)
        await server.daemon.stop(process)
    finally:
        server.release()
