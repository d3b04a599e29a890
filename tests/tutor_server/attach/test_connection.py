"""Whatever a client sends, the session lives and the client is told what was wrong."""

import base64
import json
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from media.contracts import VoiceCodec
from media.errors import BadAudioError
from sessions import outputs as out
from sessions.commands import AddItem, ChangeSettings, CreateReply
from sessions.ids import ItemId, ReplyId
from sessions.items import MessageItem, Modality, Speaker
from tests.fakes.live_session import FakeSession
from tutor_server.attach.budget import Bucket, ConnectionLimits
from tutor_server.attach.connection import Connection
from tutor_server.attach.outbox import Outbox
from tutor_server.wire.codec import JsonCodec

from tests.tutor_server.attach.test_room import drain, make_room  # isort: skip


class FakeCodec:
    """Hands audio on as it is; refuses odd lengths."""

    def decode(self, data: bytes) -> bytes:
        if len(data) % 2:
            raise BadAudioError("an odd number of bytes")
        return data

    def encode(self, pcm: bytes) -> bytes:
        return pcm


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def connect(**limits: float) -> tuple[Connection, FakeSession, Outbox, Clock]:
    room, session = make_room()
    clock = Clock()

    def make_codec(name: str) -> VoiceCodec:
        return FakeCodec()

    connection = Connection(
        room,
        JsonCodec(),
        make_codec,
        clock=clock,
        fresh_id=lambda kind: f"{kind}_x",
        limits=ConnectionLimits(**limits),  # type: ignore[arg-type]
    )
    return connection, session, room.join(None), clock


def frame(kind: str, **fields: object) -> str:
    return json.dumps({"type": kind, **fields})


def audio(size: int) -> str:
    return frame("input_audio_buffer.append", audio=base64.b64encode(bytes(size)).decode())


async def errors(outbox: Outbox) -> list[object]:
    return [event["error"]["code"] for event in await drain(outbox) if event["type"] == "error"]


async def test_a_typed_turn() -> None:
    connection, session, _, _ = connect()
    item = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "hi"}]}
    connection.receive(frame("conversation.item.create", item=item))
    connection.receive(frame("response.create"))
    assert [type(command) for command in session.posted] == [AddItem, CreateReply]


async def test_audio_reaches_the_ear_and_bad_audio_an_error() -> None:
    connection, session, outbox, _ = connect()
    connection.receive(audio(480))
    connection.receive(audio(481))
    connection.receive(audio(480))
    assert len(session.heard) == 960
    assert await errors(outbox) == ["bad_audio"]


async def test_settings_merge_in_order() -> None:
    connection, session, _, _ = connect()
    connection.receive(frame("session.update", session={"instructions": "a"}))
    connection.receive(frame("tutor.patience", patience=2.0))
    connection.receive(frame("tutor.mode", hands_free=False))
    changes = [c.settings for c in session.posted if isinstance(c, ChangeSettings)]
    assert changes[0].instructions == "a"
    assert changes[1].patience == 2.0
    assert not changes[2].hands_free


async def test_retrieve() -> None:
    connection, session, outbox, _ = connect()
    session.items = (
        MessageItem(
            item_id=ItemId("i"), speaker=Speaker.TUTOR, text="3/4", modality=Modality.TEXT
        ),
    )
    connection.receive(frame("conversation.item.retrieve", item_id="i"))
    connection.receive(frame("conversation.item.retrieve", item_id="j", event_id="e"))
    events = await drain(outbox)
    assert events[1]["item"]["id"] == "i"
    assert events[2]["error"] == {
        "type": "invalid_request_error",
        "code": "item_not_found",
        "message": "There is no such item.",
        "param": "item_id",
        "event_id": "e",
    }


async def test_too_many_events_are_refused_until_time_passes() -> None:
    connection, session, outbox, clock = connect(events_per_s=1, events_burst=2)
    for _ in range(4):
        connection.receive(frame("response.create"))
    clock.now_s += 1
    connection.receive(frame("response.create"))
    assert len(session.posted) == 3
    assert await errors(outbox) == ["rate_limited", "rate_limited"]


async def test_audio_faster_than_it_can_be_heard_is_refused() -> None:
    connection, session, outbox, _ = connect(audio_bytes_per_s=100, audio_burst_bytes=1000)
    connection.receive(audio(1000))
    connection.receive(audio(1000))
    assert len(session.heard) == 1000
    assert await errors(outbox) == ["rate_limited"]


async def test_only_endless_garbage_is_hopeless() -> None:
    connection, _, _, _ = connect(max_errors=3)
    for _ in range(2):
        connection.receive("garbage")
    connection.receive(audio(2))
    for _ in range(2):
        connection.receive(b"\x00\x01")
    assert not connection.hopeless
    connection.receive("garbage")
    assert connection.hopeless


@given(st.floats(0.1, 100), st.floats(1, 50), st.lists(st.floats(0, 5), max_size=50))
def test_a_bucket_never_gives_more_than_rate_and_burst(
    rate: float, burst: float, waits: list[float]
) -> None:
    bucket, now_s, given_out = Bucket(rate_per_s=rate, burst=burst), 100.0, 0
    for wait_s in waits:
        now_s += wait_s
        given_out += bucket.take(1.0, now_s)
    assert given_out <= burst + rate * sum(waits) + 1e-6


async def link_news(heard: Callable[[int], int]) -> list[object]:
    """The classes of a WebSocket's link, told while half a minute of voice is sent; `heard` gives
    the milliseconds that were played when it is the n-th fifth of a second."""
    connection, session, outbox, clock = connect()
    room = connection._room
    room.link_begins("websocket")
    item = MessageItem(
        item_id=ItemId("item_1"), speaker=Speaker.TUTOR, text="", modality=Modality.VOICE
    )
    session.publish(out.ReplyItemAdded(reply_id=ReplyId("r"), item=item, index=0, after=None))
    for at in range(150):
        clock.now_s += 0.2
        room.emit_voice(b"\0\0", 200)
        connection.receive(frame("tutor.playout", item_id="item_1", played_ms=heard(at)))
    news = [event for event in await drain(outbox) if event["type"] == "tutor.connection"]
    assert {event["transport"] for event in news} <= {"websocket"}
    return [event["quality"] for event in news]


async def test_an_ear_that_falls_behind_is_told_as_a_weak_link() -> None:
    assert await link_news(lambda at: 200 * min(at, 30) + 150 * max(0, at - 30)) == ["weak", "bad"]


async def test_an_ear_that_began_late_is_not() -> None:
    assert await link_news(lambda at: max(0, 200 * at - 1_800)) == []


async def test_an_ear_that_catches_up_is_told_as_a_good_link_again() -> None:
    assert await link_news(lambda at: 200 * at - (900 if 20 < at < 50 else 0)) == ["weak", "good"]
