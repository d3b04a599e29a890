"""One student over HTTP: sessions, transcript, wrong answers, consents; who may, who may not."""

import logging

import pytest

from sessions.ids import StudentId
from sessions.items import Speaker
from tests.tutor_server.modules.classroom.facts import catch_up, happened, said, started, tried
from tests.tutor_server.modules.classroom.http import NOON, Site
from tests.tutor_server.storage.world import World, make_world
from tutor_server.storage.consents import Purpose, allowed, grant, history
from tutor_server.storage.erasure import Eraser
from tutor_server.storage.people import PersonRole

pytestmark = pytest.mark.slow

VIEW = {"purpose": "teacher_view", "granted": True}
CONSENT_SENTENCE = (
    "This student has not allowed teachers to read what was said."
    " A guardian or an operator can give consent."
)


async def guardian_of(world: World, student: StudentId, name: str = "Parent") -> str:
    guardian = await world.person(PersonRole.GUARDIAN, name)
    await world.people.put_under_guard(world.tenant, guardian=guardian, student=student)
    return guardian


async def let_teachers_read(world: World) -> None:
    purpose = Purpose.TEACHER_VIEW
    await grant(world.database, world.as_("service"), person=world.ada, purpose=purpose, now=NOON)


async def talked(world: World) -> str:
    """A session of Ada's; its id."""
    owned = await happened(
        world, said("I think 2/3", "a"), said("Why?", "b", speaker=Speaker.TUTOR), started(),
        tried(answer="2/3"),
    )  # fmt: skip
    await catch_up(world)
    return owned.ownership.session_id


async def test_sessions_page_by_page_without_what_was_said(site: Site, world: World) -> None:
    ids = [(await happened(world, said("secret"))).ownership.session_id for _ in range(5)]
    await happened(world, said("ben's"), student=world.ben)
    seen, cursor = [], ""
    while cursor is not None:
        status, answer = await site.ask(
            "GET", f"/v1/students/{world.ada}/sessions?limit=2{cursor}"
        )
        assert (status, answer["object"], answer["transcripts"]) == (200, "list", False)
        assert "secret" not in str(answer)
        seen += [row["id"] for row in answer["data"]]
        cursor = answer["next_cursor"] and f"&cursor={answer['next_cursor']}"
    assert seen == ids[::-1]
    assert (answer["data"][0]["closed_at"], answer["data"][0]["events"]) == (None, 1)
    await let_teachers_read(world)
    _, answer = await site.ask("GET", f"/v1/students/{world.ada}/sessions")
    assert answer["transcripts"] is True


async def test_a_teacher_reads_while_the_consent_stands(site: Site, world: World) -> None:
    session_id = await talked(world)
    paths = [
        f"/v1/students/{world.ada}/sessions/{session_id}",
        f"/v1/students/{world.ada}/stuck",
    ]
    for path in paths:
        status, answer = await site.ask("GET", path)
        assert (status, answer["code"], answer["detail"]) == (
            403, "consent_missing", CONSENT_SENTENCE,
        )  # fmt: skip
        assert answer["error"]["code"] == "consent_missing"
    guardian = await guardian_of(world, world.ada)
    consents = f"/v1/students/{world.ada}/consents"
    await site.ask("POST", consents, role="guardian", person=guardian, json=VIEW)
    for path in paths:
        assert (await site.ask("GET", path))[0] == 200
    await site.ask(
        "POST", consents, role="guardian", person=guardian, json={**VIEW, "granted": False}
    )
    for path in paths:
        status, answer = await site.ask("GET", path)
        assert (status, answer["code"]) == (403, "consent_missing")
        assert "2/3" not in str(answer)


async def test_a_transcript_shows_items_as_sessions_do(site: Site, world: World) -> None:
    session_id = await talked(world)
    await let_teachers_read(world)
    path = f"/v1/students/{world.ada}/sessions/{session_id}"
    status, answer = await site.ask("GET", path)
    assert (status, answer["id"], answer["student_id"]) == (200, session_id, world.ada)
    assert (answer["next_cursor"], answer["events"]) == (None, 4)
    first, second = answer["items"]
    assert (first["role"], first["content"]) == (
        "user", [{"type": "input_text", "text": "I think 2/3"}],
    )  # fmt: skip
    assert (second["id"], second["role"]) == ("b", "assistant")
    _, page = await site.ask("GET", f"{path}?limit=1")
    assert ([item["id"] for item in page["items"]], page["next_cursor"]) == (["a"], "1")
    _, page = await site.ask("GET", f"{path}?limit=1&cursor=1")
    assert ([item["id"] for item in page["items"]], page["next_cursor"]) == (["b"], None)


