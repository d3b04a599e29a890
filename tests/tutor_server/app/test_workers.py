"""Who has a session and who has room, with a real Redis and a real Postgres."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from sessions.ids import SessionId
from tests.fakes.live_session import FakeSessions, FakeStore
from tests.tutor_server.storage.world import World
from tutor_server.app.places import Places
from tutor_server.app.storage import Storage
from tutor_server.app.workers import Workers, address, open_workers
from tutor_server.attach.contracts import Student
from tutor_server.attach.hub import Hub, HubSettings
from tutor_server.attach.presence import Presence
from tutor_server.clock import monotonic
from tutor_server.errors import OverloadedError
from tutor_server.storage.redis_state import HotState
from tutor_server.wire.session_object import WireSettings

pytestmark = pytest.mark.slow

NAMES = ("web-1", "web-2")


@asynccontextmanager
async def answering(places: Places, worker: str) -> AsyncIterator[None]:
    """The socket of a worker that lives."""

    async def health(request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    app = web.Application()
    app.router.add_get("/health", health)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.UnixSite(runner, places.worker_socket(worker)).start()
    try:
        yield
    finally:
        await runner.cleanup()


@asynccontextmanager
async def hanging(places: Places, worker: str) -> AsyncIterator[None]:
    """The socket of a worker that takes connections and does nothing with them."""
    over = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    server = await asyncio.start_unix_server(silent, places.worker_socket(worker))
    try:
        yield
    finally:
        over.set()
        server.close()


class Pair:
    """Two workers with a hub each, in one process."""

    def __init__(
        self, places: Places, workers: tuple[Workers, ...], hubs: tuple[Hub, ...]
    ) -> None:
        self.places = places
        self.one, self.two = workers
        self.hub_one, self.hub_two = hubs


@pytest.fixture
def who(world: World) -> Student:
    return Student(tenant_id=world.tenant, student_id=world.ada)


@pytest.fixture
async def hot(redis_url: str) -> AsyncIterator[HotState]:
    state = HotState.connect(redis_url, clock=monotonic)
    yield state
    await state.close()


@pytest.fixture
async def pair(world: World, hot: HotState, tmp_path: Path) -> AsyncIterator[Pair]:
    places = Places(home=tmp_path, run=tmp_path)
    storage = Storage(database=world.database, keys=world.keys, people=world.people, log=world.log)
    async with AsyncExitStack() as stack:
        workers, hubs = [], []
        for name in NAMES:
            made = await stack.enter_async_context(
                open_workers(name, 2, places=places, hot=hot, database=world.database)
            )
            hub = Hub(
                made.store(storage),
                FakeSessions(),
                HubSettings(max_sessions=4),
                clock=monotonic,
                render=str,
            )
            made.serve(hub)
            await stack.enter_async_context(hub.running())
            workers.append(made)
            hubs.append(hub)
        yield Pair(places, tuple(workers), tuple(hubs))


async def opened(hub: Hub, who: Student) -> SessionId:
    room = await hub.open(who, None, WireSettings())
    room.join(None)
    return room.identity.session_id


async def test_the_other_knows_the_owner_and_the_owner_asks_nobody(
    pair: Pair, who: Student
) -> None:
    session_id = await opened(pair.hub_one, who)
    async with answering(pair.places, "web-1"):
        assert await pair.two.owner(session_id) == "web-1"
        assert await pair.one.owner(session_id) is None
        assert await pair.two.owner(SessionId("sess_unknown")) is None


async def test_what_redis_forgot_the_log_knows(pair: Pair, who: Student, hot: HotState) -> None:
    session_id = await opened(pair.hub_one, who)
    await hot.drop_route(session_id, owner=pair.one.address)
    async with answering(pair.places, "web-1"):
        assert await pair.two.owner(session_id) == "web-1"


async def test_a_dead_or_hanging_owner_is_none_and_the_next_claims_the_session(
    pair: Pair, who: Student
) -> None:
    session_id = await opened(pair.hub_one, who)
    assert await pair.two.owner(session_id) is None
    async with hanging(pair.places, "web-1"):
        assert await pair.two.owner(session_id) is None
    await pair.hub_two.open(who, session_id, WireSettings())
    async with answering(pair.places, "web-2"):
        pair.hub_one.rooms[0].ended = "fenced"  # as its session would learn at its next fact
        assert await pair.one.owner(session_id) == "web-2"


async def test_a_route_goes_before_the_session_is_closed(pair: Pair, who: Student) -> None:
    session_id = await opened(pair.hub_one, who)
    await pair.hub_one.drain(1.0)
    async with answering(pair.places, "web-1"), asyncio.timeout(10):
        while await pair.two.owner(session_id) is not None:
            await asyncio.sleep(0.01)


async def test_the_late_end_of_the_former_owner_leaves_the_new_route(
    pair: Pair, who: Student, hot: HotState
) -> None:
    session_id = await opened(pair.hub_one, who)
    await pair.hub_two.open(who, session_id, WireSettings())
    await pair.hub_one.drain(1.0)
    await asyncio.sleep(0.1)
    assert await hot.route(session_id) == pair.two.address


async def test_calls_name_their_worker(pair: Pair) -> None:
    async with answering(pair.places, "web-1"):
        assert await pair.two.of_call("call_web-1_abc") == "web-1"
        assert await pair.one.of_call("call_web-1_abc") is None
        assert await pair.two.of_call("call_web-10_abc") is None
    assert await pair.two.of_call("call_web-1_abc") is None


async def test_new_sessions_go_where_there_is_room(pair: Pair, who: Student) -> None:
    await pair.two.tell()
    assert await pair.one.place() is None
    for _ in range(4):
        await opened(pair.hub_one, who)
    assert await pair.one.place() == "web-2"
    pair.hub_two.stop_accepting()
    await pair.two.tell()
    with pytest.raises(OverloadedError):
        await pair.one.place()


async def test_routes_and_loads_are_kept_alive(pair: Pair, who: Student, hot: HotState) -> None:
    session_id = await opened(pair.hub_one, who)
    await hot.drop_route(session_id, owner=pair.one.address)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(pair.one.run())
        async with asyncio.timeout(10):
            while await hot.route(session_id) is None:
                await asyncio.sleep(0.01)
        task.cancel()
    assert all(await hot.loads([pair.one.address]))
    assert all(await hot.here([pair.one.address]))


async def test_each_worker_knows_who_is_at_the_others(
    pair: Pair, who: Student, world: World
) -> None:
    ada, ben = (world.tenant, world.ada), (world.tenant, world.ben)
    await opened(pair.hub_one, who)
    room = await pair.hub_two.open(replace(who, student_id=world.ben), None, WireSettings())
    room.link_begins("webrtc")
    assert (await pair.one.present()).live(ben) is None, "nothing was told so far"
    for worker in (pair.one, pair.two):
        await worker.tell()
    for worker in (pair.one, pair.two):
        presence = await worker.present()
        assert presence.complete
        assert presence.links == {ada: None, ben: room.link.show()}
    await pair.hub_two.drain(1.0)
    await pair.two.tell()
    assert (await pair.one.present()).live(ben) is False


async def test_alone_nothing_is_asked_or_told(world: World, hot: HotState, tmp_path: Path) -> None:
    places = Places(home=tmp_path, run=tmp_path)
    for name, count in (("web", 1), ("web", 4)):
        async with open_workers(
            name, count, places=places, hot=hot, database=world.database
        ) as alone:
            assert alone.others == ()
            assert await alone.owner(SessionId("s")) is None
            assert await alone.place() is None
            alone.serve(
                Hub(FakeStore(), FakeSessions(), HubSettings(), clock=monotonic, render=str)
            )
            assert await alone.present() == Presence()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(alone.run(), 5)
            assert await hot.loads([address(places, name)]) == (None,)
