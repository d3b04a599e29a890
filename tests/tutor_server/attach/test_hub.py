"""Sessions are opened once, found by their owner only, and end when nobody comes back."""

import asyncio

import pytest

from sessions.commands import Close
from sessions.errors import LogUnavailableError
from sessions.outputs import Phase, PhaseChanged
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


def test_when_full_who_left_longest_ago_gives_up_the_place() -> None:
    async def scenario() -> None:
        hub, store, _ = make_hub(max_sessions=3, grace_s=15)
        async with hub.running():
            stays = await hub.open(ADA, None, WireSettings())
            stays.join(None)
            first_to_leave = await hub.open(ADA, None, WireSettings())
            await asyncio.sleep(20)
            just_left = await hub.open(ADA, None, WireSettings())
            came = await hub.open(BEN, None, WireSettings())
            assert first_to_leave.ended == "idle"
            assert hub.rooms == (stays, just_left, came)
            with pytest.raises(OverloadedError):
                await hub.open(BEN, None, WireSettings())

            await asyncio.sleep(20)
            opened = await asyncio.gather(
                *(hub.open(BEN, None, WireSettings()) for _ in range(2)), return_exceptions=True
            )
            assert (just_left.ended, came.ended) == ("idle", "idle")
            assert hub.rooms == (stays, *opened)

            await asyncio.sleep(20)
            back = await hub.open(ADA, first_to_leave.identity.session_id, WireSettings())
            assert store.epochs[back.identity.session_id] == 2

    run_virtual(scenario())


def test_places_are_counted_while_sessions_open() -> None:
    async def scenario() -> None:
        hub, _, _ = make_hub(max_sessions=2)
        async with hub.running():
            opened = await asyncio.gather(
                *(hub.open(BEN, None, WireSettings()) for _ in range(5)), return_exceptions=True
            )
            refused = [one for one in opened if isinstance(one, OverloadedError)]
            assert len(refused) == 3
            assert len(hub.rooms) == 2

    run_virtual(scenario())


def test_a_busy_process_refuses_new_students_and_never_one_who_comes_back() -> None:
    async def scenario() -> None:
        store, sessions, busy = FakeStore(), FakeSessions(), False
        hub = Hub(
            store,
            sessions,
            HubSettings(),
            clock=lambda: asyncio.get_running_loop().time(),
            render=lambda text: text,
            busy=lambda students: busy and students > 0,
        )
        async with hub.running():
            room = await hub.open(ADA, None, WireSettings())
            room.join(None)
            busy = True
            assert not hub.accepts
            with pytest.raises(OverloadedError) as refused:
                await hub.open(BEN, None, WireSettings())
            assert refused.value.retry_after_s >= 1
            room.post(Close(reason="left"))
            await asyncio.sleep(0.1)
            again = await hub.open(ADA, room.identity.session_id, WireSettings())
            assert again.ended is None
            assert hub.accepts  # nobody is connected: the machine is busy with something else

    run_virtual(scenario())


def test_a_drain_waits_for_who_speaks_and_hands_over_who_is_quiet() -> None:
    async def scenario() -> None:
        hub, _, sessions = make_hub()
        loop = asyncio.get_running_loop()
        async with hub.running():
            quiet = await hub.open(ADA, None, WireSettings())
            speaking = await hub.open(BEN, None, WireSettings())
            endless = await hub.open(BEN, None, WireSettings())
            for session in sessions.made[1:]:
                session.publish(PhaseChanged(phase=Phase.SPEAKING))
            drain = loop.create_task(hub.drain(5.0))
            await asyncio.sleep(1)
            assert (quiet.ended, speaking.ended, endless.ended) == ("drain", None, None)
            assert not hub.accepts
            with pytest.raises(OverloadedError):
                await hub.open(ADA, quiet.identity.session_id, WireSettings())
            sessions.made[1].publish(PhaseChanged(phase=Phase.LISTENING))
            await asyncio.sleep(1)
            assert (speaking.ended, endless.ended) == ("drain", None)
            await drain
            assert 5.0 <= loop.time() < 5.5
            assert endless.ended == "drain"
        assert [len(session.posted) for session in sessions.made] == [1, 1, 1]

    run_virtual(scenario())


def test_a_drain_of_quiet_sessions_takes_no_time() -> None:
    async def scenario() -> None:
        hub, _, _ = make_hub()
        async with hub.running():
            for _ in range(10):
                await hub.open(ADA, None, WireSettings())
            await hub.drain(60.0)
            assert asyncio.get_running_loop().time() < 0.2
            assert hub.rooms == ()

    run_virtual(scenario())


def test_a_session_that_opens_during_the_drain_is_handed_over_too() -> None:
    async def scenario() -> None:
        hub, _, sessions = make_hub()
        async with hub.running():
            opening = asyncio.get_running_loop().create_task(hub.open(ADA, None, WireSettings()))
            await asyncio.sleep(0)
            await hub.drain(5.0)
            room = await opening
            await asyncio.sleep(0.1)
            assert room.ended == "drain"
            assert len(sessions.made) == 1

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
