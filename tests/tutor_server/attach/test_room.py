"""Joining, taking over, resuming: what a client sees has no hole and no double."""

import random

from sessions import outputs as out
from sessions.commands import VoiceAttached, VoiceDetached
from sessions.ids import ItemId, ReplyId, SessionId
from sessions.items import MessageItem, Modality, Speaker
from tests.fakes.live_session import ADA, FakeLog, FakeSession
from tutor_server.attach.contracts import Opened
from tutor_server.attach.outbox import MAX_QUEUED, Outbox
from tutor_server.attach.room import Resume, Room
from tutor_server.wire.codec import ServerEvent
from tutor_server.wire.project import Projector
from tutor_server.wire.session_object import WireSettings

from sessions.contracts import Identity  # isort: skip

IDENTITY = Identity(
    tenant_id=ADA.tenant_id, student_id=ADA.student_id, session_id=SessionId("sess_1")
)


def make_room(*, epoch: int = 1) -> tuple[Room, FakeSession]:
    opened = Opened(identity=IDENTITY, epoch=epoch, log=FakeLog(), history=())
    projector = Projector(conversation_id="conv_1", render=lambda text: text)
    room = Room(opened, WireSettings(), projector, watch=lambda identity, output: None)
    session = FakeSession(IDENTITY, room.publish)
    room.bind(session)
    return room, session


async def drain(outbox: Outbox) -> list[ServerEvent]:
    events = []
    outbox.close("test")
    while (event := await outbox.get()) is not None:
        events.append(event)
    return events


def seqs(events: list[ServerEvent]) -> list[object]:
    return [event["seq"] for event in events if event["type"] != "tutor.session.resumed"]


async def test_a_first_join_is_created_and_numbered_from_one() -> None:
    room, _ = make_room()
    outbox = room.join(None)
    room.publish(out.AudioCleared())
    events = await drain(outbox)
    assert [event["type"] for event in events] == [
        "session.created",
        "input_audio_buffer.cleared",
    ]
    assert seqs(events) == [1, 2]
    assert events[0]["epoch"] == 1


async def test_fifty_cuts_lose_and_double_nothing() -> None:
    room, _ = make_room()
    rng = random.Random(7)
    seen: list[object] = []
    outbox = room.join(None)
    for cut in range(50):
        for _ in range(rng.randint(0, 9)):
            room.publish(out.AudioCleared())
        room.leave(outbox)
        received = seqs(await drain(outbox))
        # The network lost the end of what was sent.
        seen += received[: rng.randint(1, len(received))] if received else []
        for _ in range(rng.randint(0, 9)):
            room.publish(out.Ducked(ducked=True))
        outbox = room.join(Resume(epoch=1, last_seq=int(str(seen[-1])) if seen else 0))
        assert room.watched, cut
    seen += seqs(await drain(outbox))
    assert seen == list(range(1, len(seen) + 1))
    assert len(seen) > 200


async def test_another_epoch_or_a_gap_gets_a_snapshot() -> None:
    room, session = make_room(epoch=4)
    item = MessageItem(
        item_id=ItemId("i"), speaker=Speaker.TUTOR, text="3/4", modality=Modality.TEXT
    )
    session.items = (item,)
    room.join(None)
    room.publish(out.AudioCleared())
    for resume in (Resume(epoch=3, last_seq=1), Resume(epoch=4, last_seq=99), None):
        first = (await drain(room.join(resume)))[0]
        assert first["type"] == "tutor.session.resumed"
        assert first["replayed"] is False
        assert first["seq"] == 2
        assert [shown["id"] for shown in first["items"]] == ["i"]


async def test_a_second_connection_takes_over() -> None:
    room, _ = make_room()
    first = room.join(None)
    second = room.join(Resume(epoch=1, last_seq=1))
    assert first.closed_because == "taken_over"
    room.leave(first)
    assert room.watched
    room.leave(second)
    assert not room.watched


async def test_a_connection_that_reads_nothing_is_dropped_and_can_resume() -> None:
    room, _ = make_room()
    outbox = room.join(None)
    for _ in range(MAX_QUEUED + 5):
        room.publish(out.AudioCleared())
    assert outbox.closed_because == "too_slow"
    events = await drain(room.join(Resume(epoch=1, last_seq=1)))
    assert seqs(events)[:3] == [2, 3, 4]


async def test_only_the_present_holder_detaches_the_voice() -> None:
    room, session = make_room()
    first, second = object(), object()
    room.take_voice(first)
    room.take_voice(second)
    room.drop_voice(first)
    assert room.holds_voice(second)
    room.drop_voice(second)
    kinds = [type(command) for command in session.posted]
    assert kinds == [VoiceAttached, VoiceAttached, VoiceDetached]


async def test_voice_goes_out_as_the_item_that_speaks() -> None:
    room, _ = make_room()
    outbox = room.join(None)
    room.emit_voice(b"\x01\x02", 20)  # nothing speaks yet
    item = MessageItem(
        item_id=ItemId("i"), speaker=Speaker.TUTOR, text="", modality=Modality.VOICE
    )
    room.publish(out.ReplyItemAdded(reply_id=ReplyId("r"), item=item, index=0, after=None))
    room.emit_voice(b"\x01\x02", 20)
    room.note_playout("i", 5)
    deltas = [e for e in await drain(outbox) if e["type"] == "response.output_audio.delta"]
    assert [(e["response_id"], e["item_id"], e["delta"]) for e in deltas] == [
        ("r", "i", b"\x01\x02")
    ]
    assert room.playout_lag_ms == 15


async def test_the_end_is_told_and_remembered() -> None:
    room, _ = make_room()
    outbox = room.join(None)
    room.publish(out.Closed(reason="idle"))
    assert (room.ended, outbox.closed_because) == ("idle", "ended")
    assert (await drain(outbox))[-1]["type"] == "tutor.session.closed"


async def test_a_session_that_began_paused_is_created_and_then_told_so() -> None:
    room, session = make_room()
    session.publish(out.Notice(code="paused", message="Your teacher has paused our talk."))
    session.publish(out.Paused(paused=True))
    seen = await drain(room.join(None))
    assert [event["type"] for event in seen] == ["session.created", "tutor.notice", "tutor.paused"]
    again = await drain(room.join(None))
    kinds = [event["type"] for event in again]
    assert kinds == ["tutor.session.resumed", "tutor.notice", "tutor.paused"]
    session.publish(out.Paused(paused=False))
    assert [event["type"] for event in await drain(room.join(None))] == ["tutor.session.resumed"]


async def test_a_pause_told_twice_is_told_again_once() -> None:
    room, session = make_room()
    room.join(None)
    for _ in range(3):
        session.publish(out.Paused(paused=True))
    kinds = [event["type"] for event in await drain(room.join(None))]
    assert kinds.count("tutor.paused") == 1