async def test_guardians_the_student_and_operators_read_without_it(
    site: Site, world: World
) -> None:
    session_id = await talked(world)
    guardian = await guardian_of(world, world.ada)
    for role, person in (
        ("guardian", guardian), ("student", world.ada), ("operator", "o"), ("service", "s"),
    ):  # fmt: skip
        for path in ("sessions", f"sessions/{session_id}", "stuck"):
            status, _ = await site.ask(
                "GET", f"/v1/students/{world.ada}/{path}", role=role, person=person
            )
            assert status == 200, (role, path)


async def test_nobody_else_knows_the_student_at_all(site: Site, world: World, home) -> None:
    session_id = await talked(world)
    await let_teachers_read(world)
    other = await make_world(world.database, home)
    wrong_guardian = await guardian_of(world, world.ben, "Other Parent")
    for role, person, tenant in (
        ("teacher", "t1", other.tenant),
        ("operator", "o1", other.tenant),
        ("service", "s1", other.tenant),
        ("student", world.ada, other.tenant),
        ("student", world.ben, world.tenant),
        ("guardian", wrong_guardian, world.tenant),
        ("made-up", "x", world.tenant),
    ):
        for path in ("sessions", f"sessions/{session_id}", "stuck"):
            status, answer = await site.ask(
                "GET", f"/v1/students/{world.ada}/{path}", role=role, person=person, tenant=tenant
            )
            assert (status, answer["detail"]) == (404, "There is no such student."), (role, path)


async def test_a_session_of_somebody_else_is_not_found(site: Site, world: World) -> None:
    await let_teachers_read(world)
    bens = (await happened(world, said("x"), student=world.ben)).ownership.session_id
    for session_id in (bens, "none", "a%00b", "%F0%9F%98%80"):
        status, answer = await site.ask("GET", f"/v1/students/{world.ada}/sessions/{session_id}")
        assert (status, answer["code"]) == (404, "not_found")


@pytest.mark.parametrize("student", ["nobody", "a%00b", "%FF", "t1", "'; DROP TABLE people"])
async def test_who_is_no_student_is_not_found(site: Site, student: str) -> None:
    for path in ("sessions", "sessions/x", "stuck"):
        status, answer = await site.ask("GET", f"/v1/students/{student}/{path}")
        assert (status, answer["code"]) == (404, "not_found")


@pytest.mark.parametrize("query", ["?limit=0", "?limit=501", "?cursor=x"])
async def test_bad_pages_are_refused(site: Site, world: World, query: str) -> None:
    for path in ("sessions", "sessions/x", "stuck"):
        status, answer = await site.ask("GET", f"/v1/students/{world.ada}/{path}{query}")
        assert (status, answer["code"]) == (400, "invalid_request")


async def test_a_cursor_of_the_far_future_is_the_beginning(site: Site, world: World) -> None:
    await talked(world)
    status, answer = await site.ask("GET", f"/v1/students/{world.ada}/sessions?cursor={2**53}")
    assert (status, len(answer["data"])) == (200, 1)


async def test_where_somebody_is_stuck_with_their_wrong_answers(site: Site, world: World) -> None:
    await happened(
        world, started(), *(tried(attempt=n, answer=f"{n}/9") for n in (1, 2)),
        tried("i2", error="misconception", misconception="swap", answer="4/1"), at=NOON,
    )  # fmt: skip
    await catch_up(world)
    await let_teachers_read(world)
    path = f"/v1/students/{world.ada}/stuck?limit=2"
    status, answer = await site.ask("GET", path)
    assert (status, answer["student_id"]) == (200, world.ada)
    where = answer["where"]
    assert (where["stuck"], where["why"], where["item"]) == (True, "wrong_in_row", "i2")
    newest, older = answer["data"]
    assert newest.pop("session")
    assert newest == {
        "at": NOON.isoformat(), "lesson": "equal-parts", "lesson_title": "Equal parts",
        "item": "i2", "skill": "fraction-meaning", "use": "practice", "attempt": 1,
        "aided": False, "hints": 0, "error": "misconception", "misconception": "swap",
        "answer": "4/1",
    }  # fmt: skip
    assert (older["item"], older["attempt"], older["answer"]) == ("i1", 2, "2/9")
    _, answer = await site.ask("GET", f"{path}&cursor={answer['next_cursor']}")
    assert [row["answer"] for row in answer["data"]] == ["1/9"]
    assert answer["next_cursor"] is None


