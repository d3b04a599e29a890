"""A call takes its room over when it stands, not before, and never twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

from media.contracts import LinkQuality, LinkReport, PeerCallbacks, PeerState
from sessions import outputs as out
from tests.fakes.live_session import FakeSession
from tests.tutor_server.attach.test_room import make_room
from tutor_server.attach.room import Room
from tutor_server.web.call import Call

WEAK = LinkReport(quality=LinkQuality.WEAK, loss=0.05)


class FakePeer:
    """Says what the test says."""

    def __init__(self, callbacks: PeerCallbacks) -> None:
        self.tell = callbacks.on_state
        self.link = callbacks.on_link
        self.hear = callbacks.on_voice
        self.sent: list[str | bytes] = []
        self.closed = 0

    def send(self, message: str | bytes) -> bool:
        self.sent.append(message)
        return True

    async def close(self) -> None:
        self.closed += 1


@asynccontextmanager
async def running(room: Room) -> AsyncIterator[tuple[Call, FakePeer]]:
    """A call that was answered."""
    ports: Any = SimpleNamespace(
        make_codec=lambda name: None,
        clock=asyncio.get_running_loop().time,
        fresh_id=lambda kind: f"{kind}_x",
        make_peer=lambda playout, callbacks: FakePeer(callbacks),
    )
    call = Call(ports, room)
    peer: Any = call.peer
    call.join(None)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(call.run())
        yield call, peer
        call.hang_up()
    assert peer.closed == 1


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def posted(session: FakeSession) -> list[str]:
    return [type(command).__name__ for command in session.posted]


async def test_the_room_is_taken_over_when_the_call_stands() -> None:
    room, session = make_room()
    socket = room.join(None)
    room.take_voice(socket)
    async with running(room) as (_, peer):
        await settle()
        assert socket.closed_because is None
        assert room.holds_voice(socket)
        peer.tell(PeerState.CONNECTING)
        peer.tell(PeerState.CONNECTED)
        await settle()
        assert socket.closed_because == "taken_over"
        assert not room.holds_voice(socket)
        assert '"tutor.session.resumed"' in str(peer.sent[0])
        assert room.link.transport == "webrtc"
    assert posted(session)[-1] == "VoiceDetached"


async def test_a_call_that_never_stands_disturbs_nobody() -> None:
    room, session = make_room()
    socket = room.join(None)
    room.take_voice(socket)
    room.link_begins("websocket")
    async with running(room) as (_, peer):
        peer.tell(PeerState.CONNECTING)
        peer.tell(PeerState.CLOSED)
        await settle()
    assert socket.closed_because is None
    assert room.holds_voice(socket)
    assert room.link.transport == "websocket"
    assert posted(session) == ["VoiceAttached"]
    assert peer.sent == []


async def test_a_call_that_heals_after_another_took_over_stays_out() -> None:
    room, _ = make_room()
    async with running(room) as (_, peer):
        peer.tell(PeerState.CONNECTED)
        await settle()
        peer.tell(PeerState.DISCONNECTED)
        socket = room.join(None)
        room.take_voice(socket)
        peer.tell(PeerState.CONNECTED)
        assert room.holds_voice(socket)


async def test_a_session_that_ended_meanwhile_is_not_joined() -> None:
    room, session = make_room()
    async with running(room) as (_, peer):
        session.publish(out.Closed(reason="idle"))
        peer.tell(PeerState.CONNECTED)
        await settle()
    assert peer.sent == []
    assert posted(session) == []


async def test_only_the_link_and_voice_in_use_are_heard() -> None:
    room, session = make_room()
    async with running(room) as (_, peer):
        peer.hear(b"\1\0")
        peer.link(WEAK)
        assert (bytes(session.heard), room.link.report.quality) == (b"", LinkQuality.GOOD)
        peer.tell(PeerState.CONNECTED)
        peer.hear(b"\1\0")
        peer.link(WEAK)
        assert (bytes(session.heard), room.link.report.quality) == (b"\1\0", LinkQuality.WEAK)
