"""A live session of a whole server, recorded by consent, drawn and decided again."""

import asyncio
import json

import aiohttp
import pytest

from tests.realtime_client import connect
from tests.running_server import RunningServer

pytestmark = pytest.mark.slow

QUESTION = "What is three quarters minus one half?"


async def talk(server: RunningServer, token: str, session: str = "") -> str:
    """One typed turn; returns the session's id."""
    query = {"session_id": session} if session else {}
    async with connect(server, token, **query) as client:
        first = (await client.until("session.created", "tutor.session.resumed"))[0]
        await client.text_only()
        await client.ask(QUESTION)
        await client.until("response.done")
        found = first.get("session_id") or first["session"]["id"]
        assert isinstance(found, str)
        return found


async def ask(server: RunningServer, token: str, path: str, **body: object) -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {token}"}
    method = "POST" if body else "GET"
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.request(method, f"{server.url}{path}", json=body or None) as response,
    ):
        return response.status, await response.text()


async def consent(server: RunningServer, operator: str, student: str, *, granted: bool) -> None:
    path = f"/v1/students/{student}/consents"
    status, _ = await ask(server, operator, path, purpose="flight_record", granted=granted)
    assert status == 200


async def until_kept(server: RunningServer, session: str) -> str:
    """What `tutor flight show` says of the session, once its turn has been flushed; the pieces of
    a record come every few seconds, and the first may hold the beginning only."""
    async with asyncio.timeout(60):
        while True:
            said = await asyncio.to_thread(server.command, "flight", "list")
            if any(line.startswith(session) for line in said.splitlines()):
                shown = await asyncio.to_thread(server.command, "flight", "show", session)
                if "first token" in shown:
                    return said


async def test_a_live_session_is_recorded_by_consent_and_decided_again(
    server: RunningServer,
) -> None:
    token = server.token("Flora Flight")
    operator = server.token("Olga Operator", "operator")
    me = json.loads((await ask(server, token, "/v1/me"))[1])["student_id"]
    before = await talk(server, token)
    await consent(server, operator, me, granted=True)
    session = await talk(server, token)
    assert " events " in await until_kept(server, session)
    replayed = await asyncio.to_thread(server.command, "flight", "replay", session)
    assert replayed.startswith("Epoch 1: same decisions: ")
    status, picture = await ask(server, operator, f"/v1/sessions/{session}/waterfall.svg")
    assert (status, picture.startswith("<svg")) == (200, True)
    assert (await ask(server, token, f"/v1/sessions/{session}/waterfall.svg"))[0] == 403
    listed = await asyncio.to_thread(server.command, "flight", "list")
    assert before not in listed  # it began without a consent
    await consent(server, operator, me, granted=False)
    assert session not in await asyncio.to_thread(server.command, "flight", "list")