async def test_a_student_who_never_came(site: Site, world: World) -> None:
    await let_teachers_read(world)
    _, answer = await site.ask("GET", f"/v1/students/{world.ada}/stuck")
    assert (answer["where"]["last_at"], answer["data"]) == (None, [])
    _, answer = await site.ask("GET", f"/v1/students/{world.ada}/sessions")
    assert answer["data"] == []


async def test_consents_by_guardians_and_operators(
    site: Site, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    guardian = await guardian_of(world, world.ada)
    operator = await world.person(PersonRole.OPERATOR)
    path = f"/v1/students/{world.ada}/consents"
    for purpose in Purpose:
        body = {"purpose": purpose.value, "granted": True}
        for _ in range(2):  # harmless when repeated
            status, answer = await site.ask(
                "POST", path, role="guardian", person=guardian, json=body
            )
            assert (status, answer) == (200, {"student_id": world.ada, **body})
    body = {"purpose": "teacher_view", "granted": False}
    for _ in range(2):
        status, answer = await site.ask("POST", path, role="operator", person=operator, json=body)
        assert (status, answer) == (200, {"student_id": world.ada, **body})
    found = await history(world.database, world.as_("service"), person=world.ada)
    assert len(found) == len(Purpose)
    assert {consent.granted_by for consent in found} == {guardian}
    assert {consent.purpose for consent in found if consent.withdrawn_at} == {"teacher_view"}
    (record,) = [r for r in caplog.records if r.message == "a consent was withdrawn"][:1]
    assert (record.by, record.role, record.purpose) == (  # type: ignore[attr-defined]
        operator, "operator", "teacher_view",
    )  # fmt: skip


async def test_who_may_not_consent(site: Site, world: World, home) -> None:
    path = f"/v1/students/{world.ada}/consents"
    for role, person in (("teacher", "t1"), ("student", world.ada)):
        status, answer = await site.ask("POST", path, role=role, person=person, json=VIEW)
        assert (status, answer["code"]) == (403, "forbidden")
        assert answer["detail"] == (
            "Only a guardian or an operator may give or withdraw consent for a student."
        )
    other = await make_world(world.database, home)
    wrong = await guardian_of(world, world.ben, "Other Parent")
    for role, person, tenant in (
        ("guardian", wrong, world.tenant),
        ("operator", "o1", other.tenant),
        ("service", "s1", other.tenant),
    ):
        for granted in (True, False):
            status, answer = await site.ask(
                "POST", path, role=role, person=person, tenant=tenant,
                json={**VIEW, "granted": granted},
            )  # fmt: skip
            assert (status, answer["code"]) == (404, "not_found")
    assert not await allowed(
        world.database, world.tenant, person=world.ada, purpose=Purpose.TEACHER_VIEW
    )


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({}, ""),
        ({"purpose": "everything", "granted": True}, "purpose"),
        ({"purpose": "teacher_view"}, ""),
        ({"purpose": "teacher_view", "granted": 1}, "granted"),
        (["teacher_view"], ""),
    ],
)
async def test_a_bad_consent_is_refused(
    site: Site, world: World, body: object, param: str
) -> None:
    guardian = await guardian_of(world, world.ada)
    status, answer = await site.ask(
        "POST", f"/v1/students/{world.ada}/consents", role="guardian", person=guardian, json=body
    )
    assert (status, answer["code"], answer["error"]["param"]) == (400, "invalid_request", param)


async def test_an_erased_student_is_unknown(site: Site, world: World) -> None:
    session_id = await talked(world)
    guardian = await guardian_of(world, world.ada)
    await Eraser(world.database, world.keys).erase_student(world.tenant, world.ada)
    for path in ("sessions", f"sessions/{session_id}", "stuck"):
        status, _ = await site.ask("GET", f"/v1/students/{world.ada}/{path}", role="operator")
        assert status == 404
    for role, person in (("guardian", guardian), ("operator", "o")):
        status, _ = await site.ask(
            "POST", f"/v1/students/{world.ada}/consents", role=role, person=person, json=VIEW
        )
        assert status == 404
