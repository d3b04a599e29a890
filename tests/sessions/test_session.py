"""Tests of sessions.session; conversations are in tests/scenarios."""

import asyncio
import logging

import pytest

from media.contracts import ScreenFrame
from sessions.commands import Close, Say
from sessions.contracts import LiveSession
from sessions.ids import ItemId
from sessions.items import MessageItem, Modality, Speaker
from sessions.outputs import Closed
from tests.fakes.classroom import IDENTITY, Classroom, virtual

PAST = MessageItem(
    item_id=ItemId("old"), speaker=Speaker.STUDENT, text="hi", modality=Modality.TEXT
)


@virtual
async def test_it_is_what_transports_see() -> None:
    async with Classroom(history=(PAST,)).open() as room:
        session: LiveSession = room.session
        assert session.identity == IDENTITY
        assert session.items == (PAST,)
        assert session.screen is None
        frame = ScreenFrame(jpeg=b"x", width=1, height=1, at_s=0.0)
        session.show(frame)
        assert session.screen == frame
        session.show(None)
        assert session.screen is None
        assert room.session.level == 0.0
        assert room.session.settings == room.settings


@virtual
async def test_leaving_closes_it_and_afterwards_it_is_deaf_and_dumb() -> None:
    room = Classroom()
    async with room.open():
        pass
    assert room.outputs == [*room.outputs[:-1], Closed(reason="left")]
    told = len(room.outputs)
    room.session.post(Say(text="hello"))
    room.session.hear(bytes(640))
    assert await room.session.ended() == "left"
    assert len(room.outputs) == told
    assert len(asyncio.all_tasks()) == 1


@virtual
async def test_what_is_no_command_is_ignored() -> None:
    async with Classroom().open() as room:
        room.session.post("hello")
        room.session.post(None)
        await asyncio.sleep(0.1)
        assert room.outputs == []


@virtual
async def test_commands_posted_before_it_starts_wait_for_it() -> None:
    room = Classroom(voice=False)
    async with room.open():
        room.write("hello there")
        await room.quiet()
        assert room.student == ["hello there"]


@virtual
async def test_a_host_that_is_cancelled_leaves_nothing_behind() -> None:
    room = Classroom()

    async def host() -> None:
        async with room.open():
            await room.say("what is one half")
            await asyncio.Event().wait()

    task = asyncio.get_running_loop().create_task(host())
    await asyncio.sleep(2.0)
    task.cancel()
    await asyncio.wait([task])
    assert room.all(Closed) == [room.outputs[-1]]
    assert len(asyncio.all_tasks()) == 1
    assert (room.stt.open_now, room.llm.running, room.tts.running) == (0, 0, 0)


def test_a_crash_is_logged_without_what_a_child_said(caplog: pytest.LogCaptureFixture) -> None:
    @virtual
    async def crash() -> None:
        room = Classroom()
        room.llm.script = lambda request: 1 / 0  # type: ignore[assignment, return-value]
        async with room.open():
            room.write("my secret")
            assert await room.session.ended() == "failed"

    with caplog.at_level(logging.ERROR):
        crash()
    record = next(r for r in caplog.records if r.message == "session failed")
    assert record.errors == ["ZeroDivisionError"]
    assert "secret" not in str(record.__dict__)


@virtual
async def test_a_worker_that_will_not_end_cannot_hold_the_session() -> None:
    class Stubborn(type(Classroom().llm)):
        async def stream(self, request):  # type: ignore[no-untyped-def, override]
            try:
                await asyncio.sleep(1000)
                yield None
            finally:
                await asyncio.sleep(1000)

    room = Classroom(llm=Stubborn(), voice=False)
    async with room.open():
        room.write("what is one half")
        await asyncio.sleep(1)
        room.post(Close(reason="idle"))
        began_s = asyncio.get_running_loop().time()
        assert await room.session.ended() == "idle"
    assert asyncio.get_running_loop().time() - began_s < 10
