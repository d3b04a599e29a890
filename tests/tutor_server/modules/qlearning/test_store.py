"""One fact in the database: learned once, undone with its transaction, erased."""

from datetime import timedelta

import asyncpg
import pytest

from sessions.contracts import Fact, FactKind
from tests.tutor_server.modules.qlearning.facts import (
    FIX_STATE,
    FIXES,
    MONDAY,
    OPTIONS,
    STATE,
    catch_up,
    decided,
    finished,
    fixed,
    happened,
    learned,
    started,
    tried,
)
from tests.tutor_server.storage.world import World, turn
from tutor_server.modules.qlearning.qtable import GAMMA, START
from tutor_server.modules.qlearning.store import TABLES, apply, erase
from tutor_server.modules.qlearning.waiting import COMPLETION
from tutor_server.storage.erasure import Eraser
from tutor_server.storage.student_tables import student_tables

pytestmark = pytest.mark.slow

DAY = timedelta(days=1)


async def rows(world: World, table: str, columns: str = "*", order: str = "1") -> list[tuple]:
    async with world.database.as_tenant(world.tenant) as connection:
        found = await connection.fetch(
            f"SELECT {columns} FROM {table} WHERE student = $1 ORDER BY {order}",  # noqa: S608
            world.ada,
        )
    return [tuple(row.values()) for row in found]


async def values(world: World) -> dict[tuple[str, str], tuple[int, float, float]]:
    found = await rows(world, "qlearning_values", "state, option, visits, rewards, value")
    return {(row[0], row[1]): row[2:] for row in found}


async def test_a_finished_lesson_moves_its_value(world: World) -> None:
    await learned(world, decided(), started(), finished(4, 5))
    reward = COMPLETION + (1 - COMPLETION) * 0.8
    assert await values(world) == {
        (STATE, "reading"): (1, pytest.approx(reward), pytest.approx(reward + GAMMA * START))
    }
    ((chosen, paid, visit, moved, done),) = await rows(
        world, "qlearning_decisions", "chosen, reward, visit, moved, done"
    )
    assert (chosen, visit, done) == ("reading", 1, False)
    assert paid == pytest.approx(reward)
    assert moved == pytest.approx(reward + GAMMA * START - START)


async def test_the_decision_is_filed_as_it_was_made(world: World) -> None:
    await learned(world, decided(probabilities=[0.5, 0.3, 0.2]), at=MONDAY)
    found = await rows(
        world, "qlearning_decisions",
        "kind, lesson, skill, state, options, chosen, probabilities, source, reward, at",
    )  # fmt: skip
    assert found == [
        ("format", "equal-parts", "fraction-meaning", STATE, list(OPTIONS), "reading",
         [0.5, 0.3, 0.2], "bandit", None, MONDAY)
    ]  # fmt: skip


async def test_the_review_corrects_the_same_visit(world: World) -> None:
    await learned(world, decided(), started(), finished(5, 5), at=MONDAY)
    await learned(world, tried("i9", False, run="r9"), at=MONDAY + DAY)
    reward = COMPLETION + (1 - COMPLETION) * 0.5
    assert (await values(world))[STATE, "reading"] == (
        1, pytest.approx(reward), pytest.approx(reward + GAMMA * START),
    )  # fmt: skip


async def test_the_next_state_is_looked_up(world: World) -> None:
    """The second lesson leads to the state of the first, whose best value then counts."""
    await learned(world, decided(), started(), finished(5, 5))
    await learned(world, decided("d2", chosen="video"), started("r2", "d2"))
    await learned(world, finished(0, 5, run="r2", decision="d2"))
    found = await values(world)
    best = max(START, found[STATE, "reading"][2])
    assert found[STATE, "video"][2] == pytest.approx(COMPLETION + GAMMA * best)


async def test_fixes_have_values_of_their_own(world: World) -> None:
    await learned(world, tried("i1", False), fixed(), tried("i1", attempt=2, aided=True))
    await learned(world, tried("i2"))
    found = await rows(world, "qlearning_values", "kind, state, option, visits, value")
    assert found == [("fix", FIX_STATE, FIXES[0], 1, 1.0)]


