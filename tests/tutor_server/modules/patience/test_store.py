"""What sessions learn about a student's pauses is there for the next one, and is forgotten."""

import secrets
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from inference.contracts import JsonValue
from sessions.contracts import Fact, FactKind
from tests.tutor_server.storage.world import World
from tutor_server.modules.patience.retention import DEFAULT_DAYS, KIND, purge
from tutor_server.modules.patience.store import CONSUMER, apply, erase, learned
from tutor_server.storage.consumers import Consumers, Pending
from tutor_server.storage.erasure import Eraser, export_student
from tutor_server.storage.people import PersonRole
from tutor_server.storage.pool import Scope

pytestmark = pytest.mark.slow


def turn(patience: JsonValue = None, kind: FactKind = FactKind.STUDENT_TURN) -> Fact:
    body: dict[str, JsonValue] = {"item_id": "item_1", "turn": 1}
    if patience is not None:
        body["patience"] = patience
    return Fact(fact_id=secrets.token_hex(8), kind=kind, body=body, private={"text": "six"})


async def happened(world: World, *facts: Fact) -> None:
    """In a session of Ada's, and the module has read it."""
    await (await world.open()).append(facts)
    consumers = Consumers(world.database, world.keys)
    who = Pending(tenant_id=world.tenant, student_id=world.ada)
    while await consumers.apply(CONSUMER, who, apply):
        pass


async def of_ada(world: World) -> float:
    return await learned(world.database, world.tenant, world.ada)


async def rows_seen(world: World, scope: Scope) -> int:
    async with world.database.scoped(scope) as connection:
        return int(await connection.fetchval("SELECT count(*) FROM patience_learned"))


async def test_the_newest_counts_and_other_students_are_others(world: World) -> None:
    assert await of_ada(world) == 1.0
    await happened(world, turn(1.12), turn(), turn(1.254))
    await happened(world, turn(1.24))
    assert await of_ada(world) == 1.24
    assert await learned(world.database, world.tenant, world.ben) == 1.0


@pytest.mark.parametrize("told", ["1.5", None, [1.5], {}])
async def test_what_is_no_number_changes_nothing(world: World, told: JsonValue) -> None:
    await happened(world, turn(1.12), turn(told), turn(1.9, FactKind.ITEM_ADDED))
    assert await of_ada(world) == 1.12


@pytest.mark.parametrize(("told", "kept"), [(99.0, 2.0), (-1, 0.75), (0, 0.75)])
async def test_it_is_bounded_whatever_a_fact_says(
    world: World, told: JsonValue, kept: float
) -> None:
    await happened(world, turn(told))
    assert await of_ada(world) == kept


async def test_erasure_forgets_it_and_export_tells_it(world: World) -> None:
    await happened(world, turn(1.12))
    who = (world.tenant, world.ada)
    told = await export_student(world.database, people=world.people, log=world.log, who=who)
    records = told["records"]
    assert isinstance(records, dict)
    assert "1.12" in str(records[KIND])
    await Eraser(world.database, world.keys, also=(erase,)).erase_student(*who)
    assert await of_ada(world) == 1.0


async def test_it_is_forgotten_after_a_time(world: World) -> None:
    await happened(world, turn(1.12))
    now = datetime.now(UTC)
    for days, left in ((DEFAULT_DAYS - 1, 1.12), (DEFAULT_DAYS + 1, 1.0)):
        removed = await purge(world.database, world.tenant, now=now + timedelta(days=days))
        assert removed == {KIND: int(left == 1.0)}
        assert await of_ada(world) == left


async def test_the_tenant_may_choose_the_time(world: World) -> None:
    await happened(world, turn(1.12))
    async with world.database.as_tenant(world.tenant) as connection:
        await connection.execute(
            "INSERT INTO retention (tenant, kind, days) VALUES ($1, $2, 2)", world.tenant, KIND
        )
    await purge(world.database, world.tenant, now=datetime.now(UTC) + timedelta(days=3))
    assert await of_ada(world) == 1.0


async def test_who_may_see_it_and_that_only_the_service_writes(world: World) -> None:
    await happened(world, turn(1.12))
    guardian = await world.person(PersonRole.GUARDIAN)
    await world.people.put_under_guard(world.tenant, guardian=guardian, student=world.ada)
    for role, person, seen in (
        ("student", world.ada, 1),
        ("student", world.ben, 0),
        ("guardian", guardian, 1),
        ("guardian", world.ben, 0),
        ("teacher", "t", 1),
        ("", "", 0),
    ):
        assert await rows_seen(world, world.as_(role, person)) == seen, role
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with world.database.scoped(world.as_("student", world.ben)) as connection:
            await connection.execute(
                "INSERT INTO patience_learned (tenant, student, factor, at)"
                " VALUES ($1, $2, 1, now())",
                world.tenant,
                world.ben,
            )
