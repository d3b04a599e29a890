"""Two web processes on one port: whoever takes the connection, the session's owner answers; a
worker that dies or leaves loses nothing.

Which worker the kernel gives a connection to is chance, so each promise is asked for often enough
that both must have been hit.
"""

import asyncio
import json
import os
import re
import signal
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

import aiohttp
import pytest
import redis
from aiortc import RTCPeerConnection, RTCSessionDescription

from tests.realtime_client import Event, RealtimeClient, connect, texts
from tests.running_server import RunningServer, reachable_home

pytestmark = pytest.mark.slow

QUESTION = "What is 1/2 + 1/4?"
LESSON = "equal-parts"
LONG = "Explain fractions to a 3rd grader"
TRIES = 16
"""All on one side of two: once in 32,768 runs."""


@pytest.fixture(scope="module")
def pair() -> Iterator[RunningServer]:
    with reachable_home() as home, RunningServer(home, workers="2") as running:
        yield running


@pytest.fixture
def token(pair: RunningServer) -> str:
    both_up(pair)
    return pair.token("Wanda Workers")


def both_up(server: RunningServer) -> None:
    server.wait_until(lambda: ups(server) == {"web-1": 1.0, "web-2": 1.0})


def metrics(server: RunningServer) -> str:
    try:
        with urllib.request.urlopen(f"{server.url}/metrics", timeout=10) as response:
            return str(response.read().decode())
    except OSError:
        return ""


def ups(server: RunningServer) -> dict[str, float]:
    return samples(metrics(server), "tutor_worker_up")


def samples(text: str, name: str) -> dict[str, float]:
    found = re.findall(rf'^{name}{{[^}}]*worker="([^"]+)"[^}}]*}} (\S+)$', text, re.M)
    return {worker: float(value) for worker, value in found}


@asynccontextmanager
async def come_back(
    server: RunningServer, token: str, **query: object
) -> AsyncIterator[RealtimeClient]:
    """As a client does that is told to try again: the leaving worker is still named as the
    session's owner for a moment, and answers 503."""
    async with AsyncExitStack() as stack:
        for tries in range(50, 0, -1):
            try:
                client = await stack.enter_async_context(connect(server, token, **query))
                break
            except aiohttp.WSServerHandshakeError as refused:
                if refused.status != 503 or tries == 1:
                    raise
                await asyncio.sleep(0.1)
        yield client


def owner(server: RunningServer, session_id: str) -> str:
    """The worker that has the session, as the others know it."""
    known = json.loads((server.home / "keys" / "running.json").read_text())
    with redis.Redis.from_url(known["redis_url"], decode_responses=True) as client:
        address = str(client.get(f"route:{session_id}"))
    return address.rpartition("/")[2].removesuffix(".sock")


async def close_code(client: RealtimeClient) -> int:
    """As it was sent; aiohttp's own close_code is that of the answer to it."""
    message = await client.socket.receive()
    assert message.type is aiohttp.WSMsgType.CLOSE
    return int(message.data)


async def created(client: RealtimeClient) -> Event:
    return (await client.until("session.created"))[0]


def where(event: Event, **more: object) -> dict[str, object]:
    return {"session_id": event["session"]["id"], "epoch": event["epoch"], **more}


async def call(
    server: RunningServer, token: str, method: str, path: str, **body: object
) -> tuple[int, Any]:
    """One request on a connection of its own."""
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.request(method, f"{server.url}{path}", json=body or None) as response,
    ):
        return response.status, await response.json(content_type=None)


async def status_of(server: RunningServer, token: str, path: str) -> int:
    """The same for an answer that is no JSON."""
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"{server.url}{path}") as response,
    ):
        return response.status


async def test_sessions_spread_over_both(pair: RunningServer, token: str) -> None:
    clients = [connect(pair, token) for _ in range(12)]
    opened = [await client.__aenter__() for client in clients]
    try:
        owners = [owner(pair, (await created(client))["session"]["id"]) for client in opened]
        assert set(owners) == {"web-1", "web-2"}
    finally:
        for client in clients:
            await client.__aexit__(None, None, None)


