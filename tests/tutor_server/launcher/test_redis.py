"""The embedded Redis: private, forgetful, and back after anything."""

import asyncio
import stat
from pathlib import Path

import pytest
import redis.asyncio

from tutor_server.errors import AlreadyRunningError, StartError
from tutor_server.launcher import redis as redis_launcher
from tutor_server.launcher.confined import service_account
from tutor_server.launcher.redis import RedisServer, embedded_redis, find_program

pytestmark = pytest.mark.slow


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_serves_on_a_private_socket_only(own_home: Path) -> None:
    async with embedded_redis(own_home) as server:
        client = redis.asyncio.Redis.from_url(server.url, decode_responses=True)
        try:
            assert await client.set("k", "v")
            settings: dict[str, str] = {}
            for name in ("port", "appendonly", "save", "maxmemory"):
                settings |= await client.config_get(name)
            assert settings == {
                "port": "0",
                "appendonly": "no",
                "save": "",
                "maxmemory": str(128 * 2**20),
            }
        finally:
            await client.aclose()
        socket = Path(server.url.removeprefix("unix://"))
        assert mode(socket) == mode(socket.parent) == 0o700
        with pytest.raises(AlreadyRunningError):
            RedisServer.prepare(own_home)
        assert list(server.daemon.folder.iterdir()) == []


async def test_killed_server_starts_again(own_home: Path) -> None:
    server = await asyncio.to_thread(RedisServer.prepare, own_home)
    try:
        process = await server.daemon.spawn()
        await server.daemon.ready(process)
        process.kill()
        await process.wait()
        assert not await server.daemon.answers()
        process = await server.daemon.spawn()
        await server.daemon.ready(process)
        await server.daemon.stop(process)
    finally:
        server.release()


def test_no_program_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(redis_launcher, "_ON_PATH", ())
    assert find_program(service_account()).name == "redis-server"
    monkeypatch.setattr(redis_launcher, "package_folder", lambda *_: tmp_path)
    with pytest.raises(StartError, match="no redis-server"):
        find_program(service_account())


def test_program_on_the_path_is_preferred(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "valkey-server"
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    account = service_account()
    if account.reaches(program):
        assert find_program(account) == program
    else:  # as root, pytest's folder is shut for the service's account
        assert find_program(account) != program
