"""The connection is cut in the middle of replies, again and again; nothing is lost or doubled."""

import asyncio
import random

import pytest

from tests.realtime_client import Event, connect
from tests.running_server import RunningServer

pytestmark = pytest.mark.slow

CUTS = 50


async def test_fifty_cuts_in_the_middle_of_replies(server: RunningServer) -> None:
    token = server.token("Rita Reconnect")
    rng = random.Random(50)
    events: list[Event] = []
    query: dict[str, object] = {}
    cuts = asked = 0
    while cuts < CUTS:
        async with connect(server, token, **query) as client:
            first = (await client.until("session.created", "tutor.session.resumed"))[0]
            if first["type"] == "session.created":
                events.append(first)
                query = {"session_id": first["session"]["id"], "epoch": first["epoch"]}
            else:
                assert first["replayed"] is True
            if len(_done(events)) == asked:
                await client.ask("Explain fractions to a 3rd grader")
                asked += 1
            left = rng.randint(3, 30)
            async with asyncio.timeout(60):
                while left and len(_done(events)) < asked:
                    event = await client.receive()
                    assert event is not None
                    events.append(event)
                    left -= 1
            client.cut()
            cuts += 1
            query["last_seq"] = events[-1]["seq"]
    async with connect(server, token, **query) as client:
        await client.until("tutor.session.resumed")
        events += client.seen[1:]
        if len(_done(events)) < asked:
            events += await client.until("response.done")
    seqs = [event["seq"] for event in events]
    assert seqs == list(range(1, len(seqs) + 1))
    done = _done(events)
    assert len(done) == asked
    assert {event["response"]["status"] for event in done} == {"completed"}
    assert len({event["response"]["id"] for event in done}) == asked


def _done(events: list[Event]) -> list[Event]:
    return [event for event in events if event["type"] == "response.done"]


async def test_a_closed_page_comes_back_to_its_conversation(server: RunningServer) -> None:
    token = server.token("Rita Reconnect")
    async with connect(server, token) as client:
        created = (await client.until("session.created"))[0]
        await client.text_only()
        await client.ask("What is 1/2 + 1/4?")
        said = (await client.until("response.done"))[-1]["response"]["output"][0]
    session_id = created["session"]["id"]
    async with connect(server, token, session_id=session_id) as client:
        resumed = (await client.until("tutor.session.resumed"))[0]
    assert resumed["replayed"] is False
    assert [item["role"] for item in resumed["items"]] == ["user", "assistant"]
    assert resumed["items"][1]["content"] == said["content"]
    assert "<math" in resumed["items"][1]["html"]


async def test_nobody_else_can_resume(server: RunningServer) -> None:
    async with connect(server, server.token("Rita Reconnect")) as client:
        session_id = (await client.until("session.created"))[0]["session"]["id"]
        stranger = server.token("Sam Stranger")
        with pytest.raises(Exception, match="404"):
            async with connect(server, stranger, session_id=session_id):
                raise AssertionError("a stranger got in")


async def test_a_second_tab_takes_over(server: RunningServer) -> None:
    token = server.token("Rita Reconnect")
    async with connect(server, token) as first:
        session_id = (await first.until("session.created"))[0]["session"]["id"]
        async with connect(server, token, session_id=session_id) as second:
            resumed = (await second.until("tutor.session.resumed"))[0]
            assert resumed["state"] == "listening"
            assert (await first.until("tutor.session.closed"))[-1]["reason"] == "fenced"
            assert await first.receive() is None
            assert first.socket.close_code == 4001
            await second.text_only()