async def test_the_class_list_knows_who_is_where_whoever_answers(pair: RunningServer) -> None:
    both_up(pair)
    teacher, names = pair.token("Tia Teacher", role="teacher"), []
    async with AsyncExitStack() as stack:
        owners: set[str] = set()
        while owners != {"web-1", "web-2"}:
            names.append(f"Student {len(names)}")
            client = await stack.enter_async_context(connect(pair, pair.token(names[-1])))
            owners.add(owner(pair, (await created(client))["session"]["id"]))
        agreed = 0
        async with asyncio.timeout(30):
            while agreed < TRIES:  # in a row: until each has told the other
                _, answer = await call(pair, teacher, "GET", "/v1/class")
                live = {row["name"]: row["live"] for row in answer["data"]}
                agreed = agreed + 1 if all(live[name] for name in names) else 0


async def test_every_worker_draws_the_turns_of_a_session(pair: RunningServer, token: str) -> None:
    operator = pair.token("Ola Operator", role="operator")
    async with connect(pair, token) as client:
        session = (await created(client))["session"]["id"]
        await client.ask(QUESTION)
        await client.until("tutor.timing")
        for _ in range(TRIES):
            status = await status_of(pair, operator, f"/v1/sessions/{session}/waterfall.svg")
            assert status == 200


async def test_every_reconnect_finds_the_owner_and_misses_nothing(
    pair: RunningServer, token: str
) -> None:
    """The connection is cut in mid-reply again and again; each comes back through any worker."""
    events: list[Event] = []
    async with connect(pair, token) as client:
        events.append(await created(client))
        await client.ask(LONG)
        events += await client.until("response.created")
        client.cut()
    cuts = 0
    while cuts < TRIES or events[-1]["type"] != "response.done":
        query = where(events[0], last_seq=events[-1]["seq"])
        async with connect(pair, token, **query) as client:
            resumed = (await client.until("tutor.session.resumed"))[0]
            assert (resumed["replayed"], resumed["epoch"]) == (True, 1)
            while events[-1]["type"] != "response.done":
                event = await client.receive()
                assert event is not None
                events.append(event)
                if cuts < TRIES and len(events) % 5 == 0:
                    break
            client.cut()
        cuts += 1
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert events[-1]["response"]["status"] == "completed"


async def test_both_tabs_see_the_take_over(pair: RunningServer, token: str) -> None:
    """The close code goes through whichever worker carries the first tab."""
    async with connect(pair, token) as first:
        where_to = where(await created(first))
        first.cut()
    for _ in range(TRIES):
        async with connect(pair, token, **where_to) as first:
            await first.until("tutor.session.resumed")
            async with connect(pair, token, **where_to) as second:
                await second.until("tutor.session.resumed")
                assert (await first.until("tutor.session.closed"))[-1]["reason"] == "fenced"
                assert await close_code(first) == 4001


async def test_a_stranger_is_refused_by_every_worker(pair: RunningServer, token: str) -> None:
    stranger = pair.token("Sam Stranger")
    async with connect(pair, token) as client:
        session_id = (await created(client))["session"]["id"]
        for _ in range(TRIES):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                async with connect(pair, stranger, session_id=session_id):
                    raise AssertionError("a stranger got in")
            assert refused.value.status == 404


async def test_a_lesson_over_http_reaches_the_owner(pair: RunningServer, token: str) -> None:
    async with connect(pair, token) as client:
        session_id = (await created(client))["session"]["id"]
        await client.text_only()
        start = f"/v1/lessons/{LESSON}/start"
        for _ in range(TRIES):
            status, body = await call(pair, token, "POST", start, session_id=session_id)
            assert status in {201, 409}, body
            status, body = await call(pair, token, "POST", f"/v1/sessions/{session_id}/next")
            assert status in {200, 409}, body
        assert any(event["type"] == "tutor.lesson" for event in await client.until("tutor.lesson"))


