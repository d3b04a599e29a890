"""Examples: only with consent, only while the texts are there, with what they are worth."""

from datetime import timedelta

import pytest

from sessions.ids import StudentId
from tests.tutor_server.modules.votes.facts import LEFT, RIGHT, happened, vote
from tests.tutor_server.storage.world import World
from tutor_server.clock import wall_clock
from tutor_server.modules.votes.diversity import WANTED
from tutor_server.modules.votes.example_set import ExampleReader, measured
from tutor_server.modules.votes.examples import Example
from tutor_server.storage.consents import Purpose, grant, withdraw
from tutor_server.storage.erasure import Eraser
from tutor_server.storage.people import PersonRole
from tutor_server.storage.retention import RetentionKind, purge, set_days

pytestmark = pytest.mark.slow


async def consent(world: World, student: StudentId) -> None:
    await grant(
        world.database, world.as_("service"), person=student, purpose=Purpose.LEARN_FROM_VOTES,
        now=wall_clock(),
    )  # fmt: skip


async def examples(world: World, role: str = "operator") -> tuple[Example, ...]:
    reader = ExampleReader(world.database, world.keys)
    found, place = await reader.page(world.as_(role, "o"), before=None, limit=50)
    assert place is None
    return found


async def test_nothing_without_consent_and_nothing_after_its_end(world: World) -> None:
    await happened(world, vote("a", choice="right"))
    await happened(world, vote("b"), student=world.ben)
    assert await examples(world) == ()
    await grant(
        world.database, world.as_("service"), person=world.ada, purpose=Purpose.TRAIN_ADAPTER,
        now=wall_clock(),
    )  # fmt: skip
    assert await examples(world) == (), "that consent is for another purpose"
    await consent(world, world.ada)
    (found,) = await examples(world)
    assert (found.chosen, found.rejected) == (RIGHT, LEFT)
    assert (found.chosen_source, found.provenance.vote) == ("lesson:full@3", "a")
    assert found.provenance.student == world.ada
    assert found.provenance.consented_at <= wall_clock()
    assert await examples(world, "service") == (found,)
    await withdraw(
        world.database, world.as_("service"), person=world.ada,
        purpose=Purpose.LEARN_FROM_VOTES, now=wall_clock(),
    )  # fmt: skip
    assert await examples(world) == ()


@pytest.mark.parametrize("role", ["teacher", "student", "guardian"])
async def test_nobody_else_reads_texts_this_way(world: World, role: str) -> None:
    """Even if a route let them: the row policies of the log do not."""
    await happened(world, vote())
    await consent(world, world.ada)
    scope = world.as_(role, world.ben)
    assert (await ExampleReader(world.database, world.keys).page(scope, before=None, limit=9))[
        0
    ] == ()


async def test_texts_that_expired_are_no_example_and_the_vote_stays(world: World) -> None:
    await happened(world, vote(), at=wall_clock() - timedelta(days=30))
    await consent(world, world.ada)
    assert len(await examples(world)) == 1
    await set_days(world.database, world.tenant, kind=RetentionKind.TRANSCRIPTS, days=20)
    await purge(world.database, world.tenant, now=wall_clock())
    assert await examples(world) == ()
    async with world.database.as_tenant(world.tenant) as connection:
        count = "SELECT count(*) FROM votes WHERE student = $1"
        assert await connection.fetchval(count, world.ada) == 1


async def test_an_erased_student_teaches_nothing(world: World) -> None:
    await happened(world, vote())
    await happened(world, vote("stays"), student=world.ben)
    for who in (world.ada, world.ben):
        await consent(world, who)
    assert len(await examples(world)) == 2
    await Eraser(world.database, world.keys).erase_student(world.tenant, world.ada)
    assert [found.provenance.vote for found in await examples(world)] == ["stays"]


async def test_quality_is_judged_by_votes_beyond_the_page(world: World) -> None:
    await happened(world, vote("a"))
    await consent(world, world.ada)
    (alone,) = await examples(world)
    for n in range(4):
        other = await world.people.ensure_person(world.tenant, PersonRole.STUDENT, f"Peer {n}")
        await happened(world, vote(), student=StudentId(other))
    (agreed,) = await examples(world)
    assert agreed.quality > alone.quality
    await happened(world, vote("fast", seconds=0.2))
    assert {found.provenance.vote: found.quality == 0 for found in await examples(world)} == {
        "a": False, "fast": True,
    }  # fmt: skip


async def test_pages_hold_everything_once(world: World) -> None:
    await happened(world, *(vote(f"v{n}") for n in range(5)))
    await consent(world, world.ada)
    reader, scope = ExampleReader(world.database, world.keys), world.as_("service")
    pages, place = [], None
    while True:
        found, place = await reader.page(scope, before=place, limit=2)
        pages.append([example.provenance.vote for example in found])
        if place is None:
            break
    assert pages == [["v4", "v3"], ["v2", "v1"], ["v0"]]


async def test_the_newest_set_is_measured(world: World) -> None:
    made = [vote(f"v{n}", question=f"ask{n}", left=f"one{n} two{n}", right=f"three{n} four{n}")
            for n in range(4)]  # fmt: skip
    twins = [vote("twin", question="ask0", left="one0 two0", right="three0 four0", seconds=0.1)]
    await happened(world, *made, *twins)
    await consent(world, world.ada)
    found = await ExampleReader(world.database, world.keys).newest(world.as_("service"))
    assert (len(found.examples), found.pairs, len(found.diverse)) == (5, 4, 4)
    assert found.diversity > WANTED
    assert found.diverse_diversity > WANTED
    assert "twin" not in {example.provenance.vote for example in found.diverse}, "the worse vote"
    assert found.as_json()["examples"] == 5


def test_an_empty_set() -> None:
    found = measured(())
    assert (found.pairs, found.diversity, found.diverse) == (0, 1.0, ())