async def test_a_chain_of_fixes(world: World) -> None:
    """The first fix is worth what the best in the next state is worth, discounted."""
    later = FIX_STATE.replace("slip", "misread")
    await learned(world, tried("i1", False), fixed(), tried("i1", False, attempt=2))
    await learned(world, fixed("f2", state=later, chosen=FIXES[1]), tried("i2"))
    found = await values(world)
    assert found[FIX_STATE, FIXES[0]][2] == GAMMA * START
    assert found[later, FIXES[1]][2] == pytest.approx(0.9)


async def test_facts_that_cannot_be_read_do_not_hold_up_the_rest(world: World) -> None:
    broken = Fact(fact_id="x", kind=FactKind.DECISION_MADE, body={"decision": 7})
    await happened(world, broken, turn("hello"), decided(), started(), finished())
    assert await catch_up(world) == 5
    assert len(await values(world)) == 1


async def test_what_is_told_again_is_learned_once(world: World) -> None:
    for _ in range(3):
        await learned(world, decided(), started(), tried(), tried("i2", False), finished(4, 5))
    assert [row[0] for row in (await values(world)).values()] == [1]
    ((profile,),) = await rows(world, "qlearning_students", "profile")
    assert profile["answers"] == "10"


async def test_a_deed_that_was_forgotten_does_not_break_the_consumer(world: World) -> None:
    """Retention took the deed, and the decision stands."""
    await learned(world, decided(), started(), finished(4, 5))
    async with world.database.as_tenant(world.tenant) as connection:
        await connection.execute("DELETE FROM qlearning_deeds WHERE student = $1", world.ada)
    await learned(world, decided(), started(), finished(0, 5))
    assert [row[0] for row in (await values(world)).values()] == [1]


async def test_a_late_start_of_an_old_run_leaves_newer_lessons_alone(world: World) -> None:
    await learned(world, decided(), started(), decided("d2"), started("r2", "d2"))
    await learned(world, started())
    found = await rows(world, "qlearning_decisions", "decision, reward")
    assert found == [("d1", 0.0), ("d2", None)]


async def test_a_fault_after_the_writing_undoes_all_of_it(world: World) -> None:
    await happened(world, decided(), started(), tried(), finished())
    seen = 0

    async def dies(connection, logged) -> None:
        nonlocal seen
        await apply(connection, logged)
        seen += 1
        if seen == 4:
            raise ValueError("killed")

    with pytest.raises(ValueError, match="killed"):
        await catch_up(world, effect=dies)
    for table in TABLES:
        assert await rows(world, table, "student") == [], table
    assert await catch_up(world) == 4
    assert [row[0] for row in (await values(world)).values()] == [1]


async def test_the_database_refuses_a_choice_among_other_options(world: World) -> None:
    await learned(world, decided())
    for change in ("chosen = 'song'", "probabilities = '{1}'", "reward = 1.5", "kind = 'path'"):
        with pytest.raises(asyncpg.CheckViolationError):
            async with world.database.as_tenant(world.tenant) as connection:
                await connection.execute(
                    f"UPDATE qlearning_decisions SET {change} WHERE student = $1",  # noqa: S608
                    world.ada,
                )


async def test_erasure_leaves_nothing_and_nobody_leans_on_it(world: World) -> None:
    await learned(world, decided(), started(), tried(), finished())
    await learned(world, decided(), student=world.ben)
    await Eraser(world.database, world.keys, also=[erase]).erase_student(world.tenant, world.ada)
    for table in TABLES:
        assert await rows(world, table, "student") == []
    async with world.database.as_tenant(world.tenant) as connection:
        count = "SELECT count(*) FROM qlearning_decisions WHERE student = $1"
        assert await connection.fetchval(count, world.ben) == 1
        known = {table.name for table in await student_tables(connection)}
    assert set(TABLES) <= known