async def test_a_call_is_answered_changed_and_ended_through_any_worker(
    pair: RunningServer, token: str
) -> None:
    stranger = pair.token("Sam Stranger")
    for _ in range(6):
        peer = RTCPeerConnection()
        channel = peer.createDataChannel("oai-events")
        peer.addTransceiver("audio")
        greeting: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        channel.on("message", lambda text, told=greeting: told.done() or told.set_result(text))
        await peer.setLocalDescription(await peer.createOffer())
        place, answer = await offered(pair, token, peer.localDescription.sdp)
        await peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        async with asyncio.timeout(20):
            assert json.loads(await greeting)["type"] == "session.created"
        for _ in range(4):
            status, _ = await call(pair, stranger, "DELETE", place)
            assert status == 403
        assert (await call(pair, token, "DELETE", place))[0] == 204
        await peer.close()


async def offered(server: RunningServer, token: str, sdp: str) -> tuple[str, str]:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/sdp"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(f"{server.url}/v1/realtime/calls", data=sdp) as response,
    ):
        assert response.status == 201, await response.text()
        return response.headers["Location"], await response.text()


async def test_metrics_name_the_worker(pair: RunningServer, token: str) -> None:
    async with connect(pair, token) as client:
        session_id = (await created(client))["session"]["id"]
        for _ in range(TRIES):
            live = samples(metrics(pair), "tutor_live_sessions")
            assert set(live) == {"web-1", "web-2"}
            assert live[owner(pair, session_id)] >= 1


async def test_without_redis_the_log_knows_the_owner(pair: RunningServer, token: str) -> None:
    async with connect(pair, token) as client:
        query = where(await created(client), last_seq=1)
        await client.text_only()
        client.cut()
    pair.kill("redis")
    for _ in range(TRIES):
        async with connect(pair, token, **query) as client:
            resumed = (await client.until("tutor.session.resumed"))[0]
            assert (resumed["replayed"], resumed["epoch"]) == (True, 1)
    await known_again(pair, token)


async def known_again(server: RunningServer, token: str) -> None:
    """Until the new Redis is told of sessions; other tests ask it who has them."""
    server.wait_until(lambda: "redis" in server.parts())
    async with asyncio.timeout(60):
        while True:
            async with connect(server, token) as client:
                session_id = (await created(client))["session"]["id"]
                with suppress(redis.RedisError):
                    if owner(server, session_id) != "None":
                        return
            await asyncio.sleep(0.5)


@pytest.mark.parametrize("spoken", [False, True])
async def test_a_killed_worker_loses_nothing_that_was_told(
    pair: RunningServer, token: str, spoken: bool
) -> None:
    async with connect(pair, token) as client:
        first = await created(client)
        if not spoken:
            await client.text_only()
        await client.ask(QUESTION)
        await client.until("response.done")
        await client.ask(LONG)
        await client.until("response.created")
        worker = owner(pair, first["session"]["id"])
        pair.kill(worker)
        while await client.receive() is not None:
            pass
    told = [e["item"]["id"] for e in client.seen if e["type"] == "conversation.item.done"]
    async with connect(pair, token, **where(first, last_seq=client.seen[-1]["seq"])) as client:
        resumed = (await client.until("tutor.session.resumed"))[0]
        assert (resumed["replayed"], resumed["epoch"]) == (False, 2)
        ids = [item["id"] for item in resumed["items"]]
        assert len(ids) == len(set(ids))
        assert set(told) <= set(ids)
        await client.text_only()
        await client.ask(QUESTION)
        assert "3/4" in texts(await client.until("response.done"))
        assert client.seen[-1]["response"]["status"] == "completed"
    both_up(pair)


