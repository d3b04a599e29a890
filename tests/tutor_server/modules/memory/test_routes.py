"""The student sees what is remembered and forgets it, on a real server and a real Postgres."""

import asyncio
from datetime import timedelta

import pytest

from tests.tutor_server.modules.memory.talk import (
    NOON,
    START,
    catch_up,
    consent,
    happened,
    kept,
    of_words,
    remembered,
    said,
    take_away,
)
from tests.tutor_server.modules.xp.http import documented, registered, serving
from tests.tutor_server.storage.world import World, until
from tutor_server.modules.memory.reading import OwnMemory
from tutor_server.modules.memory.routes import ROUTES, MemoryRoutes
from tutor_server.modules.memory.store import Memory

pytestmark = pytest.mark.slow

PATH = "/v1/me/memory"


def routes_of(world: World) -> MemoryRoutes:
    own = OwnMemory(database=world.database, keys=world.keys, now=lambda: NOON)
    return MemoryRoutes(own)


def test_routes_are_documented(world: World) -> None:
    assert registered(routes_of(world)) == documented(ROUTES)


async def test_it_is_shown_page_by_page_and_to_nobody_else(world: World) -> None:
    texts = ["I love football.", "borrowing is hard for me", "What is a prime number?"]
    await remembered(world, *texts)
    async with serving(world, routes_of(world)) as web:
        status, whole = await web.ask("GET", PATH, person=world.ada)
        assert status == 200
        assert whole["consented"] is True
        assert [piece["text"] for piece in whole["data"]] == texts[::-1]
        assert [piece["kind"] for piece in whole["data"]] == ["talked", "hard", "about"]
        assert whole["summary"][0] == 'Student: "I love football."'
        assert whole["next_cursor"] is None
        pages, cursor = [], ""
        while cursor is not None:
            more = f"&cursor={cursor}" if cursor else ""
            _, page = await web.ask("GET", f"{PATH}?limit=1{more}", person=world.ada)
            pages += page["data"]
            cursor = page["next_cursor"]
        assert pages == whole["data"]
        _, other = await web.ask("GET", PATH, person=world.ben)
        assert (other["data"], other["summary"], other["consented"]) == ([], [], False)


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "cursor=1", "cursor=1.x"])
async def test_bad_pages(world: World, query: str) -> None:
    async with serving(world, routes_of(world)) as web:
        assert (await web.ask("GET", f"{PATH}?{query}", person=world.ada))[0] == 400


async def test_one_piece_is_forgotten_by_its_student_alone(world: World) -> None:
    await remembered(world, "I love football.", "I love chess.")
    async with serving(world, routes_of(world)) as web:
        _, told = await web.ask("GET", PATH, person=world.ada)
        path = f"{PATH}/{told['data'][0]['id']}"
        assert (await web.ask("DELETE", path, person=world.ben))[0] == 404
        assert (await web.ask("DELETE", path, person=world.ada))[0] == 204
        assert (await web.ask("DELETE", path, person=world.ada))[0] == 404
        assert (await web.ask("DELETE", f"{PATH}/anything", person=world.ada))[0] == 404
    assert await kept(world) == [("about", "I love football.")]


async def test_all_is_forgotten_also_what_is_still_on_its_way(world: World) -> None:
    await remembered(world, "I love football.")
    await remembered(world, "I love chess.", student=world.ben)
    await happened(world, said("I love music."), at=NOON - timedelta(seconds=1))
    async with serving(world, routes_of(world)) as web:
        for _ in range(2):
            assert (await web.ask("DELETE", PATH, person=world.ada))[0] == 204
    await catch_up(world)
    assert not await kept(world)
    await happened(world, said("I love swimming."), at=NOON + timedelta(seconds=1))
    await catch_up(world)
    assert await kept(world) == [("about", "I love swimming.")]
    assert await kept(world, world.ben) == [("about", "I love chess.")]


@pytest.mark.parametrize("how", ["forget", "withdraw"])
async def test_forgetting_waits_for_what_is_being_written(world: World, how: str) -> None:
    """A piece that is written while everything is forgotten goes too."""
    await consent(world, at=START)
    await happened(world, said("I love music."), at=NOON - timedelta(seconds=1))
    written, go_on = asyncio.Event(), asyncio.Event()

    class Slow:
        async def embed(self, text: str):  # type: ignore[no-untyped-def]
            written.set()
            await go_on.wait()
            return of_words(text)

    slow = Memory(keys=world.keys, embedder=Slow(), title=lambda _: None, unfit=lambda _: False)
    own = OwnMemory(database=world.database, keys=world.keys, now=lambda: NOON)
    async with asyncio.TaskGroup() as group:
        group.create_task(catch_up(world, memory=slow))
        await written.wait()
        forgetting = group.create_task(
            own.forget_all(world.as_("student", world.ada))
            if how == "forget"
            else take_away(world)
        )

        async def waits() -> bool:
            async with world.database.unscoped() as connection:
                return bool(
                    await connection.fetchval(
                        "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"
                    )
                )

        await until(waits)
        assert not forgetting.done()
        go_on.set()
    assert not await kept(world)
