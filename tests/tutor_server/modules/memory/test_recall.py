"""Recall over a real Postgres: the right pieces, of this student alone, and only with consent."""

import random

import pytest

from sessions.ids import StudentId, TenantId
from tests.tutor_server.modules.memory.talk import (
    WordEmbedder,
    catch_up,
    consent,
    happened,
    identity,
    recaller_of,
    remembered,
    said,
    take_away,
)
from tests.tutor_server.storage.world import World, make_world
from tutor_server.errors import KeyFileError
from tutor_server.storage.people import PersonRole

pytestmark = pytest.mark.slow


async def recalled(world: World, asked: str, student: StudentId | None = None) -> str:
    found = await recaller_of(world).recall(identity(world, student), asked)
    return "\n".join(found)


async def test_what_is_like_the_question_comes_first(world: World) -> None:
    await remembered(
        world, "What is a prime number?", "I love football.", "My cat is called Tom.",
        "I play chess with my uncle.",
    )  # fmt: skip
    lines = await recaller_of(world).recall(identity(world), "is seven a prime number")
    assert lines[0] == 'Talked about (2026-05-04): "What is a prime number?"'
    assert lines[1] == 'Student (2026-05-04): "I play chess with my uncle."', "then the newest"
    assert len(lines) == len(set(lines)) == 4


async def test_this_sessions_own_words_are_not_recalled(world: World) -> None:
    await consent(world)
    session = await happened(world, said("I love football."))
    await catch_up(world)
    mine = identity(world, session=session)
    assert not await recaller_of(world).recall(mine, "football?")
    assert "football" in await recalled(world, "football?")


async def test_nothing_without_consent_and_nothing_is_computed_for_it(world: World) -> None:
    embedder = WordEmbedder()
    assert not await recaller_of(world, embedder).recall(identity(world), "football?")
    await remembered(world, "I love football.")
    await take_away(world)
    assert not await recaller_of(world, embedder).recall(identity(world), "football?")
    assert not embedder.asked


async def test_rows_that_a_withdrawal_could_not_reach_stay_unread(world: World) -> None:
    """The erasure is one barrier, asking for the consent at every recall another."""
    await remembered(world, "I love football.")
    async with world.database.as_tenant(world.tenant) as connection:
        await connection.execute("DELETE FROM consents WHERE person = $1", world.ada)
    assert not await recalled(world, "football?")


async def test_an_empty_word_recalls_what_lasts(world: World) -> None:
    await remembered(world, "I love football.", "What is a prime number?")
    embedder = WordEmbedder()
    lines = await recaller_of(world, embedder).recall(identity(world), "ok")
    assert lines == ('Student (2026-05-04): "I love football."',)
    assert not embedder.asked


async def test_no_memory_ever_reaches_another(world: World, home) -> None:  # type: ignore[no-untyped-def]
    """Students of two schools who say much the same, each with a secret word of their own."""
    dice = random.Random(5)
    other = await make_world(world.database, home)
    secrets_of: dict[tuple[TenantId, StudentId], str] = {}
    for at in (world, other):
        students = [at.ada, at.ben]
        for n in range(3):
            made = await at.people.ensure_person(at.tenant, PersonRole.STUDENT, f"S {n}")
            students.append(StudentId(made))
        for student in students:
            secret = f"zq{dice.randrange(10**9)}"
            secrets_of[at.tenant, student] = secret
            await remembered(
                at, f"I love football and {secret}.", "What is a prime number?", student=student
            )
    for at in (world, other):
        recaller = recaller_of(at)
        for (tenant, student), secret in secrets_of.items():
            for asked in (f"{secret} football", *secrets_of.values()):
                told = str(await recaller.recall(identity(at, student), f"tell me of {asked}"))
                for who, word in secrets_of.items():
                    assert (word in told) == (who == (at.tenant, student)), (who, told)
            assert tenant in {world.tenant, other.tenant}


async def test_a_piece_moved_to_another_student_cannot_be_opened(world: World) -> None:
    await remembered(world, "I love football.")
    await consent(world, world.ben)
    async with world.database.as_tenant(world.tenant) as connection:
        await connection.execute(
            "UPDATE memory_pieces SET student = $1 WHERE student = $2", world.ben, world.ada
        )
    with pytest.raises(KeyFileError):
        await recalled(world, "football?", world.ben)