async def test_a_leaving_worker_lets_the_reply_end_and_hands_over(
    pair: RunningServer, token: str
) -> None:
    async with connect(pair, token) as client:
        first = await created(client)
        await client.text_only()
        await client.ask(LONG)
        await client.until("response.created")
        leaving = owner(pair, first["session"]["id"])
        os.kill(pair.parts()[leaving], signal.SIGTERM)
        events = await client.until("tutor.session.closed")
        assert events[-1]["reason"] == "drain"
        done = [event["response"] for event in events if event["type"] == "response.done"]
        assert [response["status"] for response in done] == ["completed"]
        assert await close_code(client) == 1000
    async with come_back(pair, token, **where(first, last_seq=client.seen[-1]["seq"])) as client:
        resumed = (await client.until("tutor.session.resumed"))[0]
        assert (resumed["replayed"], resumed["epoch"]) == (False, 2)
        assert [item["role"] for item in resumed["items"]] == ["user", "assistant"]
        assert resumed["items"][1]["content"] == done[0]["output"][0]["content"]
        assert owner(pair, first["session"]["id"]) != leaving
        await client.text_only()
        await client.ask(QUESTION)
        await client.until("response.done")
    both_up(pair)


async def test_a_rolling_restart_is_not_noticed(pair: RunningServer, token: str) -> None:
    """Each worker is replaced in turn while students talk; every question is answered once."""
    over = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        students = [group.create_task(_student(pair, token, over)) for _ in range(3)]
        for worker in ("web-1", "web-2"):
            await asyncio.sleep(1.0)
            before = pair.parts()[worker]
            os.kill(before, signal.SIGTERM)
            while pair.parts().get(worker) in {None, before} or len(ups(pair)) < 2:
                await asyncio.sleep(0.1)
            await asyncio.to_thread(both_up, pair)
        over.set()
    for student in students:
        epochs, items = student.result()
        assert len(epochs) >= 2
        assert epochs == sorted(epochs)
        assert [item["role"] for item in items] == ["user", "assistant"] * (len(items) // 2)
        assert len({item["id"] for item in items}) == len(items) > 2
        # Asked in the moment of the handing over, a reply may be cut and kept as far as it was.
        cut = [item for item in items if item["status"] != "completed"]
        assert len(cut) < len(epochs)


async def _student(
    server: RunningServer, token: str, over: asyncio.Event
) -> tuple[list[int], list[Event]]:
    """Asks one question after the other, comes back when told to, and asks again what was not
    taken, as the page does; the epochs it saw, and the conversation at the end."""
    query: dict[str, object] = {}
    epochs: list[int] = []
    while True:
        try:
            async with connect(server, token, **query) as client:
                first = (await client.until("session.created", "tutor.session.resumed"))[0]
                query = where(first)
                epochs.append(first["epoch"])
                await client.text_only()
                if [item["role"] for item in first.get("items", ())][-1:] == ["user"]:
                    await client.send("response.create")
                    await client.until("response.done")
                while not over.is_set():
                    await client.ask(QUESTION)
                    await client.until("response.done")
                path = f"/v1/sessions/{first['session']['id']}"
                return epochs, (await call(server, token, "GET", path))[1]["items"]
        except (ConnectionError, aiohttp.ClientError):
            await asyncio.sleep(0.2)


def refusal(server: RunningServer, token: str) -> tuple[int, str, str]:
    """Status, code and Retry-After of a wish for a new session."""
    request = urllib.request.Request(
        f"{server.url}/v1/realtime/client_secrets",
        data=b"{}",
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=10)
    code = json.loads(caught.value.read())["code"]
    return caught.value.code, code, str(caught.value.headers["Retry-After"])


async def test_a_full_house_refuses_politely_and_fills_every_place_first() -> None:
    with (
        reachable_home() as home,
        RunningServer(home, workers="2", max_sessions="2") as server,
    ):
        both_up(server)
        token = server.token("Fay Full")
        clients = [connect(server, token) for _ in range(4)]
        for client in clients:
            await created(await client.__aenter__())
            await asyncio.sleep(1.5)  # each worker tells its load once a second
        try:
            assert refusal(server, token) == (503, "overloaded", "15")
            for _ in range(TRIES):
                with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                    async with connect(server, token):
                        raise AssertionError("there was no place")
                assert refused.value.status == 503
                assert int(refused.value.headers["Retry-After"]) >= 1
        finally:
            for client in clients:
                await client.__aexit__(None, None, None)
