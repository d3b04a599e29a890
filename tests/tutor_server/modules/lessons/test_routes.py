"""The routes on a real server: what they answer, to whom, and how they refuse."""

from collections.abc import AsyncIterator

import pytest

from tests.tutor_server.modules.lessons.happened import NOON, finished, happened, started, tried
from tests.tutor_server.modules.xp.http import Web, documented, registered, serving
from tests.tutor_server.storage.world import World
from tutor_server.modules.lessons.load import open_curriculum
from tutor_server.modules.lessons.routes import ROUTES, LessonRoutes
from tutor_server.storage.consents import Purpose, grant
from tutor_server.storage.people import PersonRole

pytestmark = pytest.mark.slow


@pytest.fixture
async def site(world: World) -> AsyncIterator[Web]:
    async with serving(world, LessonRoutes(world.database, open_curriculum())) as asked:
        yield asked


async def test_every_route_is_documented(world: World) -> None:
    routes = LessonRoutes(world.database, open_curriculum())
    assert registered(routes) == documented(ROUTES)


async def test_the_map_follows_the_student(site: Web, world: World) -> None:
    status, before = await site.ask("GET", "/v1/paths", person=world.ada)
    assert (status, len(before["data"])) == (200, 12)
    first = before["data"][0]["lessons"][0]
    assert first["state"] == "open"
    waiting = next(
        lesson
        for path in before["data"]
        for lesson in path["lessons"]
        if lesson["prerequisites"] == [first["id"]]
    )
    assert waiting["state"] == "locked"
    await happened(world, started(first["id"]), finished(first["id"]))
    _, after = await site.ask("GET", "/v1/paths", person=world.ada)
    lessons = {one["id"]: one for path in after["data"] for one in path["lessons"]}
    assert lessons[first["id"]]["state"] == "done"
    assert lessons[first["id"]]["best"] == {"unaided_right": 1, "unaided_total": 2}
    assert lessons[waiting["id"]]["state"] == "open"
    assert after["data"][0]["lessons_done"] == 1
    _, other = await site.ask("GET", "/v1/paths", person=world.ben)
    assert other == before


async def test_lists_are_paged_through(site: Web, world: World) -> None:
    found: list[str] = []
    cursor = ""
    while cursor is not None:
        status, page = await site.ask("GET", f"/v1/lessons?limit=50{cursor}", person=world.ada)
        assert (status, page["object"]) == (200, "list")
        found += [lesson["id"] for lesson in page["data"]]
        cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
    assert len(found) == len(set(found)) == 117
    assert set(found) == set(open_curriculum().lessons)


async def test_lists_are_chosen_by_path_and_grade(site: Web, world: World) -> None:
    _, page = await site.ask("GET", "/v1/lessons?path=geometry", person=world.ada)
    assert {lesson["path"] for lesson in page["data"]} == {"geometry"}
    assert [lesson["order"] for lesson in page["data"]] == list(range(1, 11))
    assert page["next_cursor"] is None
    _, page = await site.ask("GET", "/v1/lessons?grade=3&limit=100", person=world.ada)
    assert page["data"]
    assert {lesson["grade"] for lesson in page["data"]} == {3}
    _, page = await site.ask("GET", "/v1/lessons?grade=12", person=world.ada)
    assert page["data"] == []


async def test_a_lesson_comes_without_any_answer(site: Web, world: World) -> None:
    status, shown = await site.ask("GET", "/v1/lessons/equal-parts", person=world.ada)
    assert (status, shown["id"], shown["state"]) == (200, "equal-parts", "locked")
    lesson = open_curriculum().lessons["equal-parts"]
    assert [item["id"] for item in shown["items"]] == [item.item_id for item in lesson.items]
    for item in shown["items"]:
        assert not {"answer", "wrong", "hints", "keys", "tests"} & set(item)
    assert not any(hint in str(shown) for item in lesson.items for hint in item.hints)


@pytest.mark.parametrize(
    ("path", "status", "param"),
    [
        ("/v1/lessons/juggling", 404, None),
        ("/v1/lessons/..%2fpath", 404, None),
        ("/v1/lessons?path=juggling", 400, "path"),
        ("/v1/lessons?grade=13", 400, "grade"),
        ("/v1/lessons?grade=x", 400, "grade"),
        ("/v1/lessons?grade=", 400, "grade"),
        ("/v1/lessons?limit=0", 400, "limit"),
        ("/v1/lessons?limit=101", 400, "limit"),
        ("/v1/lessons?limit=1e2", 400, "limit"),
        ("/v1/lessons?limit=٣", 400, "limit"),
        ("/v1/lessons?cursor=juggling", 400, "cursor"),
        ("/v1/lessons?path=geometry&cursor=equal-parts", 400, "cursor"),
        ("/v1/students/nobody/progress", 404, None),
    ],
)
async def test_refusals_say_what_is_wrong(
    site: Web, world: World, path: str, status: int, param: str | None
) -> None:
    got, body = await site.ask("GET", path, person=world.ada)
    assert got == status
    assert body["status"] == status
    assert body["error"].get("param") in ((param,) if param else (None, ""))


@pytest.mark.parametrize("route", [route.path for route in ROUTES])
async def test_a_token_is_needed(site: Web, route: str) -> None:
    path = route.replace("{lesson_id}", "equal-parts").replace("{student_id}", "x")
    async with site.client.get(path) as response:
        assert response.status == 401


async def test_ones_own_progress(site: Web, world: World) -> None:
    await happened(world, started(), tried("a", attempt=2), finished())
    status, shown = await site.ask("GET", "/v1/me/progress", person=world.ada)
    assert (status, shown["lessons_done"], shown["lessons_total"]) == (200, 1, 117)
    assert shown["lessons"][0]["lesson"] == "equal-parts"
    assert shown["lessons"][0]["finished_at"] == NOON.isoformat()
    assert [one["item"] for one in shown["stuck"]] == ["a"]


async def test_who_reads_a_students_progress(site: Web, world: World) -> None:
    await happened(world, started(), tried("a", attempt=2))
    guardian = await world.person(PersonRole.GUARDIAN, "Guardian")
    await world.people.put_under_guard(world.tenant, guardian=guardian, student=world.ada)
    teacher = await world.person(PersonRole.TEACHER, "Teacher")
    path = f"/v1/students/{world.ada}/progress"
    for role, person, expected in (
        ("student", world.ada, (200, 1)),
        ("student", world.ben, (404, None)),
        ("guardian", guardian, (200, 1)),
        ("guardian", teacher, (404, None)),
        ("operator", "o", (200, 1)),
        ("teacher", teacher, (200, 0)),
    ):
        status, shown = await site.ask("GET", path, role=role, person=person)
        assert (status, len(shown["stuck"]) if status == 200 else None) == expected, role
        if status == 200:
            assert (shown["student_id"], len(shown["lessons"])) == (world.ada, 1)
    consent = {"person": world.ada, "purpose": Purpose.TEACHER_VIEW, "now": NOON}
    await grant(world.database, world.as_("service"), **consent)
    _, shown = await site.ask("GET", path, role="teacher", person=teacher)
    assert len(shown["stuck"]) == 1
