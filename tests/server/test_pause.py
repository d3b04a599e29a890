"""A teacher's pause through the whole server, of one student or of the class: it outlives a killed
process, holds for sessions that begin while it stands, and is lifted for all of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import aiohttp
import pytest

from tests.realtime_client import Event, RealtimeClient, connect
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


async def _ask(teacher: aiohttp.ClientSession, path: str, *, paused: bool) -> dict[str, Any]:
    async with teacher.post(path, json={"paused": paused}) as response:
        found: dict[str, Any] = await response.json()
        assert response.status == 200, found
        return found


async def pause(teacher: aiohttp.ClientSession, student: str, *, paused: bool) -> dict[str, Any]:
    return await _ask(teacher, f"/v1/students/{student}/pause", paused=paused)


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


async def pause_class(teacher: aiohttp.ClientSession, *, paused: bool) -> dict[str, Any]:
    return await _ask(teacher, "/v1/class/pause", paused=paused)


async def test_a_class_pause_outlives_a_killed_process_and_holds_for_who_joins() -> None:
    with reachable_home() as home, RunningServer(home) as server:
        headers = {"Authorization": f"Bearer {server.token('Tia Teacher', role='teacher')}"}
        async with aiohttp.ClientSession(server.url, headers=headers) as teacher:
            tokens = [server.token(name) for name in (NAME, "Otto Other", "Lea Late")]
            async with connect(server, tokens[0]) as one, connect(server, tokens[1]) as two:
                created = (await one.until("session.created"))[-1]
                await two.until("session.created")
                assert (await pause_class(teacher, paused=True))["sessions"] == 2
                for client in (one, two):
                    await told(client, True)
                    assert client.seen[-1]["whole_class"] is True
                    notices = [e for e in client.seen if e["type"] == "tutor.notice"]
                    assert "Eyes on your teacher" in notices[-1]["message"]
                server.kill("web")
            server.wait_until(lambda: not server.ready())
            server.wait_until(server.ready)
            back_again = {"session_id": created["session"]["id"], "epoch": created["epoch"]}
            async with (
                connect(server, tokens[0], **back_again, last_seq=0) as old,
                connect(server, tokens[2]) as late,
            ):
                for client in (old, late):
                    await told(client, True)
                    await client.text_only()
                    await client.ask("may we go on?")
                    await silent(client, 2)
                async with teacher.get("/v1/class") as response:
                    stands = (await response.json())["class_pause"]
                assert stands["set_by"]["name"] == "Tia Teacher"
                assert (await pause_class(teacher, paused=False))["sessions"] == 2
                for client in (old, late):
                    await told(client, False)
                    await client.until("response.done")


async def test_a_pause_holds_in_every_web_process_and_when_one_of_them_is_killed() -> None:
    """Eight sessions of one student: all in one of two processes once in 128 runs, and then the
    promise is the same."""
    with reachable_home() as home, RunningServer(home, workers="2") as server:
        token = server.token(NAME)
        headers = {"Authorization": f"Bearer {server.token('Tia Teacher', role='teacher')}"}
        async with (
            AsyncExitStack() as stack,
            aiohttp.ClientSession(server.url, headers=headers) as teacher,
        ):
            clients = [await stack.enter_async_context(connect(server, token)) for _ in range(8)]
            opened = [(await client.until("session.created"))[-1] for client in clients]
            async with teacher.get("/v1/class") as response:
                rows = (await response.json())["data"]
            (student,) = [row["student_id"] for row in rows if row["name"] == NAME]
            await pause(teacher, student, paused=True)
            for client in clients:
                await told(client, True)
            server.kill("web-1")
            for client in clients:
                client.cut()
            for event in opened:
                again = await stack.enter_async_context(back(server, token, event))
                await again.ask("may we go on?")
                clients.append(again)
            returned = clients[len(opened) :]
            for client in returned:
                await silent(client, 1)
                assert any(event["type"] == "tutor.paused" for event in client.seen)
            await pause(teacher, student, paused=False)
            for client in returned:
                await told(client, False)


@asynccontextmanager
async def back(server: RunningServer, token: str, created: Event) -> AsyncIterator[RealtimeClient]:
    """The same session again, as soon as somebody has it."""
    where = {"session_id": created["session"]["id"], "epoch": created["epoch"], "last_seq": 0}
    async with asyncio.timeout(60), AsyncExitStack() as stack:
        while True:
            try:
                client = await stack.enter_async_context(connect(server, token, **where))
                await client.until("tutor.session.resumed")
                break
            except (aiohttp.ClientError, ConnectionError):
                await asyncio.sleep(0.2)
        stack = stack.pop_all()
    async with stack:
        yield client
