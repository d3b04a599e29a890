"""Choosing from what the database holds: freezing, overrides, pooling, and true probabilities."""

import json
import random
from collections import Counter
from datetime import datetime, timedelta

import pytest

from sessions.contracts import Fact, FactKind
from sessions.decision import Decision
from sessions.ids import StudentId
from sessions.teaching.fix_plan import FIXES, Drawn, FixPlan, from_json, to_json
from sessions.teaching.run import Error
from tests.tutor_server.modules.qlearning.facts import (
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
from tests.tutor_server.storage.world import World
from tutor_server.clock import wall_clock
from tutor_server.modules.qlearning.choose import STRATEGIES, Chooser, choose_format, plan_fixes
from tutor_server.modules.qlearning.explore import FLOOR
from tutor_server.modules.qlearning.overrides import set_override
from tutor_server.storage.consents import Purpose, grant, withdraw
from tutor_server.storage.people import PersonRole

pytestmark = pytest.mark.slow

WEEK = timedelta(days=7)
SUNDAY_NIGHT = MONDAY + timedelta(days=6, hours=11, minutes=59)
SKILL = "fraction-meaning"


async def chosen(
    world: World,
    *,
    now: datetime = MONDAY,
    seed: int = 1,
    student: StudentId | None = None,
    skill: str = SKILL,
    options: tuple[str, ...] = OPTIONS,
) -> Decision:
    return await choose_format(
        world.database,
        Chooser(tenant=world.tenant, student=student or world.ada, grade=5),
        lesson_id="equal-parts",
        skill=skill,
        options=options,
        now=now,
        random=random.Random(seed),
    )


def made(decision: Decision) -> Fact:
    """The fact that the session commits with it."""
    return Fact(
        fact_id=decision.decision_id,
        kind=FactKind.DECISION_MADE,
        body=decision.body("equal-parts"),
    )


async def lessons(
    world: World,
    good: str,
    *,
    student: StudentId | None = None,
    count: int = 8,
    skill: str = SKILL,
) -> None:
    """One option always goes well, the others never."""
    for n in range(count):
        for option in OPTIONS:
            run = f"{option}{n}"
            await happened(
                world,
                decided(run, chosen=option, skill=skill),
                started(run, run),
                finished(5 * (option == good), 5, run=run, decision=run),
                student=student,
                at=MONDAY - 2 * WEEK,
            )
    await catch_up(world, student)


async def test_a_beginner_may_get_anything(world: World) -> None:
    found = await chosen(world)
    assert found.probabilities == pytest.approx([1 / 3] * 3)
    assert (found.kind, found.skill, found.state) == ("format", SKILL, STATE)
    assert found.options == OPTIONS
    assert {(await chosen(world, seed=seed)).chosen for seed in range(30)} == set(OPTIONS)


async def test_every_decision_has_its_own_id(world: World) -> None:
    assert (await chosen(world)).decision_id != (await chosen(world)).decision_id


async def test_what_went_well_is_likely_and_the_rest_keeps_the_floor(world: World) -> None:
    await lessons(world, "practice")
    found = await chosen(world)
    assert found.probabilities[1] > 0.8
    assert min(found.probabilities) >= FLOOR


async def test_options_come_as_often_as_is_logged(world: World) -> None:
    await lessons(world, "practice", count=1)
    found = [await chosen(world, seed=seed) for seed in range(600)]
    (logged,) = {one.probabilities for one in found}
    assert len(set(logged)) > 1
    often = Counter(one.chosen for one in found)
    for option, chance in zip(OPTIONS, logged, strict=True):
        spread = (chance * (1 - chance) / len(found)) ** 0.5
        assert abs(often[option] / len(found) - chance) < 4 * spread


async def test_a_choice_holds_for_the_week_and_not_longer(world: World) -> None:
    first = await chosen(world, seed=1)
    assert first.source in {"qlearning", "bandit"}
    await learned(world, made(first), at=MONDAY)
    for seed in range(20):
        found = await chosen(world, now=SUNDAY_NIGHT, seed=seed)
        assert (found.chosen, found.source) == (first.chosen, "frozen")
        assert found.probabilities == first.probabilities
    next_week = {
        (one := await chosen(world, now=SUNDAY_NIGHT + timedelta(minutes=1), seed=seed)).chosen
        for seed in range(30)
    }
    assert one.source != "frozen"
    assert next_week == set(OPTIONS)


async def test_what_was_chosen_last_week_does_not_hold_on_monday(world: World) -> None:
    first = await chosen(world, now=SUNDAY_NIGHT)
    await learned(world, made(first), at=SUNDAY_NIGHT)
    assert (await chosen(world, now=SUNDAY_NIGHT)).source == "frozen"
    assert (await chosen(world, now=MONDAY + WEEK - timedelta(hours=12))).source != "frozen"


async def test_a_frozen_choice_keeps_nothing_frozen_beyond_its_week(world: World) -> None:
    """The repeat on Sunday is not a new draw for the week after."""
    first = await chosen(world)
    await learned(world, made(first), at=MONDAY)
    again = await chosen(world, now=SUNDAY_NIGHT)
    await learned(world, made(again), at=SUNDAY_NIGHT + timedelta(minutes=2))
    assert again.source == "frozen"
    assert (await chosen(world, now=MONDAY + WEEK)).source != "frozen"


async def test_a_choice_holds_before_the_consumer_has_filed_it(world: World) -> None:
    first = await chosen(world)
    await happened(world, made(first), at=MONDAY)
    found = [await chosen(world, seed=seed) for seed in range(10)]
    assert {(one.chosen, one.source) for one in found} == {(first.chosen, "frozen")}
    await catch_up(world)
    assert (await chosen(world)).source == "frozen"


async def test_other_skills_states_and_students_are_other_choices(world: World) -> None:
    first = await chosen(world)
    await learned(world, made(first), at=MONDAY)
    assert (await chosen(world, skill="other")).source != "frozen"
    assert (await chosen(world, student=world.ben)).source != "frozen"
    assert (await chosen(world, options=OPTIONS[:2])).source != "frozen"
    await learned(world, *(tried(f"i{n}", False) for n in range(3)), at=MONDAY)
    moved = await chosen(world)
    assert moved.state == "grade:5-6 alone:low hints:few mood:stuck"
    assert moved.source != "frozen"


async def test_a_teachers_word_beats_the_week_and_gives_way_to_it(world: World) -> None:
    first = await chosen(world, seed=3)
    await learned(world, made(first), at=MONDAY)
    other = next(option for option in OPTIONS if option != first.chosen)
    teacher = world.as_("teacher", await world.person(PersonRole.TEACHER))
    await set_override(world.database, teacher, student=world.ada, format=other, now=MONDAY)
    found = await chosen(world)
    assert (found.chosen, found.source) == (other, "teacher")
    assert found.probabilities == tuple(float(option == other) for option in OPTIONS)
    await learned(world, made(found), at=MONDAY)
    await set_override(world.database, teacher, student=world.ada, format=None, now=MONDAY)
    again = await chosen(world)
    assert (again.chosen, again.source) == (first.chosen, "frozen")


async def test_others_are_leaned_on_only_with_their_consent(world: World) -> None:
    await lessons(world, "video", student=world.ben)
    assert (await chosen(world)).probabilities == pytest.approx([1 / 3] * 3)
    service = world.as_("service")
    consent = {"person": world.ben, "purpose": Purpose.LEARN_FROM_CHATS}
    await grant(world.database, service, now=wall_clock(), **consent)
    assert (await chosen(world)).probabilities[2] > 0.6
    await withdraw(world.database, service, now=wall_clock(), **consent)
    assert (await chosen(world)).probabilities == pytest.approx([1 / 3] * 3)


async def test_own_experience_needs_no_consent_and_wins(world: World) -> None:
    await lessons(world, "video", student=world.ben)
    await grant(
        world.database, world.as_("service"), person=world.ben,
        purpose=Purpose.LEARN_FROM_CHATS, now=wall_clock(),
    )  # fmt: skip
    await lessons(world, "reading", count=15)
    found = await chosen(world)
    assert found.probabilities[0] > 0.7


async def planned(world: World) -> FixPlan:
    return await plan_fixes(
        world.database, Chooser(tenant=world.tenant, student=world.ada, grade=5)
    )


def drawn(plan: FixPlan, *, seed: int = 1, error: str = "slip") -> Drawn:
    dice = random.Random(seed)
    found = plan.draw(error, FIXES, learner=dice.random(), option=dice.random())
    assert found is not None
    return found


async def test_a_fix_depends_on_the_error(world: World) -> None:
    await learned(world, tried("i1", False, error="misconception"))
    plan = await planned(world)
    assert {one.error for one in plan.after} == {error.value for error in Error}
    found = drawn(plan, error="misconception")
    assert found.state == "grade:5-6 alone:new hints:few mood:calm error:misconception"
    assert drawn(plan, error="").state.endswith("error:unnamed")
    assert found.options == STRATEGIES
    assert found.probabilities == pytest.approx([1 / 4] * 4)


async def test_a_plan_is_made_by_both_learners_and_comes_back_from_the_log(world: World) -> None:
    plan = await planned(world)
    for one in plan.after:
        assert {proposal.source for proposal in one.proposals} == {"qlearning", "bandit"}
    assert from_json(json.loads(json.dumps(to_json(plan)))) == plan


async def test_fixes_that_help_are_chosen_and_never_frozen(world: World) -> None:
    """Filed by the item that the fact names, though the newest attempt was at another."""
    await learned(world, tried("elsewhere", True))
    for n in range(24):
        found = drawn(await planned(world), seed=n)
        helped = found.chosen == "worked_example"
        fact = fixed(
            f"fix{n}", state=found.state, options=list(found.options),
            chosen=found.chosen.value, probabilities=list(found.probabilities),
            source=found.source, run="r1", item=f"a{n}",
        )  # fmt: skip
        await learned(
            world, fact, tried(f"a{n}", helped, aided=True), tried(f"b{n}", helped),
        )  # fmt: skip
    last = drawn(await planned(world))
    assert last.probabilities[1] == max(last.probabilities)
    assert last.probabilities[1] > 0.5
    assert min(last.probabilities) >= FLOOR - 1e-3, "rounded for the log"


async def test_an_error_that_was_never_seen_leans_on_what_helped_after_others(
    world: World,
) -> None:
    for n in range(24):
        chosen_fix = STRATEGIES[n % 4]
        fact = fixed(
            f"fix{n}", options=list(STRATEGIES), chosen=chosen_fix,
            probabilities=[0.25] * 4, run="r1", item=f"a{n}",
        )  # fmt: skip
        await learned(world, fact, tried(f"b{n}", chosen_fix == "probe"))
    found = drawn(await planned(world), error="guess")
    assert found.probabilities[3] == max(found.probabilities)
