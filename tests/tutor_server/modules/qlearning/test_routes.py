"""The routes: what they answer, to whom, and how they refuse."""

from collections.abc import AsyncIterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sessions.ids import StudentId, TenantId
from tests.tutor_server.modules.qlearning.facts import (
    MONDAY,
    STATE,
    decided,
    finished,
    fixed,
    learned,
    started,
    tried,
)
from tests.tutor_server.modules.xp.http import Web, documented, registered, serving
from tests.tutor_server.storage.world import World, make_world
from tutor_server.modules.qlearning.routes import ROUTES, QlearningRoutes
from tutor_server.storage.people import PersonRole

pytestmark = pytest.mark.slow

STAFF_PATHS = ("/v1/qlearning/values", "/v1/qlearning/convergence", "/v1/qlearning/plot.svg")


def routes_of(world: World) -> QlearningRoutes:
    async def name_of(tenant: TenantId, person: StudentId) -> str:
        return (await world.people.get(tenant, person)).display_name

    return QlearningRoutes(world.database, name_of=name_of, now=lambda: MONDAY)


@pytest.fixture
async def site(world: World) -> AsyncIterator[Web]:
    async with serving(world, routes_of(world)) as asked:
        yield asked


@pytest.fixture
async def filled(world: World) -> World:
    await learned(world, decided(), started(), finished(), decided("d2", chosen="video"))
    await learned(world, started("r2", "d2"), finished(run="r2", decision="d2"))
    await learned(world, tried("i1", False), fixed(), tried("i2"))
    return world


async def test_every_route_is_documented(world: World) -> None:
    assert registered(routes_of(world)) == documented(ROUTES)


async def test_staff_see_values_in_pages(site: Web, filled: World) -> None:
    path = "/v1/qlearning/values"
    for role in ("teacher", "operator", "service"):
        status, seen = await site.ask("GET", path, role=role, person="x")
        assert (status, seen["object"], seen["next_cursor"]) == (200, "list", None)
        assert [(row["state"], row["option"]) for row in seen["data"]] == [
            (STATE, "reading"), (STATE, "video"),
        ]  # fmt: skip
    _, first = await site.ask("GET", f"{path}?limit=1", role="teacher", person="x")
    assert [row["option"] for row in first["data"]] == ["reading"]
    more = f"{path}?limit=1&cursor={first['next_cursor']}"
    _, last = await site.ask("GET", more, role="teacher", person="x")
    assert ([row["option"] for row in last["data"]], last["next_cursor"]) == (["video"], None)
    _, fixes = await site.ask("GET", f"{path}?kind=fix", role="teacher", person="x")
    assert [row["option"] for row in fixes["data"]] == ["hint_ladder"]
    _, none = await site.ask("GET", f"{path}?student={filled.ben}", role="teacher", person="x")
    assert none["data"] == []


async def test_staff_see_convergence(site: Web, filled: World) -> None:
    status, seen = await site.ask("GET", "/v1/qlearning/convergence", role="teacher", person="x")
    assert (status, seen["object"], seen["kind"]) == (200, "convergence", "format")
    assert [day["outcomes"] for day in seen["series"]] == [2]
    assert [(row["source"], row["outcomes"]) for row in seen["sources"]] == [("bandit", 2)]
    assert seen["policies"] == []


async def test_staff_see_the_plot(site: Web, filled: World) -> None:
    headers = {"Authorization": "Bearer teacher:t"}
    async with site.client.get("/v1/qlearning/plot.svg?kind=fix", headers=headers) as response:
        assert response.status == 200
        assert response.content_type == "image/svg+xml"
        text = await response.text()
    assert ElementTree.fromstring(text).tag.endswith("svg")  # noqa: S314 our own text
    assert "fix" in text


async def test_a_student_sees_own_decisions_in_pages(site: Web, filled: World) -> None:
    await learned(filled, decided("theirs"), student=filled.ben)
    status, first = await site.ask("GET", "/v1/me/decisions?limit=2", person=filled.ada)
    assert status == 200
    assert [row["decision"] for row in first["data"]] == ["f1", "d2"]
    path = f"/v1/me/decisions?limit=2&cursor={first['next_cursor']}"
    _, last = await site.ask("GET", path, person=filled.ada)
    assert ([row["decision"] for row in last["data"]], last["next_cursor"]) == (["d1"], None)


async def test_a_teacher_sets_and_takes_back_a_format(site: Web, world: World) -> None:
    path = f"/v1/students/{world.ada}/format"

    async def standing() -> list[str]:
        async with world.database.as_tenant(world.tenant) as connection:
            rows = await connection.fetch("SELECT format FROM qlearning_overrides")
        return [row["format"] for row in rows]

    for role, format in (("teacher", "video"), ("operator", "quiz")):
        status, _ = await site.ask("PUT", path, role=role, person="x", json={"format": format})
        assert (status, await standing()) == (204, [format])
    status, _ = await site.ask("PUT", path, role="teacher", person="x", json={"format": None})
    assert (status, await standing()) == (204, [])


