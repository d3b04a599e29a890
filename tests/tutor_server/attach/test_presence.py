"""Tests of tutor_server.attach.presence."""

import pytest

from sessions.ids import StudentId, TenantId
from tests.tutor_server.attach.test_room import make_room
from tutor_server.attach.presence import Presence, here, together, told

ADA, BEN = ((TenantId("home"), StudentId(name)) for name in ("ada", "ben"))
WEAK = {"quality": "weak", "round_trip_ms": None}


def test_what_one_worker_tells_the_others_know() -> None:
    presence = together({ADA: None}, [told({BEN: WEAK})])
    assert presence == Presence(links={ADA: None, BEN: WEAK})
    assert presence.live(BEN) is True
    assert presence.live((TenantId("elsewhere"), StudentId("ben"))) is False


def test_who_is_at_two_workers_is_shown_where_there_is_a_connection() -> None:
    for mine, theirs in (({ADA: None}, {ADA: WEAK}), ({ADA: WEAK}, {ADA: None})):
        assert together(mine, [told(theirs)]).links == {ADA: WEAK}


@pytest.mark.parametrize("silent", [None, "", "[[1]]", '{"a": 1}', '[["home", "ben"]]'])
def test_nobody_is_called_absent_while_a_worker_is_not_heard_of(silent: str | None) -> None:
    presence = together({}, [told({ADA: WEAK}), silent])
    assert not presence.complete
    assert presence.live(ADA) is True
    assert presence.live(BEN) is None


def test_alone_everything_is_known() -> None:
    assert together({}, []) == Presence()
    assert Presence().live(ADA) is False


async def test_a_room_is_here_while_its_session_lives() -> None:
    room, _ = make_room()
    who = room.identity.tenant_id, room.identity.student_id
    assert here([room]) == {who: None}
    room.link_begins("websocket")
    assert here([room, make_room()[0]]) == here([make_room()[0], room]) == {who: room.link.show()}
    room.ended = "left"
    assert here([room]) == {}
