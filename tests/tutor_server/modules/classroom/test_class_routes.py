"""The class as a teacher sees it, and pausing, over HTTP."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from media.contracts import LinkQuality, LinkReport
from sessions.commands import Pause
from sessions.ids import StudentId
from sessions.outputs import Paused
from tests.tutor_server.modules.classroom.facts import (
    catch_up,
    happened,
    hinted,
    said,
    started,
    tried,
)
from tests.tutor_server.modules.classroom.http import NOON, Site
from tests.tutor_server.storage.world import World, make_world
from tutor_server.attach.contracts import Student
from tutor_server.attach.presence import told
from tutor_server.errors import ErasedError
from tutor_server.modules.classroom.standing import CLASS_PAUSE_LASTS
from tutor_server.storage.people import PersonRole
from tutor_server.wire.session_object import WireSettings

pytestmark = pytest.mark.slow

SOON = NOON - timedelta(minutes=1)


async def test_the_class_with_who_needs_help_first(site: Site, world: World) -> None:
    cy = StudentId(await world.person(PersonRole.STUDENT, "Cy"))
    await happened(
        world, started(), hinted(), *(tried(attempt=n) for n in (1, 2, 3)), at=SOON,
        student=world.ben,
    )  # fmt: skip
    await happened(world, said("hello"), at=NOON, student=cy)
    for student in (world.ben, cy):
        await catch_up(world, student)
    status, answer = await site.ask("GET", "/v1/class")
    assert (status, answer["object"], answer["next_cursor"]) == (200, "list", None)
    assert answer["class_pause"] is None
    assert [row["name"] for row in answer["data"]] == ["Ben", "Cy", "Ada"]
    ben, _, ada = answer["data"]
    assert ben.pop("session")
    assert ben.pop("session_at") == SOON.isoformat()
    assert ben == {
        "student_id": world.ben, "name": "Ben", "last_at": SOON.isoformat(),
        "lesson": "equal-parts", "lesson_title": "Equal parts", "item": "i1", "part": "item",
        "stuck": True, "why": "wrong_in_row", "attempts": 3, "hints": 1, "wrong_in_row": 3,
        "live": False, "paused": False, "connection": None,
    }  # fmt: skip
    assert (ada["last_at"], ada["lesson"], ada["stuck"]) == (None, None, False)


async def test_pages_hold_everybody_once(site: Site, world: World) -> None:
    for number in range(5):
        await world.person(PersonRole.STUDENT, f"Student {number}")
    seen, cursor = [], ""
    while cursor is not None:
        status, answer = await site.ask("GET", f"/v1/class?limit=3{cursor}")
        assert status == 200
        assert len(answer["data"]) <= 3
        seen += [row["student_id"] for row in answer["data"]]
        cursor = answer["next_cursor"] and f"&cursor={answer['next_cursor']}"
    assert len(seen) == len(set(seen)) == 7
    assert await site.ask("GET", "/v1/class?cursor=7") == (
        200, {"object": "list", "data": [], "next_cursor": None, "class_pause": None},
    )  # fmt: skip


@pytest.mark.parametrize("query", ["?limit=0", "?limit=201", "?cursor=-1", "?limit=ten"])
async def test_bad_pages_are_refused(site: Site, query: str) -> None:
    status, answer = await site.ask("GET", f"/v1/class{query}")
    assert (status, answer["code"]) == (400, "invalid_request")
    assert answer["error"]["param"] in {"limit", "cursor"}


async def test_only_staff_see_the_class_and_only_their_own(site: Site, world: World, home) -> None:
    for role in ("teacher", "operator", "service"):
        status, answer = await site.ask("GET", "/v1/class", role=role)
        assert (status, len(answer["data"])) == (200, 2)
    for role in ("student", "guardian", "made-up"):
        status, answer = await site.ask("GET", "/v1/class", role=role, person=world.ada)
        assert (status, answer["code"]) == (403, "forbidden")
        assert answer["detail"] == "Only teachers, operators and services may see the class."
    other = await make_world(world.database, home)
    status, answer = await site.ask("GET", "/v1/class", tenant=other.tenant)
    assert {row["student_id"] for row in answer["data"]} == {other.ada, other.ben}
    assert world.ada not in str(answer)


async def test_somebody_erased_in_between_is_left_out(
    site: Site, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    get = world.people.get

    async def gone(tenant, person_id):
        if person_id == world.ada:
            raise ErasedError
        return await get(tenant, person_id)

    monkeypatch.setattr(world.people, "get", gone)
    _, answer = await site.ask("GET", "/v1/class")
    assert [row["name"] for row in answer["data"]] == ["Ben"]


async def test_pausing_every_live_session_of_the_student(
    site: Site, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    path = f"/v1/students/{world.ada}/pause"
    _, first = await site.connect(world.ada)
    _, second = await site.connect(world.ada)
    _, bens = await site.connect(world.ben)
    assert await site.ask("POST", path, json={"paused": True}) == (
        200, {"student_id": world.ada, "paused": True, "sessions": 2},
    )  # fmt: skip
    assert [s.posted for s in (first, second, bens)] == [[Pause(paused=True)]] * 2 + [[]]
    (record,) = [r for r in caplog.records if r.message == "a student's tutor was paused"]
    assert (record.student, record.by, record.role, record.rooms) == (  # type: ignore[attr-defined]
        world.ada, "t1", "teacher", 2,
    )  # fmt: skip
    first.publish(Paused(paused=True))
    _, answer = await site.ask("GET", "/v1/class")
    rows = {row["student_id"]: (row["live"], row["paused"]) for row in answer["data"]}
    assert rows == {world.ada: (True, True), world.ben: (True, False)}
    await site.ask("POST", path, json={"paused": False}, role="operator")
    assert first.posted[-1] == Pause(paused=False)


async def test_the_class_shows_each_students_link(site: Site, world: World) -> None:
    room, _ = await site.connect(world.ada)
    await site.connect(world.ben)
    outbox = room.join(None)
    room.link_begins("webrtc")
    weak = LinkReport(quality=LinkQuality.WEAK, loss=0.06, jitter_s=0.04, round_trip_s=0.2)
    room.note_link("webrtc", weak)

    async def connections() -> dict[str, object]:
        _, answer = await site.ask("GET", "/v1/class")
        return {row["student_id"]: row["connection"] for row in answer["data"]}

    assert await connections() == {
        world.ada: {
            "quality": "weak", "transport": "webrtc", "loss": 0.06, "concealed": 0.0,
            "jitter_ms": 40, "round_trip_ms": 200,
        },
        world.ben: None,
    }  # fmt: skip
    room.leave(outbox)
    assert set((await connections()).values()) == {None}


async def test_who_is_at_another_worker_is_live_and_who_may_be_is_not_called_away(
    site: Site, world: World
) -> None:
    weak = {"quality": "weak"}
    stuck = (started(), *(tried(attempt=n) for n in (1, 2, 3)))
    await happened(world, *stuck, at=NOON - timedelta(days=1), student=world.ben)
    await catch_up(world, world.ben)

    async def rows() -> list[tuple[str, object, object]]:
        _, answer = await site.ask("GET", "/v1/class")
        return [(row["name"], row["live"], row["connection"]) for row in answer["data"]]

    assert {live for _, live, _ in await rows()} == {False}
    site.workers.told = [told({(world.tenant, world.ben): weak})]
    assert await rows() == [("Ben", True, weak), ("Ada", False, None)], "stuck and here: first"
    site.workers.told = [None]
    assert {live for _, live, _ in await rows()} == {None}


async def test_who_is_away_can_be_paused_and_let_go_on(site: Site, world: World) -> None:
    path = f"/v1/students/{world.ada}/pause"
    for paused in (True, True, False, False):
        told = {"student_id": world.ada, "paused": paused, "sessions": 0}
        assert await site.ask("POST", path, json={"paused": paused}) == (200, told)
        _, answer = await site.ask("GET", "/v1/class")
        rows = {row["student_id"]: row["paused"] for row in answer["data"]}
        assert rows == {world.ada: paused, world.ben: False}


async def test_who_may_not_pause(site: Site, world: World, home) -> None:
    path, body = f"/v1/students/{world.ada}/pause", {"paused": True}
    _, session = await site.connect(world.ada)
    for role in ("student", "guardian"):
        status, answer = await site.ask("POST", path, role=role, person=world.ada, json=body)
        assert (status, answer["code"]) == (403, "forbidden")
    other = await make_world(world.database, home)
    status, answer = await site.ask("POST", path, tenant=other.tenant, json=body)
    assert (status, answer["detail"]) == (404, "There is no such student.")
    status, answer = await site.ask("POST", "/v1/students/nobody/pause", json=body)
    assert (status, answer["detail"]) == (404, "There is no such student.")
    assert session.posted == []


async def test_pausing_the_whole_class(
    site: Site, world: World, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    teacher = await world.person(PersonRole.TEACHER, "Ms Ito")
    other = await make_world(world.database, home)
    _, adas = await site.connect(world.ada)
    _, bens = await site.connect(world.ben)
    stranger = Student(tenant_id=other.tenant, student_id=other.ada)
    await site.hub.open(stranger, None, WireSettings())
    theirs = site.sessions.made[-1]
    await site.ask("POST", f"/v1/students/{world.ada}/pause", json={"paused": True})
    stands = {
        "set_by": {"id": teacher, "name": "Ms Ito"},
        "at": NOON.isoformat(),
        "until": (NOON + CLASS_PAUSE_LASTS).isoformat(),
    }
    assert await site.ask("POST", "/v1/class/pause", person=teacher, json={"paused": True}) == (
        200, {"paused": True, "class_pause": stands, "sessions": 2},
    )  # fmt: skip
    everybody = Pause(paused=True, whole_class=True)
    assert [one.posted[-1:] for one in (adas, bens, theirs)] == [[everybody], [everybody], []]
    (record,) = [r for r in caplog.records if r.message == "the class was paused"]
    assert (record.by, record.role, record.rooms) == (teacher, "teacher", 2)  # type: ignore[attr-defined]
    _, answer = await site.ask("GET", "/v1/class")
    assert answer["class_pause"] == stands
    assert {row["name"]: row["paused"] for row in answer["data"]} == {"Ada": True, "Ben": False}
    assert await site.ask("POST", "/v1/class/pause", json={"paused": False}) == (
        200, {"paused": False, "class_pause": None, "sessions": 2},
    )  # fmt: skip
    assert (adas.posted[-1], bens.posted[-1]) == (Pause(paused=True), Pause(paused=False))


async def test_who_may_not_pause_the_class(site: Site, world: World, home: Path) -> None:
    _, session = await site.connect(world.ada)
    for role in ("student", "guardian"):
        status, answer = await site.ask(
            "POST", "/v1/class/pause", role=role, person=world.ada, json={"paused": True}
        )
        assert (status, answer["detail"]) == (
            403, "Only teachers, operators and services may pause the class.",
        )  # fmt: skip
    other = await make_world(world.database, home)
    status, answer = await site.ask(
        "POST", "/v1/class/pause", tenant=other.tenant, json={"paused": True}
    )
    assert (status, answer["sessions"]) == (200, 0)
    for body in ({}, {"paused": "yes"}, [True], None):
        status, answer = await site.ask("POST", "/v1/class/pause", json=body)
        assert (status, answer["code"]) == (400, "invalid_request")
    assert session.posted == []
    assert (await site.ask("GET", "/v1/class"))[1]["class_pause"] is None


@pytest.mark.parametrize("body", [{}, {"paused": "yes"}, {"paused": None}, [True], "x", None])
async def test_a_bad_pause_is_refused(site: Site, world: World, body: object) -> None:
    _, session = await site.connect(world.ada)
    path = f"/v1/students/{world.ada}/pause"
    status, answer = await site.ask("POST", path, json=body)
    assert (status, answer["code"]) == (400, "invalid_request")
    assert session.posted == []
