"""The routes: what they answer, to whom, and how they refuse."""

from collections.abc import AsyncIterator

import pytest

from tests.tutor_server.modules.votes.facts import LEFT, happened, rating, vote
from tests.tutor_server.modules.xp.http import Web, documented, registered, serving
from tests.tutor_server.storage.world import World
from tutor_server.clock import wall_clock
from tutor_server.modules.votes.routes import ROUTES, VotesRoutes
from tutor_server.storage.consents import Purpose, grant

pytestmark = pytest.mark.slow


@pytest.fixture
async def site(world: World) -> AsyncIterator[Web]:
    async with serving(world, VotesRoutes(world.database, world.keys)) as asked:
        yield asked


async def test_every_route_is_documented(world: World) -> None:
    assert registered(VotesRoutes(world.database, world.keys)) == documented(ROUTES)


async def test_staff_see_the_ranking(site: Web, world: World) -> None:
    await happened(world, *(vote() for _ in range(8)), vote(choice="right"), rating(stars=4))
    await happened(world, vote(topic="geometry", choice="right"), student=world.ben)
    for role in ("teacher", "operator", "service"):
        status, seen = await site.ask("GET", "/v1/votes/ranking", role=role, person="x")
        assert (status, seen["object"], seen["votes"]) == (200, "ranking", 10)
        assert [source["source"] for source in seen["sources"]] == [
            "lesson:simple", "lesson:full@3",
        ]  # fmt: skip
        assert [topic["topic"] for topic in seen["topics"]] == ["number-fractions", "geometry"]
    path = "/v1/votes/ranking?topic=geometry"
    _, seen = await site.ask("GET", path, role="teacher", person="x")
    assert (seen["topic"], seen["votes"]) == ("geometry", 1)
    path = "/v1/votes/ranking?consented=true"
    _, seen = await site.ask("GET", path, role="teacher", person="x")
    assert (seen["consented"], seen["votes"], seen["sources"]) == (True, 0, [])


async def test_operators_read_examples_in_pages(site: Web, world: World) -> None:
    await happened(world, vote("a"), vote("b"), vote("c"))
    await grant(
        world.database, world.as_("service"), person=world.ada,
        purpose=Purpose.LEARN_FROM_VOTES, now=wall_clock(),
    )  # fmt: skip
    path = "/v1/votes/examples?limit=2"
    status, first = await site.ask("GET", path, role="operator", person="o")
    assert (status, first["object"]) == (200, "list")
    assert [row["provenance"]["vote"] for row in first["data"]] == ["c", "b"]
    assert first["data"][0]["chosen"] == LEFT
    assert first["set"]["examples"] == 3
    assert first["set"]["pairs"] == 1
    path += f"&cursor={first['next_cursor']}"
    status, last = await site.ask("GET", path, role="service", person="s")
    assert [row["provenance"]["vote"] for row in last["data"]] == ["a"]
    assert (last["next_cursor"], "set" in last) == (None, False)


async def test_a_student_sees_own_votes(site: Web, world: World) -> None:
    await happened(world, vote("a"))
    await happened(world, vote("b"), student=world.ben)
    status, seen = await site.ask("GET", "/v1/me/votes", person=world.ada)
    assert (status, [row["vote"] for row in seen["data"]]) == (200, ["a"])
    assert seen["next_cursor"] is None


@pytest.mark.parametrize(
    ("path", "roles"),
    [("/v1/votes/ranking", ("student", "guardian")),
     ("/v1/votes/examples", ("student", "guardian", "teacher"))],
)  # fmt: skip
async def test_others_are_refused(site: Web, world: World, path: str, roles) -> None:
    for role in roles:
        status, answer = await site.ask("GET", path, role=role, person=world.ada)
        assert (status, answer["code"]) == (403, "forbidden")


@pytest.mark.parametrize(
    ("path", "param"),
    [("/v1/votes/examples?limit=101", "limit"), ("/v1/votes/examples?cursor=x", "cursor"),
     ("/v1/me/votes?limit=-1", "limit"), ("/v1/me/votes?cursor=1.5", "cursor"),
     ("/v1/votes/ranking?consented=1", "consented")],
)  # fmt: skip
async def test_bad_requests_are_told_which_part(site: Web, path: str, param: str) -> None:
    status, answer = await site.ask("GET", path, role="operator", person="o")
    assert (status, answer["error"]["param"]) == (400, param)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
async def test_nobody_without_a_token(site: Web, route) -> None:
    async with site.client.request(route.method, route.path) as response:
        assert response.status == 401
