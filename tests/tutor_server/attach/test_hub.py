"""Sessions are opened once, found by their owner only, and end when nobody comes back."""

import asyncio

import pytest

from sessions.commands import Close
from sessions.errors import LogUnavailableError
from tests.fakes.live_session import ADA, BEN, FakeSessions, FakeStore
from tests.virtual_time import run_virtual
from tutor_server.attach.hub import Hub, HubSettings
from tutor_server.errors import OverloadedError
from tutor_server.wire.session_object import WireSettings


def make_hub(**settings: float) -> tuple[Hub, FakeStore, FakeSessions]:
    store, sessions = FakeStore(), FakeSessions()
    hub = Hub(
        store,
        sessions,
        HubSettings(**settings),  # type: ignore[arg-type]
        clock=lambda: asyncio.get_running_loop().time(),
        render=lambda text: text,
    )
    return hub, store, sessions


def test_a_room_is_found_again_by_its_student_only() -> None:
    async def scenario() -> None:
        hub, _, sessions = make_hub()
        async with hub.running():
            room = await hub.open(ADA, None, WireSettings())
            session_id = room.identity.session_id
            assert await hub.open(ADA, session_id, WireSettings()) is room
            assert hub.find(BEN, session_id) is None
            assert len(sessions.made) == 1

    run_virtual(scenario())


def test_two_tabs_that_open_one_session_at_once_share_it() -> None:
    async def scenario() -> None:
        hub, store, _ = make_hub()
        async with hub.running():
            first = await hub.open(ADA, None, WireSettings())
            session_id = first.identity.session_id
            first.post(Close(reason="left"))
            await asyncio.sleep(0.1)
            rooms = await asyncio.gather(
                *(hub.open(ADA, session_id, WireSettings()) for _ in range(5))
            )
            assert len(set(rooms)) == 1
            assert store.epochs[session_id] == 2

    run_virtual(scenario())


def test_a_session_without_a_student_ends_after_its_time() -> None:
    async def scenario() -> None:
        hub, store, sessions = make_hub(idle_s=60)
        async with hub.running():
            room = await hub.open(ADA, None, WireSettings())
            outbox = room.join(None)
            await asyncio.sleep(600)
            assert room.ended is None
            room.leave(outbox)
            await asyncio.sleep(50)
            assert room.ended is None
            await asyncio.sleep(30)
            assert room.ended == "idle"
            assert hub.rooms == ()
            assert store.closed_sessions == [room.identity.session_id]
            assert len(sessions.made) == 1

    run_virtual(scenario())


def test_full_and_draining_are_said_politely() -> None:
    async def scenario() -> None:
        hub, _, sessions = make_hub(max_sessions=1)
        async with hub.running():
            await hub.open(ADA, None, WireSettings())
            with pytest.raises(OverloadedError):
                await hub.open(BEN, None, WireSettings())
        with pytest.raises(OverloadedError):
            await hub.open(BEN, None, WireSettings())
        assert [type(command) for command in sessions.made[0].posted] == [Close]

    run_virtual(scenario())


def test_one_failing_session_leaves_the_others_alone() -> None:
    async def scenario() -> None:
        hub, _, sessions = make_hub()
        async with hub.running():
            broken = await hub.open(ADA, None, WireSettings())
            healthy = await hub.open(BEN, None, WireSettings())
            sessions.made[0].fail(RuntimeError("a bug"))
            await asyncio.sleep(1)
            assert broken.ended == "failed"
            assert healthy.ended is None
            assert hub.rooms == (healthy,)

    run_virtual(scenario())


def test_storage_down_is_the_callers_error() -> None:
    async def scenario() -> None:
        hub, store, _ = make_hub()
        async with hub.running():
            store.down = True
            with pytest.raises(LogUnavailableError):
                await hub.open(ADA, None, WireSettings())
            assert hub.rooms == ()

    run_virtual(scenario())
