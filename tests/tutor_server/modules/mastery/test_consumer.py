"""Facts become beliefs in a real Postgres: which count, in which order, once each."""

from datetime import UTC, datetime, timedelta

import pytest

from sessions.contracts import Fact
from tests.tutor_server.modules.mastery.facts import finished, started, tried
from tests.tutor_server.modules.mastery.replay import catch_up, everything, happened, rows
from tests.tutor_server.storage.world import World, turn
from tutor_server.modules.mastery.bkt import MASTERED, SkillModel
from tutor_server.modules.mastery.consumer import TABLES, apply, erase
from tutor_server.modules.mastery.priors import SKILL, WEIGHTS
from tutor_server.storage.erasure import Eraser, export_student

pytestmark = pytest.mark.slow

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def known(*answers: bool, model: SkillModel = SKILL) -> float:
    p_known = model.p_init
    for right in answers:
        p_known = model.known_after(p_known, right=right)
    return p_known


async def test_an_answer_moves_its_skill_and_no_other(world: World) -> None:
    await happened(world, tried("i1"), tried("i2", False), tried("i3", skill="other"), at=NOON)
    assert await catch_up(world) == 3
    skill, other = await rows(world, "mastery_skills")
    assert skill["skill"] == "fraction-meaning"
    assert skill["p_known"] == pytest.approx(known(True, False))
    assert (skill["right_answers"], skill["wrong_answers"], skill["last"]) == (1, 1, "01")
    assert (skill["lesson"], skill["last_at"], skill["proved"]) == ("equal-parts", NOON, False)
    assert other["p_known"] == pytest.approx(known(True))
    assert 0 < skill["next_right"] < other["next_right"] < 1
    (student,) = await rows(world, "mastery_students")
    assert (student["answers"], student["recent"], student["skill"]) == (3, "101", "other")


async def test_help_probes_and_other_facts_move_nothing(world: World) -> None:
    await happened(
        world, turn("hello"), tried("i1", aided=True), tried("i2", use="probe"),
        tried("i3", skill=""), tried("i4", correct="yes"),
    )  # fmt: skip
    assert await catch_up(world) == 5
    assert await everything(world) == {table: [] for table in TABLES}


async def test_facts_that_do_not_fit_the_tables_do_not_stop_the_cursor(world: World) -> None:
    await happened(
        world, tried("i" * 9_000), tried(skill="s" * 9_000), tried(attempt=2**70),
        started("l" * 9_000), finished(""), tried("é" * 200), tried(run=None),
    )  # fmt: skip
    assert await catch_up(world) == 7
    items = [attempt["item"] for attempt in await rows(world, "mastery_attempts")]
    assert items == ["equal-parts/i1", "equal-parts/" + "é" * 200]


async def test_what_was_foreseen_is_kept_beside_what_came(world: World) -> None:
    await happened(world, tried("i1", kind="choice"), tried("i2", False), at=NOON)
    await catch_up(world)
    first, second = await rows(world, "mastery_attempts")
    assert (first["place"], first["is_right"]) == (1, True)
    assert (second["place"], second["is_right"]) == (2, False)
    assert first["foreseen_bkt"] == pytest.approx(0.3 * 0.9 + 0.7 * 0.25)
    assert 0 < first["foreseen_logistic"] < 1
    assert second["foreseen_bkt"] > first["foreseen_bkt"]


async def test_an_attempt_told_again_by_another_fact_counts_once(world: World) -> None:
    again = [tried("i1"), tried("i1", False, attempt=2), tried("i1", run="r2")]
    await happened(world, *again)
    await catch_up(world)
    before = await everything(world)
    assert len(before["mastery_attempts"]) == 3
    await happened(
        world, tried("i1"), tried("i1", attempt=2), tried("i1", run="r2", skill="elsewhere")
    )
    assert await catch_up(world) == 3
    assert await everything(world) == before


async def test_a_fact_appended_twice_counts_once(world: World) -> None:
    owned = await world.open()
    for _ in range(3):
        await happened(world, tried("i1", True, "same"), owned=owned)
    assert await catch_up(world) == 1
    assert len(await rows(world, "mastery_attempts")) == 1


async def test_order_is_the_order_of_the_log_over_all_sessions(world: World) -> None:
    first, second = await world.open(), await world.open()
    answers = (True, False, False, True, True)
    for n, (owned, right) in enumerate(zip((first, second) * 3, answers, strict=False)):
        await happened(world, tried(f"i{n}", right), owned=owned)
    await catch_up(world)
    (skill,) = await rows(world, "mastery_skills")
    assert skill["p_known"] == pytest.approx(known(*answers))
    assert skill["last"] == "110"


async def test_students_are_apart(world: World) -> None:
    await happened(world, tried("i1"))
    await happened(world, tried("i1", False), student=world.ben)
    assert await catch_up(world) == await catch_up(world, world.ben) == 1
    (ada,) = await rows(world, "mastery_skills")
    (ben,) = await rows(world, "mastery_skills", world.ben)
    assert ada["p_known"] > ben["p_known"]


async def test_mastery_and_its_proof(world: World) -> None:
    await happened(world, *(tried(f"i{n}") for n in range(3)), at=NOON)
    await catch_up(world)
    (skill,) = await rows(world, "mastery_skills")
    assert skill["p_known"] >= MASTERED
    assert not skill["proved"]
    await happened(world, tried("t1", use="transfer"), tried("t2", False, use="transfer"))
    await catch_up(world)
    (skill,) = await rows(world, "mastery_skills")
    assert skill["proved"]


