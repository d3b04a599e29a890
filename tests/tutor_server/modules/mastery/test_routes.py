"""The routes: what they answer, to whom, and how they refuse."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.tutor_server.modules.mastery.facts import finished, started, tried
from tests.tutor_server.modules.mastery.replay import catch_up, happened
from tests.tutor_server.modules.xp.http import Web, documented, registered, serving
from tests.tutor_server.storage.world import World, make_world
from tutor_server.modules.mastery.graph import Graph, Node
from tutor_server.modules.mastery.routes import ROUTES, MasteryRoutes
from tutor_server.storage.erasure import Eraser
from tutor_server.storage.people import PersonRole

pytestmark = pytest.mark.slow

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=30)
GRAPH = Graph(
    (
        Node(lesson="equal-parts", path="number", order=1, grade=5, skills=("fraction-meaning",)),
        Node(lesson="halves", path="number", order=2, grade=5, prerequisites=("equal-parts",)),
        Node(lesson="angles", path="geometry", order=1, grade=5),
    )
)


def routes_of(world: World) -> MasteryRoutes:
    return MasteryRoutes(world.database, graph=lambda: GRAPH, now=lambda: LATER)


@pytest.fixture
async def site(world: World) -> AsyncIterator[Web]:
    """Ada has learned one skill thirty days ago and met two others."""
    await happened(
        world, started(), *(tried(f"i{n}") for n in range(3)), tried("t", use="transfer"),
        tried("a", False, skill="a-skill", lesson="angles"), tried("z", skill="z-skill"),
        finished(), at=NOON,
    )  # fmt: skip
    await catch_up(world)
    async with serving(world, routes_of(world)) as asked:
        yield asked


async def test_every_route_is_documented(world: World) -> None:
    assert registered(routes_of(world)) == documented(ROUTES)


async def test_what_a_student_knows(site: Web, world: World) -> None:
    status, seen = await site.ask("GET", "/v1/me/mastery", person=world.ada)
    assert (status, seen["object"], seen["next_cursor"]) == (200, "list", None)
    a, meaning, z = seen["data"]
    assert [a["skill"], meaning["skill"], z["skill"]] == [
        "a-skill", "fraction-meaning", "z-skill",
    ]  # fmt: skip
    assert (meaning["known"], meaning["proved"]) == (True, True)
    assert (meaning["right"], meaning["wrong"]) == (4, 0)
    assert meaning["last_at"] == NOON.isoformat()
    assert 0.3 < meaning["recall"] < 0.9
    assert meaning["due"] < LATER.isoformat()
    assert (a["known"], a["recall"], a["due"]) == (False, None, None)
    assert a["p_known"] < z["p_known"] < meaning["p_known"]
    assert 0 < a["next_right"] < z["next_right"] < 1
    status, seen = await site.ask("GET", "/v1/me/mastery", person=world.ben)
    assert (status, seen["data"]) == (200, [])


async def test_pages(site: Web, world: World) -> None:
    skills, cursor = [], ""
    while cursor is not None:
        path = f"/v1/me/mastery?limit=2{cursor}"
        status, page = await site.ask("GET", path, person=world.ada)
        assert status == 200
        skills.append([row["skill"] for row in page["data"]])
        cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
    assert skills == [["a-skill", "fraction-meaning"], ["z-skill"]]


async def test_what_comes_next(site: Web, world: World) -> None:
    status, seen = await site.ask("GET", "/v1/me/next", person=world.ada)
    assert (status, seen["object"]) == (200, "list")
    assert [(row["lesson"], row["reason"]) for row in seen["data"]] == [
        ("equal-parts", "review"), ("halves", "next"), ("angles", "start"),
    ]  # fmt: skip
    status, page = await site.ask("GET", "/v1/me/next?limit=1&cursor=1", person=world.ada)
    assert ([row["lesson"] for row in page["data"]], page["next_cursor"]) == (["halves"], "2")
    status, seen = await site.ask("GET", "/v1/me/next", person=world.ben)
    assert [row["reason"] for row in seen["data"]] == ["start", "start"]


async def test_what_is_due(site: Web, world: World) -> None:
    status, seen = await site.ask("GET", "/v1/me/reviews", person=world.ada)
    assert (status, seen["next_due"], seen["next_cursor"]) == (200, None, None)
    (row,) = seen["data"]
    assert (row["skill"], row["lesson"]) == ("fraction-meaning", "equal-parts")
    assert 0.3 < row["recall"] < 0.9
    await happened(world, tried("again", use="review"), at=LATER)
    await catch_up(world)
    status, seen = await site.ask("GET", "/v1/me/reviews", person=world.ada)
    assert seen["data"] == []
    assert seen["next_due"] > LATER.isoformat()


async def test_staff_guardians_and_the_student_see_a_student(site: Web, world: World) -> None:
    guardian = await world.person(PersonRole.GUARDIAN)
    await world.people.put_under_guard(world.tenant, guardian=guardian, student=world.ada)
    path = f"/v1/students/{world.ada}/mastery"
    for role, person in (
        ("teacher", "t"), ("operator", "o"), ("guardian", guardian), ("student", world.ada),
    ):  # fmt: skip
        status, seen = await site.ask("GET", path, role=role, person=person)
        assert (status, len(seen["data"])) == (200, 3), role


async def test_others_do_not_even_learn_that_there_is_such_a_student(
    site: Web, world: World, home
) -> None:
    elsewhere = await make_world(world.database, home)
    for role, person, student in (
        ("student", world.ben, world.ada),
        ("guardian", world.ben, world.ada),
        ("teacher", "t", elsewhere.ada),
        ("teacher", "t", "nobody"),
        ("teacher", "t", await world.person(PersonRole.TEACHER)),
    ):
        status, answer = await site.ask(
            "GET", f"/v1/students/{student}/mastery", role=role, person=person
        )
        assert (status, answer["code"]) == (404, "not_found"), (role, student)


async def test_an_erased_student_is_gone(site: Web, world: World) -> None:
    await Eraser(world.database, world.keys).erase_student(world.tenant, world.ada)
    path = f"/v1/students/{world.ada}/mastery"
    status, _ = await site.ask("GET", path, role="teacher", person="t")
    assert status == 404


@pytest.mark.parametrize("path", [route.path for route in ROUTES])
@pytest.mark.parametrize(
    ("query", "param"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=1e2", "limit"),
        ("limit=٣", "limit"),
        ("cursor=-1", "cursor"),
        ("cursor=99999999999999999999", "cursor"),
    ],
)
async def test_bad_requests_are_told_which_part(
    site: Web, world: World, path: str, query: str, param: str
) -> None:
    asked = f"{path.format(student_id=world.ada)}?{query}"
    status, answer = await site.ask("GET", asked, person=world.ada)
    assert (status, answer["code"], answer["error"]["param"]) == (400, "invalid_request", param)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
async def test_nobody_without_a_token(site: Web, route) -> None:
    async with site.client.request(route.method, route.path.format(student_id="x")) as response:
        assert response.status == 401
