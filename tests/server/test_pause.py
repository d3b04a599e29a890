"""A teacher's pause through the whole server: it outlives a killed process, holds for sessions
that begin while it stands, and is lifted for all of them."""

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.realtime_client import RealtimeClient, connect
from tests.running_server import RunningServer, reachable_home

pytestmark = pytest.mark.slow

NAME = "Paula Pause"


async def told(client: RealtimeClient, paused: bool) -> None:
    """Wait until the session says so."""
    while (await client.until("tutor.paused"))[-1]["paused"] is not paused:
        pass


async def silent(client: RealtimeClient, seconds: float) -> None:
    """Nothing is answered for so long."""
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(seconds):
            await client.until("response.created")


async def pause(teacher: aiohttp.ClientSession, student: str, *, paused: bool) -> dict[str, Any]:
    async with teacher.post(f"/v1/students/{student}/pause", json={"paused": paused}) as response:
        found: dict[str, Any] = await response.json()
        assert response.status == 200, found
        return found


async def test_a_pause_outlives_a_killed_process_and_holds_for_new_sessions() -> None:
    with reachable_home() as home, RunningServer(home) as server:
        headers = {"Authorization": f"Bearer {server.token('Tia Teacher', role='teacher')}"}
        async with aiohttp.ClientSession(server.url, headers=headers) as teacher:
            async with connect(server, server.token(NAME)) as client:
                created = (await client.until("session.created"))[-1]
                session, epoch = created["session"]["id"], created["epoch"]
                await client.text_only()
                async with teacher.get("/v1/class") as response:
                    rows = (await response.json())["data"]
                (student,) = [row["student_id"] for row in rows if row["name"] == NAME]
                assert (await pause(teacher, student, paused=True))["sessions"] == 1
                await told(client, True)
                await client.ask("hello?")
                await silent(client, 3)
                server.kill("web")
            server.wait_until(lambda: not server.ready())
            server.wait_until(server.ready)
            async with (
                connect(
                    server, server.token(NAME), session_id=session, epoch=epoch, last_seq=0
                ) as old,
                connect(server, server.token(NAME)) as new,
            ):
                assert (await old.until("tutor.session.resumed"))[-1]["epoch"] == epoch + 1
                assert (await new.until("session.created"))[-1]["session"]["id"] != session
                for client in (old, new):
                    await told(client, True)
                    await client.text_only()
                    await client.ask("may we go on?")
                    await silent(client, 2)
                async with teacher.get("/v1/class") as response:
                    rows = (await response.json())["data"]
                assert [row["paused"] for row in rows if row["name"] == NAME] == [True]
                assert (await pause(teacher, student, paused=False))["sessions"] == 2
                for client in (old, new):
                    await told(client, False)
                    await client.until("response.done")