async def test_a_card_begins_and_is_reviewed_after_days(world: World) -> None:
    await happened(world, tried("i1"), tried("i2"), at=NOON)
    await catch_up(world)
    assert await rows(world, "mastery_cards") == []
    await happened(world, tried("i3"), at=NOON)
    await catch_up(world)
    (card,) = await rows(world, "mastery_cards")
    assert (card["skill"], card["lesson"]) == ("fraction-meaning", "equal-parts")
    assert NOON + DAY <= card["due"] <= NOON + 5 * DAY
    late = card["due"] + DAY
    await happened(world, tried("i4", lesson="later", use="review"), at=late)
    await catch_up(world)
    (after,) = await rows(world, "mastery_cards")
    assert after["reviewed_at"] == late
    assert after["lesson"] == "later"
    assert after["due"] - late > card["due"] - NOON
    await happened(world, tried("i5", False), at=late + timedelta(minutes=5))
    await catch_up(world)
    assert (await rows(world, "mastery_cards"))[0]["due"] == after["due"]


async def test_lessons_begun_and_finished(world: World) -> None:
    await happened(world, started(), at=NOON)
    await catch_up(world)
    (lesson,) = await rows(world, "mastery_lessons")
    assert lesson == {"lesson": "equal-parts", "finished_runs": [], "seen_at": NOON}
    await happened(
        world, finished(run="r1"), finished(run="r1"), started(run="r2"), finished(run="r2"),
        at=NOON + DAY,
    )  # fmt: skip
    await catch_up(world)
    (lesson,) = await rows(world, "mastery_lessons")
    assert (lesson["finished_runs"], lesson["seen_at"]) == (["r1", "r2"], NOON + DAY)
    await happened(world, finished(run="r1"), at=NOON)
    await happened(world, *(finished(run=f"x{n}") for n in range(80)), at=NOON)
    await catch_up(world)
    (lesson,) = await rows(world, "mastery_lessons")
    assert (len(lesson["finished_runs"]), lesson["seen_at"]) == (50, NOON + DAY)


async def test_a_school_with_models_of_its_own(world: World) -> None:
    own = SkillModel(p_init=0.6, learn=0.3, slip=0.2, guess=0.3)
    async with world.database.as_tenant(world.tenant) as connection:
        await connection.execute(
            "INSERT INTO mastery_models VALUES ($1, 'fraction-meaning', $2, $3, $4, $5, 0.9)",
            world.tenant, own.p_init, own.learn, own.slip, own.guess,
        )  # fmt: skip
        await connection.executemany(
            "INSERT INTO mastery_weights VALUES ($1, $2, $3)",
            [(world.tenant, "bias", -3.0), (world.tenant, "skill=other", 6.0)],
        )
    await happened(world, tried("i1", False), tried("i2", skill="other"))
    await catch_up(world)
    skill, other = await rows(world, "mastery_skills")
    assert skill["p_known"] == pytest.approx(known(False, model=own))
    assert other["p_known"] == pytest.approx(known(True))
    first, second = await rows(world, "mastery_attempts")
    assert first["foreseen_logistic"] == pytest.approx(0.0474, abs=1e-3)
    assert second["foreseen_logistic"] == pytest.approx(0.9526, abs=1e-3)
    (student,) = await rows(world, "mastery_students")
    assert student["ability"] < 0


async def test_without_weights_of_its_own_a_school_has_the_shipped_ones(world: World) -> None:
    await happened(world, tried("i1", kind="number"))
    await catch_up(world)
    (attempt,) = await rows(world, "mastery_attempts")
    odds = WEIGHTS["bias"] + WEIGHTS["last="] + WEIGHTS["kind=number"]
    assert attempt["foreseen_logistic"] == pytest.approx(1 / (1 + 2.718281828**-odds))


async def test_a_fault_leaves_nothing_behind(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await happened(world, started(), tried("i1"), tried("i2"))
    left = 2

    async def breaks(connection, logged) -> None:
        nonlocal left
        await apply(connection, logged)
        left -= 1
        if not left:
            raise ValueError("the module has a fault")

    monkeypatch.setattr("tests.tutor_server.modules.mastery.replay.apply", breaks)
    with pytest.raises(ValueError, match="fault"):
        await catch_up(world)
    assert await everything(world) == {table: [] for table in TABLES}
    left = 99
    assert await catch_up(world) == 3
    assert len(await rows(world, "mastery_attempts")) == 2


async def test_erasing_a_student(world: World) -> None:
    facts: list[Fact] = [started(), *(tried(f"i{n}") for n in range(3)), finished()]
    await happened(world, *facts)
    await happened(world, tried("i1"), student=world.ben)
    assert await catch_up(world) + await catch_up(world, world.ben) == 6
    filled = await everything(world)
    assert all(filled.values())
    exported = await export_student(
        world.database, people=world.people, log=world.log, who=(world.tenant, world.ada)
    )
    records = exported["records"]
    assert isinstance(records, dict)
    assert set(TABLES) <= {name for name, kept in records.items() if kept}
    async with world.database.as_tenant(world.tenant) as connection:
        await erase(connection, world.tenant, world.ada)
    assert await everything(world) == {table: [] for table in TABLES}
    assert await rows(world, "mastery_skills", world.ben)


async def test_the_eraser_alone_removes_every_table(world: World) -> None:
    await happened(world, started(), *(tried(f"i{n}") for n in range(3)))
    await catch_up(world)
    await Eraser(world.database, world.keys, also=[erase]).erase_student(world.tenant, world.ada)
    assert await everything(world) == {table: [] for table in TABLES}
    assert await catch_up(world) == 0
