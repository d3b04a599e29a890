"""XP reaches the live page soon, and late when the projector is late; never twice."""

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

import pytest

from sessions.contracts import Identity
from sessions.ids import SessionId
from sessions.outputs import AttemptChecked, Closed
from tests.tutor_server.modules.xp.facts import finished
from tests.tutor_server.modules.xp.replay import catch_up, happened
from tests.tutor_server.storage.world import World, until
from tutor_server.app import news
from tutor_server.app.news import LOOKS, QUICK, News, due
from tutor_server.attach.hub import Hub

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
CHECKED = AttemptChecked(run="r1", item_id="i1", correct=True, aided=False, attempt=1, error="")


def test_often_at_first_and_then_now_and_then() -> None:
    looked = [left for left in range(LOOKS, 0, -1) if due(left)]
    assert looked[:QUICK] == list(range(LOOKS, LOOKS - QUICK, -1))
    assert looked[-1] == 1
    assert len(looked) == QUICK + 24


@pytest.mark.slow
async def test_what_comes_late_is_told_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "POLL_S", 0.001)
    told: list[str] = []
    looks = 0
    identity = Identity(
        tenant_id=world.tenant, student_id=world.ada, session_id=SessionId("sess_1")
    )
    room = SimpleNamespace(identity=identity, emit=lambda event: told.append(event["type"]))
    hub = SimpleNamespace(watchers=[], rooms=[room])
    live = News(cast("Hub", hub), world.database)
    watched = news.notices_after

    async def counted(*arguments: object) -> object:
        nonlocal looks
        looks += 1
        return await watched(*arguments)  # type: ignore[arg-type]

    async def late() -> bool:
        return looks > QUICK

    async def all_told() -> bool:
        return "tutor.achievement" in told

    monkeypatch.setattr(news, "notices_after", counted)
    (watch,) = hub.watchers
    async with asyncio.TaskGroup() as group:
        running = group.create_task(live.run())
        watch(identity, CHECKED)
        await until(late)
        assert told == []
        await happened(world, finished(xp=50), at=NOON)
        await catch_up(world)
        await until(all_told)
        watch(identity, Closed(reason="over"))
        running.cancel()
    assert told == ["tutor.xp", "tutor.level", "tutor.achievement"]
