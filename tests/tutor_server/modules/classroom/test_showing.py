"""Whereabouts as JSON."""

from tests.tutor_server.modules.classroom.http import NOON, TITLES
from tutor_server.modules.classroom.showing import shown
from tutor_server.modules.classroom.whereabouts import NOWHERE, Part, Whereabouts


def test_nothing_is_null() -> None:
    assert shown(NOWHERE, NOON, TITLES.get) == {
        "last_at": None, "session": None, "session_at": None, "lesson": None,
        "lesson_title": None, "item": None, "part": None, "stuck": False, "why": None,
        "attempts": 0, "hints": 0, "wrong_in_row": 0,
    }  # fmt: skip


def test_where_somebody_is() -> None:
    where = Whereabouts(
        last_at=NOON, session="s1", session_at=NOON, run="r1", lesson="equal-parts",
        part=Part.ITEM, item="i1", attempts=4, hints=2, rung=2, wrong_in_row=3, erred_at=NOON,
    )  # fmt: skip
    assert shown(where, NOON, TITLES.get) == {
        "last_at": "2026-05-06T12:00:00+00:00", "session": "s1",
        "session_at": "2026-05-06T12:00:00+00:00", "lesson": "equal-parts",
        "lesson_title": "Equal parts", "item": "i1", "part": "item", "stuck": True,
        "why": "wrong_in_row", "attempts": 4, "hints": 2, "wrong_in_row": 3,
    }  # fmt: skip


def test_a_lesson_that_is_no_longer_there_has_no_title() -> None:
    where = Whereabouts(last_at=NOON, lesson="gone", part=Part.FINISHED)
    assert shown(where, NOON, TITLES.get)["lesson_title"] is None
