"""Learning from a school's own attempts, where it is allowed, in a real Postgres."""

from datetime import UTC, datetime

import pytest

from sessions.ids import StudentId
from tests.tutor_server.modules.mastery.facts import tried
from tests.tutor_server.modules.mastery.replay import catch_up, happened, rows
from tests.tutor_server.storage.world import World, make_world
from tutor_server.modules.mastery import refit as module
from tutor_server.modules.mastery.bkt import SkillModel
from tutor_server.modules.mastery.refit import refit
from tutor_server.modules.mastery.simulate import simulate
from tutor_server.storage.consents import Purpose, grant, withdraw
from tutor_server.storage.people import PersonRole

pytestmark = pytest.mark.slow

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
UNLIKE = SkillModel(p_init=0.8, learn=0.02, slip=0.3, guess=0.45)
STUDENTS = 60


async def allow(world: World, student: str, *, allowed: bool = True) -> None:
    change = grant if allowed else withdraw
    await change(
        world.database, world.as_("service"), person=student, purpose=Purpose.LEARN_FROM_CHATS,
        now=NOON,
    )  # fmt: skip


@pytest.fixture
async def school(world: World) -> list[StudentId]:
    """A school unlike the shipped priors; everybody allows to learn from them."""
    students = []
    for n, answered in enumerate(simulate(UNLIKE, students=STUDENTS, skills=8, seed=1)):
        made = await world.people.ensure_person(world.tenant, PersonRole.STUDENT, f"Student {n}")
        students.append(StudentId(made))
        await allow(world, made)
        async with world.database.as_tenant(world.tenant) as connection:
            await connection.executemany(
                "INSERT INTO mastery_attempts (tenant, student, run, item, attempt, place, skill,"
                " kind, use, is_right, foreseen_bkt, foreseen_logistic, at)"
                " VALUES ($1, $2, 'r', $3, $4, $5, $6, $7, 'practice', $8, 0.5, 0.5, $9)",
                [
                    (world.tenant, made, f"i{place}", question.attempt, place, question.skill,
                     question.kind, right, NOON)
                    for place, (question, right) in enumerate(answered, start=1)
                ],
            )  # fmt: skip
    return students


async def stored(world: World) -> tuple[dict[str, float], dict[str, float]]:
    """Slips by skill and weights by feature."""
    async with world.database.as_tenant(world.tenant) as connection:
        models = await connection.fetch(
            "SELECT skill, slip FROM mastery_models WHERE tenant = $1", world.tenant
        )
        weights = await connection.fetch(
            "SELECT feature, weight FROM mastery_weights WHERE tenant = $1", world.tenant
        )
    return dict(map(tuple, models)), dict(map(tuple, weights))


async def test_what_helps_is_taken_over_and_used(
    world: World, school: list[StudentId], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAGE", 100)
    found = await refit(world.database, world.tenant)
    assert found is not None
    assert found.bkt.better
    assert found.logistic.better
    slips, weights = await stored(world)
    assert set(slips) == {f"s{n}" for n in range(8)}
    assert 0.2 < sum(slips.values()) / 8 < 0.4
    assert weights == dict(found.weights)
    await happened(world, tried("new", False, skill="s0"))
    await catch_up(world)
    (skill,) = await rows(world, "mastery_skills")
    model = found.models["s0"]
    assert skill["p_known"] == pytest.approx(model.known_after(model.p_init, right=False))


async def test_pages_lose_nobody(
    world: World, school: list[StudentId], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = await module._read(world.database, world.tenant)
    monkeypatch.setattr(module, "PAGE", 50)
    assert await module._read(world.database, world.tenant) == whole
    assert len(whole) == STUDENTS
    monkeypatch.setattr(module, "MOST_ATTEMPTS", 140)
    assert sum(map(len, await module._read(world.database, world.tenant))) == 150


async def test_nobody_is_learned_from_without_consent(
    world: World, school: list[StudentId]
) -> None:
    for student in school[1:]:
        await allow(world, student, allowed=False)
    assert len(await module._read(world.database, world.tenant)) == 1
    assert await refit(world.database, world.tenant) is None


async def test_too_little_changes_nothing(world: World) -> None:
    async with world.database.as_tenant(world.tenant) as connection:
        await connection.execute("INSERT INTO mastery_weights VALUES ($1, 'a', 1)", world.tenant)
    assert await refit(world.database, world.tenant) is None
    assert (await stored(world))[1] == {"a": 1.0}


async def test_schools_are_apart(world: World, school: list[StudentId], home) -> None:
    other = await make_world(world.database, home)
    assert await refit(other.database, other.tenant) is None
    await refit(world.database, world.tenant)
    assert await stored(other) == ({}, {})


async def test_a_second_fit_replaces_the_first(world: World, school: list[StudentId]) -> None:
    await refit(world.database, world.tenant)
    first = await stored(world)
    async with world.database.as_tenant(world.tenant) as connection:
        await connection.execute(
            "UPDATE mastery_attempts SET skill = 'x' || skill WHERE tenant = $1", world.tenant
        )
    await refit(world.database, world.tenant)
    slips, _ = await stored(world)
    assert set(slips) == {f"x{skill}" for skill in first[0]}
