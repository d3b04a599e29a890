"""Which students are live and paused here, as the hub's rooms tell it."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

from sessions.commands import Close, Pause
from sessions.ids import TenantId
from sessions.outputs import Paused
from tests.fakes.live_session import ADA, BEN, FakeSession, FakeStore
from tests.tutor_server.modules.classroom.http import make_hub
from tutor_server.attach.hub import Hub, HubSettings
from tutor_server.clock import monotonic
from tutor_server.modules.classroom.pauses import Pauses
from tutor_server.wire.session_object import WireSettings

HER = (ADA.tenant_id, ADA.student_id)
HIM = (BEN.tenant_id, BEN.student_id)


async def test_every_live_room_of_the_student_is_asked() -> None:
    hub, sessions = make_hub()
    pauses = Pauses(hub)
    async with hub.running():
        for student in (ADA, ADA, BEN, replace(ADA, tenant_id=TenantId("elsewhere"))):
            await hub.open(student, None, WireSettings())
        assert pauses.live() == {HER, HIM, (TenantId("elsewhere"), ADA.student_id)}
        assert pauses.pause(HER, paused=True) == 2
        asked = [session.posted for session in sessions.made]
        assert asked == [[Pause(paused=True)], [Pause(paused=True)], [], []]
        assert pauses.pause(HER, paused=False) == 2
        assert sessions.made[0].posted[-1] == Pause(paused=False)


async def test_nobody_is_paused_before_the_session_says_so() -> None:
    hub, sessions = make_hub()
    pauses = Pauses(hub)
    async with hub.running():
        await hub.open(ADA, None, WireSettings())
        pauses.pause(HER, paused=True)
        assert pauses.paused() == frozenset()
        sessions.made[0].publish(Paused(paused=True))
        assert pauses.paused() == {HER}
        sessions.made[0].publish(Paused(paused=False))
        assert pauses.paused() == frozenset()


async def test_a_session_that_ends_is_neither_live_nor_paused() -> None:
    hub, sessions = make_hub()
    pauses = Pauses(hub)
    async with hub.running():
        room = await hub.open(ADA, None, WireSettings())
        session_id = room.identity.session_id
        sessions.made[0].publish(Paused(paused=True))
        room.post(Close(reason="left"))
        assert (pauses.live(), pauses.paused()) == (frozenset(), frozenset())
        assert pauses.pause(HER, paused=True) == 0
        while hub.rooms:
            await asyncio.sleep(0)
        # The same session, taken up again, is not paused.
        await hub.open(ADA, session_id, WireSettings())
        assert (pauses.live(), pauses.paused()) == ({HER}, frozenset())


async def test_a_room_whose_session_is_being_made_is_passed_over() -> None:
    made = asyncio.Event()

    @asynccontextmanager
    async def slow(opened, turn, publish):
        await made.wait()
        yield FakeSession(opened.identity, publish)

    hub = Hub(FakeStore(), slow, HubSettings(), clock=monotonic, render=lambda text: text)
    pauses = Pauses(hub)
    async with hub.running():
        opening = asyncio.create_task(hub.open(ADA, None, WireSettings()))
        while not hub.rooms:
            await asyncio.sleep(0)
        assert pauses.live() == frozenset()
        assert pauses.pause(HER, paused=True) == 0
        made.set()
        await opening
        assert pauses.live() == {HER}
