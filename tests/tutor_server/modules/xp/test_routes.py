"""The routes: what they answer, to whom, and how they refuse."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from tests.tutor_server.modules.xp.facts import finished, tried
from tests.tutor_server.modules.xp.http import Web, documented, registered, serving
from tests.tutor_server.modules.xp.replay import catch_up, happened
from tests.tutor_server.storage.world import World
from tutor_server.modules.xp.routes import ROUTES, XpRoutes

pytestmark = pytest.mark.slow

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)


def routes_of(world: World) -> XpRoutes:
    async def name_of(tenant, who) -> str:
        return (await world.people.get(tenant, who)).display_name

    return XpRoutes(world.database, name_of=name_of, now=lambda: NOON)


@pytest.fixture
async def site(world: World) -> AsyncIterator[Web]:
    async with serving(world, routes_of(world)) as asked:
        yield asked


async def test_every_route_is_documented(world: World) -> None:
    assert registered(routes_of(world)) == documented(ROUTES)


async def test_a_students_xp_and_history(site: Web, world: World) -> None:
    await happened(world, finished(xp=50), *(tried(f"i{n}") for n in range(4)), at=NOON)
    await catch_up(world)
    status, seen = await site.ask("GET", "/v1/me/xp", person=world.ada)
    assert (status, seen["total"], seen["level"], seen["streak"]["days"]) == (200, 58, 2, 1)
    amounts, cursor = [], ""
    while cursor is not None:
        path = f"/v1/me/xp/history?limit=2{cursor}"
        status, page = await site.ask("GET", path, person=world.ada)
        assert (status, page["object"]) == (200, "list")
        amounts += [row["amount"] for row in page["data"]]
        cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
    assert amounts == [2, 2, 2, 2, 50]
    status, seen = await site.ask("GET", "/v1/me/xp", person=world.ben)
    assert (status, seen["total"]) == (200, 0)


async def test_choosing_a_zone_and_the_board(site: Web, world: World) -> None:
    await happened(world, finished(xp=50), at=NOON)
    await catch_up(world)
    for person, path, body in (
        (world.ada, "/v1/me/timezone", {"timezone": "Asia/Tokyo"}),
        (world.ada, "/v1/me/leaderboard", {"show": True}),
    ):
        assert await site.ask("PUT", path, person=person, json=body) == (204, None)
    status, seen = await site.ask("GET", "/v1/me/xp", person=world.ada)
    assert (seen["timezone"], seen["on_leaderboard"]) == ("Asia/Tokyo", True)
    for role, person, mine in (("student", world.ben, False), ("teacher", "t", False),
                               ("student", world.ada, True)):  # fmt: skip
        status, board = await site.ask("GET", "/v1/leaderboard", role=role, person=person)
        assert status == 200
        assert board["week"] == "2026-05-04"
        assert board["data"] == [{"rank": 1, "name": "Ada", "xp": 50, "me": mine}]
        assert world.ada not in str(board)
    status, board = await site.ask("GET", "/v1/leaderboard?week=2026-04-29", person=world.ada)
    assert (status, board["week"], board["data"]) == (200, "2026-04-27", [])


async def test_pages_of_the_board(site: Web, world: World) -> None:
    for who, xp in ((world.ada, 50), (world.ben, 40)):
        await happened(world, finished(xp=xp), at=NOON, student=who)
        await catch_up(world, who)
        await site.ask("PUT", "/v1/me/leaderboard", person=who, json={"show": True})
    _, first = await site.ask("GET", "/v1/leaderboard?limit=1", person=world.ada)
    assert ([row["name"] for row in first["data"]], first["next_cursor"]) == (["Ada"], "1")
    _, last = await site.ask("GET", "/v1/leaderboard?limit=1&cursor=1", person=world.ada)
    assert ([row["name"] for row in last["data"]], last["next_cursor"]) == (["Ben"], None)


@pytest.mark.parametrize(
    ("method", "path", "body", "param"),
    [
        ("PUT", "/v1/me/timezone", {"timezone": "Mars/Olympus"}, "timezone"),
        ("PUT", "/v1/me/timezone", {"timezone": 7}, "timezone"),
        ("PUT", "/v1/me/timezone", {}, ""),
        ("PUT", "/v1/me/timezone", [1], ""),
        ("PUT", "/v1/me/leaderboard", {"show": "yes"}, "show"),
        ("PUT", "/v1/me/leaderboard", {}, ""),
        ("GET", "/v1/me/xp/history?limit=0", None, "limit"),
        ("GET", "/v1/me/xp/history?limit=1e3", None, "limit"),
        ("GET", "/v1/me/xp/history?limit=٣", None, "limit"),
        ("GET", "/v1/me/xp/history?cursor=-1", None, "cursor"),
        ("GET", "/v1/me/xp/history?cursor=99999999999999999999", None, "cursor"),
        ("GET", "/v1/leaderboard?week=soon", None, "week"),
        ("GET", "/v1/leaderboard?week=0001-01-01", None, None),
        ("GET", "/v1/leaderboard?week=10000-01-01", None, "week"),
    ],
)
async def test_bad_requests_are_told_which_part(
    site: Web, world: World, method: str, path: str, body: object, param: str | None
) -> None:
    status, answer = await site.ask(method, path, person=world.ada, json=body)
    if param is None:
        assert status == 200
        return
    assert (status, answer["code"], answer["error"]["param"]) == (400, "invalid_request", param)


async def test_only_students_are_on_the_board(site: Web, world: World) -> None:
    for role in ("teacher", "operator", "service", "guardian"):
        status, answer = await site.ask(
            "PUT", "/v1/me/leaderboard", role=role, person=world.ada, json={"show": True}
        )
        assert (status, answer["code"]) == (403, "forbidden")


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
async def test_nobody_without_a_token(site: Web, route) -> None:
    async with site.client.request(route.method, route.path) as response:
        assert response.status == 401