async def test_staff_read_what_stands_who_said_so_and_since_when(site: Web, world: World) -> None:
    path = f"/v1/students/{world.ada}/format"
    tia = await world.person(PersonRole.TEACHER, "Tia")
    nothing = {"student_id": world.ada, "format": None, "set_by": None, "at": None}
    assert await site.ask("GET", path, role="teacher", person="x") == (200, nothing)
    await site.ask("PUT", path, role="teacher", person=tia, json={"format": "video"})
    for role in ("teacher", "operator", "service"):
        assert await site.ask("GET", path, role=role, person="x") == (
            200,
            {
                "student_id": world.ada, "format": "video",
                "set_by": {"id": tia, "name": "Tia"}, "at": MONDAY.isoformat(),
            },
        )  # fmt: skip
    await site.ask("PUT", path, role="teacher", person="gone", json={"format": "quiz"})
    _, found = await site.ask("GET", path, role="teacher", person="x")
    assert (found["format"], found["set_by"]) == ("quiz", {"id": "gone", "name": None})
    await site.ask("PUT", path, role="operator", person="x", json={"format": None})
    assert await site.ask("GET", path, role="teacher", person="x") == (200, nothing)


async def test_only_staff_of_the_students_school_read_the_format(
    site: Web, world: World, home: Path
) -> None:
    path = f"/v1/students/{world.ada}/format"
    await site.ask("PUT", path, role="teacher", person="x", json={"format": "video"})
    for role in ("student", "guardian"):
        status, answer = await site.ask("GET", path, role=role, person=world.ada)
        assert (status, answer["code"]) == (403, "forbidden")
    other = await make_world(world.database, home)
    async with serving(other, routes_of(other)) as elsewhere:
        status, answer = await elsewhere.ask("GET", path, role="teacher", person="x")
        assert (status, answer["code"]) == (404, "not_found")
    for nobody in ("nobody", "%00"):
        status, answer = await site.ask(
            "GET", f"/v1/students/{nobody}/format", role="teacher", person="x"
        )
        assert (status, answer["code"]) == (404, "not_found")


@pytest.mark.parametrize("role", ["student", "guardian"])
async def test_others_are_refused(site: Web, world: World, role: str) -> None:
    for path in STAFF_PATHS:
        status, answer = await site.ask("GET", path, role=role, person=world.ada)
        assert (status, answer["code"]) == (403, "forbidden")
    status, answer = await site.ask(
        "PUT", f"/v1/students/{world.ada}/format", role=role, person=world.ada,
        json={"format": "video"},
    )  # fmt: skip
    assert (status, answer["code"]) == (403, "forbidden")


@pytest.mark.parametrize("student", ["nobody", "%00", "a%0ab"])
async def test_a_format_for_nobody(site: Web, student: str) -> None:
    status, answer = await site.ask(
        "PUT", f"/v1/students/{student}/format", role="teacher", person="x",
        json={"format": "video"},
    )  # fmt: skip
    assert (status, answer["code"]) == (404, "not_found")


@pytest.mark.parametrize("body", [{"format": "song"}, {"format": 7}, {}, [], {"format": ""}])
async def test_a_format_that_is_none(site: Web, world: World, body) -> None:
    status, answer = await site.ask(
        "PUT", f"/v1/students/{world.ada}/format", role="teacher", person="x", json=body
    )
    assert (status, answer["code"]) == (400, "invalid_request")


@pytest.mark.parametrize(
    ("path", "param"),
    [("/v1/qlearning/values?limit=201", "limit"), ("/v1/qlearning/values?cursor=x", "cursor"),
     ("/v1/qlearning/values?cursor=9007199254740993", "cursor"),
     ("/v1/qlearning/values?kind=x", "kind"),
     ("/v1/qlearning/values?student=%00", "student"), ("/v1/qlearning/plot.svg?kind=", "kind"),
     ("/v1/qlearning/convergence?kind=both", "kind"), ("/v1/me/decisions?limit=0", "limit"),
     ("/v1/me/decisions?cursor=-1", "cursor")],
)  # fmt: skip
async def test_bad_requests_are_told_which_part(site: Web, path: str, param: str) -> None:
    status, answer = await site.ask("GET", path, role="operator", person="o")
    assert (status, answer["error"]["param"]) == (400, param)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
async def test_nobody_without_a_token(site: Web, route) -> None:
    path = route.path.format(student_id="x")
    async with site.client.request(route.method, path) as response:
        assert response.status == 401
