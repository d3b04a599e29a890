"""Time zones and the leaderboard are the student's own choice."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from tests.tutor_server.storage.world import World
from tutor_server.errors import InvalidRequestError, RateLimitedError
from tutor_server.modules.xp.choices import (
    MAX_CHANGES_A_DAY,
    set_time_zone,
    show_on_leaderboard,
)
from tutor_server.modules.xp.reading import read_summary

pytestmark = pytest.mark.slow

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


async def summary(world: World, now: datetime = NOON):
    return await read_summary(world.database, world.as_("student", world.ada), now=now)


async def test_utc_and_hidden_until_chosen(world: World) -> None:
    seen = await summary(world)
    assert (seen["timezone"], seen["on_leaderboard"]) == ("UTC", False)


async def test_a_zone_counts_from_now_on(world: World) -> None:
    scope = world.as_("student", world.ada)
    await set_time_zone(world.database, scope, zone="Asia/Tokyo", now=NOON)
    assert (await summary(world, NOON - timedelta(seconds=1)))["timezone"] == "UTC"
    assert (await summary(world, NOON))["timezone"] == "Asia/Tokyo"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "europe/berlin", "../etc/passwd", "UTC+1"])
async def test_a_zone_that_is_none_is_refused(world: World, zone: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        await set_time_zone(world.database, world.as_("student", world.ada), zone=zone, now=NOON)
    assert caught.value.param == "timezone"


async def test_the_same_zone_again_is_no_change_and_changes_are_counted(world: World) -> None:
    scope = world.as_("student", world.ada)
    zones = ["Asia/Tokyo", "UTC"]
    for n in range(MAX_CHANGES_A_DAY):
        at = NOON + timedelta(minutes=n)
        for _ in range(2):
            await set_time_zone(world.database, scope, zone=zones[n % 2], now=at)
    with pytest.raises(RateLimitedError):
        await set_time_zone(world.database, scope, zone=zones[0], now=NOON + timedelta(hours=1))
    later = NOON + timedelta(days=1, hours=1)
    await set_time_zone(world.database, scope, zone=zones[0], now=later)
    assert (await summary(world, later))["timezone"] == zones[0]


async def test_on_and_off_the_board(world: World) -> None:
    scope = world.as_("student", world.ada)
    for show in (True, True, False):
        await show_on_leaderboard(world.database, scope, show=show)
        assert (await summary(world))["on_leaderboard"] is show


async def test_nobody_chooses_for_another(world: World) -> None:
    for statement in (
        "INSERT INTO xp_choices VALUES ($1, $2, true)",
        "INSERT INTO xp_time_zones VALUES ($1, $2, now(), 'Asia/Tokyo')",
    ):
        for scope in (world.as_("student", world.ben), world.as_("teacher", world.ben)):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with world.database.scoped(scope) as connection:
                    await connection.execute(statement, world.tenant, world.ada)
