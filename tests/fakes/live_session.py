"""A live session that records what it is told, for tests of rooms and connections."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from media.contracts import Playout, ScreenFrame
from sessions.commands import Close, TurnSettings
from sessions.contracts import Fact, Identity, Publish
from sessions.errors import LogUnavailableError
from sessions.ids import SessionId, StudentId, TenantId
from sessions.items import Item
from sessions.outputs import Closed
from tutor_server.attach.contracts import Opened, Student


class FakePlayout:
    """Plays nothing but what the test put in `frames`."""

    def __init__(self) -> None:
        self.frames: list[bytes | None] = []

    def next_frame(self) -> bytes | None:
        return self.frames.pop(0) if self.frames else None


class FakeSession:
    """Implements sessions.contracts.LiveSession."""

    def __init__(self, identity: Identity, publish: Publish) -> None:
        self.identity = identity
        self.publish = publish
        self.items: tuple[Item, ...] = ()
        self.screen: ScreenFrame | None = None
        self.posted: list[object] = []
        self.heard = bytearray()
        self.fake_playout = FakePlayout()
        self._over: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    @property
    def playout(self) -> Playout:
        return self.fake_playout  # type: ignore[return-value]  # next_frame is all rooms use

    def post(self, command: object) -> None:
        self.posted.append(command)
        if isinstance(command, Close) and not self._over.done():
            self.publish(Closed(reason=command.reason))
            self._over.set_result(command.reason)

    def fail(self, error: Exception) -> None:
        self._over.set_exception(error)

    def hear(self, pcm: bytes) -> None:
        self.heard += pcm

    def show(self, frame: ScreenFrame | None) -> None:
        self.screen = frame

    async def ended(self) -> str:
        return await self._over


class FakeLog:
    async def append(self, facts: list[Fact]) -> int:
        return len(facts)


class FakeStore:
    """Hands out sessions; `down` makes it fail."""

    def __init__(self) -> None:
        self.epochs: dict[SessionId, int] = {}
        self.closed_sessions: list[SessionId] = []
        self.down = False

    async def open(self, student: Student, session_id: SessionId | None) -> Opened:
        if self.down:
            raise LogUnavailableError
        await asyncio.sleep(0)  # as a database does
        session_id = session_id or SessionId(f"sess_{len(self.epochs) + 1}")
        self.epochs[session_id] = self.epochs.get(session_id, 0) + 1
        identity = Identity(
            tenant_id=student.tenant_id, student_id=student.student_id, session_id=session_id
        )
        return Opened(identity=identity, epoch=self.epochs[session_id], log=FakeLog(), history=())

    async def closed(self, identity: Identity, epoch: int) -> None:
        self.closed_sessions.append(identity.session_id)


class FakeSessions:
    """A SessionFactory that remembers what it made."""

    def __init__(self) -> None:
        self.made: list[FakeSession] = []

    @asynccontextmanager
    async def __call__(
        self, opened: Opened, turn: TurnSettings, publish: Publish
    ) -> AsyncIterator[FakeSession]:
        session = FakeSession(opened.identity, publish)
        self.made.append(session)
        yield session


ADA = Student(tenant_id=TenantId("home"), student_id=StudentId("ada"))
BEN = Student(tenant_id=TenantId("home"), student_id=StudentId("ben"))
