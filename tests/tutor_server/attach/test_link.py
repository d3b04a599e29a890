"""What a page is told of its link: news only, and the truth after a reconnect."""

from media.contracts import LinkQuality, LinkReport
from tests.tutor_server.attach.test_room import drain, make_room
from tutor_server.attach.link import WEBRTC, WEBSOCKET, RoomLink
from tutor_server.attach.room import Resume
from tutor_server.wire.codec import ServerEvent

GOOD = LinkReport(quality=LinkQuality.GOOD)
WEAK = LinkReport(
    quality=LinkQuality.WEAK, loss=0.05, lost_there=0.01, jitter_s=0.03, round_trip_s=0.1234
)


def told(event: ServerEvent | None) -> tuple[object, object] | None:
    return None if event is None else (event["transport"], event["quality"])


def test_a_sound_link_from_the_beginning_is_no_news() -> None:
    link = RoomLink()
    assert link.begin(WEBRTC) is None
    assert link.note(WEBRTC, GOOD) is None
    assert link.show()["quality"] == "good"


def test_news_are_told_once_with_their_numbers() -> None:
    link = RoomLink()
    link.begin(WEBRTC)
    assert link.note(WEBRTC, WEAK) == {
        "type": "tutor.connection",
        "quality": "weak",
        "transport": "webrtc",
        "loss": 0.05,
        "concealed": 0.0,
        "jitter_ms": 30,
        "round_trip_ms": 123,
    }
    assert link.note(WEBRTC, WEAK) is None
    assert told(link.note(WEBRTC, GOOD)) == (WEBRTC, "good")


def test_another_transport_is_news() -> None:
    link = RoomLink()
    link.begin(WEBRTC)
    link.end()
    assert link.transport == ""
    assert told(link.begin(WEBSOCKET)) == (WEBSOCKET, "good")
    assert told(link.begin(WEBRTC)) == (WEBRTC, "good")
    assert link.begin(WEBRTC) is None


def test_a_link_that_was_left_behind_says_nothing() -> None:
    link = RoomLink()
    link.begin(WEBRTC)
    link.begin(WEBSOCKET)
    assert link.note(WEBRTC, WEAK) is None
    assert link.report.quality is LinkQuality.GOOD


def test_a_new_connection_after_a_weak_one_is_good_until_measured() -> None:
    link = RoomLink()
    link.begin(WEBRTC)
    link.note(WEBRTC, WEAK)
    link.end()
    assert link.show()["quality"] == "good"
    assert told(link.begin(WEBRTC)) == (WEBRTC, "good")


async def test_a_page_that_comes_back_hears_old_news_first_and_then_the_present() -> None:
    room, _ = make_room()
    first = room.join(None)
    room.link_begins(WEBRTC)
    room.note_link(WEBRTC, WEAK)
    room.leave(first)
    second = room.join(Resume(epoch=1, last_seq=1))
    room.link_begins(WEBSOCKET)
    events = [event for event in await drain(second) if event["type"] == "tutor.connection"]
    assert [told(event) for event in events] == [(WEBRTC, "weak"), (WEBSOCKET, "good")]


async def test_only_the_present_connection_ends_the_link() -> None:
    room, _ = make_room()
    first = room.join(None)
    room.link_begins(WEBRTC)
    second = room.join(None)
    room.link_begins(WEBSOCKET)
    room.leave(first)
    assert room.link.transport == WEBSOCKET
    room.leave(second)
    assert room.link.transport == ""
