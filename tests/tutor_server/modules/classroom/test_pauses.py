"""Rooms are as paused as Postgres says: in one process at once, in the others soon, and without
Postgres as they were."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from sessions.commands import Close, Pause
from sessions.ids import StudentId
from sessions.outputs import Paused
from tests.fakes.live_session import FakeSession, FakeStore
from tests.tutor_server.modules.classroom.http import NOON, make_hub
from tests.tutor_server.storage.world import World, until
from tutor_server.attach.contracts import Student
from tutor_server.attach.hub import Hub, HubSettings
from tutor_server.clock import monotonic
from tutor_server.errors import StorageUnavailableError
from tutor_server.modules.classroom import pauses as module
from tutor_server.modules.classroom.pauses import Pauses
from tutor_server.modules.classroom.standing import Standing, stand, stand_class
from tutor_server.wire.session_object import WireSettings

pytestmark = pytest.mark.slow


class Process:
    """A web process: a hub of its own and what follows the pauses there."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.hub, self.sessions = make_hub()
        self.pauses = Pauses(self.hub, world.database, lambda: NOON)

    async def open(self, student: StudentId) -> FakeSession:
        who = Student(tenant_id=self.world.tenant, student_id=student)
        await self.hub.open(who, None, WireSettings())
        return self.sessions.made[-1]


async def say(world: World, student: StudentId, *, paused: bool) -> None:
    """A teacher's word in Postgres, heard by another process."""
    teacher = world.as_("teacher", "t1")
    await stand(world.database, teacher, student, paused=paused, now=NOON)


def told(session: FakeSession) -> list[bool]:
    """What the session was asked; it does as it is told."""
    return [one.paused for one in session.posted if isinstance(one, Pause)]


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_S", 0.01)


async def test_every_live_room_of_the_student_is_asked_at_once(world: World) -> None:
    here = Process(world)
    async with here.hub.running():
        first, second, bens = [await here.open(s) for s in (world.ada, world.ada, world.ben)]
        assert here.pauses.live() == {(world.tenant, world.ada), (world.tenant, world.ben)}
        her = (world.tenant, world.ada)
        for paused in (True, False):
            await say(world, world.ada, paused=paused)
            assert await here.pauses.ask({her}) == 2
        assert [told(one) for one in (first, second, bens)] == [[True, False]] * 2 + [[]]


async def test_a_pause_of_another_process_is_carried_out_here_and_lifted(
    world: World, soon: None
) -> None:
    here, there = Process(world), Process(world)
    async with here.hub.running(), there.hub.running():
        mine, theirs, bens = [
            await process.open(student)
            for process, student in ((here, world.ada), (there, world.ada), (there, world.ben))
        ]
        async with here.pauses.following(), there.pauses.following():
            await say(world, world.ada, paused=True)

            async def both(paused: bool) -> bool:
                return told(mine)[-1:] == told(theirs)[-1:] == [paused]

            await until(lambda: both(True))
            for session in (mine, theirs):
                session.publish(Paused(paused=True))
            await say(world, world.ada, paused=False)
            await until(lambda: both(False))
    assert told(bens) == []


async def test_a_class_pause_reaches_every_process_and_who_is_paused_alone_stays(
    world: World, soon: None
) -> None:
    here, there = Process(world), Process(world)
    teacher = world.as_("teacher", "t1")
    async with here.hub.running(), there.hub.running():
        adas, bens = await here.open(world.ada), await there.open(world.ben)

        async def as_wanted(ada: Pause, ben: Pause) -> bool:
            return [adas.posted[-1:], bens.posted[-1:]] == [[ada], [ben]]

        async with here.pauses.following(), there.pauses.following():
            await say(world, world.ada, paused=True)
            await stand_class(world.database, teacher, paused=True, now=NOON)
            everybody = Pause(paused=True, whole_class=True)
            await until(lambda: as_wanted(everybody, everybody))
            for session in (adas, bens):
                session.publish(Paused(paused=True, whole_class=True))
            await stand_class(world.database, teacher, paused=False, now=NOON)
            await until(lambda: as_wanted(Pause(paused=True), Pause(paused=False)))


async def test_who_is_as_paused_as_wanted_is_not_asked_again(world: World) -> None:
    here = Process(world)
    async with here.hub.running():
        session = await here.open(world.ada)
        await here.pauses.look()
        assert told(session) == []
        await say(world, world.ada, paused=True)
        await here.pauses.look()
        session.publish(Paused(paused=True))
        await here.pauses.look()
        assert told(session) == [True]


async def test_what_was_read_before_something_was_asked_here_changes_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Process(world)
    async with here.hub.running():
        session = await here.open(world.ada)
        her = (world.tenant, world.ada)

        await say(world, world.ada, paused=True)
        real = module.standing_of

        async def old(database: object, whom: object, now: object) -> Standing:
            monkeypatch.setattr(module, "standing_of", real)
            assert await here.pauses.ask({her}) == 1
            session.publish(Paused(paused=True))
            return Standing()

        monkeypatch.setattr(module, "standing_of", old)
        await here.pauses.look()
        assert told(session) == [True]


async def test_without_postgres_everything_stays_and_the_following_goes_on(
    world: World, soon: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, looks = Process(world), 0
    real = module.standing_of

    async def away(database: object, whom: object, now: object) -> Standing:
        nonlocal looks
        looks += 1
        raise StorageUnavailableError

    async with here.hub.running():
        session = await here.open(world.ada)
        session.publish(Paused(paused=True))
        await say(world, world.ada, paused=True)
        monkeypatch.setattr(module, "standing_of", away)
        async with here.pauses.following():

            async def thrice() -> bool:
                return looks >= 3

            await until(thrice)
            assert told(session) == []
            await say(world, world.ada, paused=False)
            monkeypatch.setattr(module, "standing_of", real)

            async def lifted() -> bool:
                return told(session) == [False]

            await until(lifted)


async def test_nobody_here_is_no_question_to_postgres(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(database: object, whom: object, now: object) -> Standing:
        raise AssertionError

    monkeypatch.setattr(module, "standing_of", never)
    here = Process(world)
    async with here.hub.running():
        await here.pauses.look()


async def test_a_session_that_ends_is_no_longer_live(world: World) -> None:
    here = Process(world)
    async with here.hub.running():
        session = await here.open(world.ada)
        session.publish(Paused(paused=True))
        session.post(Close(reason="left"))
        assert here.pauses.live() == frozenset()
        assert await here.pauses.ask({(world.tenant, world.ada)}) == 0
        await here.pauses.look()
        assert told(session) == []


async def test_a_room_whose_session_is_being_made_is_passed_over(world: World) -> None:
    made = asyncio.Event()

    @asynccontextmanager
    async def slow(opened, turn, publish):
        await made.wait()
        yield FakeSession(opened.identity, publish)

    hub = Hub(FakeStore(), slow, HubSettings(), clock=monotonic, render=lambda text: text)
    pauses = Pauses(hub, world.database, lambda: NOON)
    who = Student(tenant_id=world.tenant, student_id=world.ada)
    async with hub.running():
        opening = asyncio.create_task(hub.open(who, None, WireSettings()))
        while not hub.rooms:
            await asyncio.sleep(0)
        assert pauses.live() == frozenset()
        await pauses.look()
        assert await pauses.ask({(world.tenant, world.ada)}) == 0
        made.set()
        await opening
        assert pauses.live() == {(world.tenant, world.ada)}
