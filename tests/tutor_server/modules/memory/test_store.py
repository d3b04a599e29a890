"""Facts to pieces in a real Postgres: sealed, with consent, once, and forgotten when they must."""

import pytest

from sessions.contracts import FactKind
from tests.tutor_server.modules.memory.talk import (
    NOON,
    START,
    WordEmbedder,
    catch_up,
    consent,
    fact,
    happened,
    kept,
    memory_of,
    remembered,
    replied,
    said,
    take_away,
)
from tests.tutor_server.storage.world import World
from tutor_server.errors import UnavailableError
from tutor_server.modules.memory import store
from tutor_server.storage.erasure import Eraser

pytestmark = pytest.mark.slow

FOOTBALL = ("about", "I love football.")


async def rows(world: World, columns: str = "to_jsonb(p)") -> list:
    async with world.database.as_tenant(world.tenant) as connection:
        found = await connection.fetch(f"SELECT {columns} AS row FROM memory_pieces p")  # noqa: S608
    return [row["row"] for row in found]


async def test_what_was_said_is_kept_sealed(world: World) -> None:
    await remembered(world, "I love football.", "What is a prime number?", "3/4")
    assert await kept(world) == [FOOTBALL, ("talked", "What is a prime number?")]
    told = str(await rows(world)).lower()
    assert "football" not in told
    assert "prime" not in told


async def test_without_consent_nothing_is_kept(world: World) -> None:
    await happened(world, said("I love football."))
    assert await catch_up(world) == 1
    assert not await kept(world)
    await consent(world)
    assert await catch_up(world) == 0
    assert not await kept(world), "what was said before stays unknown"


async def test_what_was_said_before_the_consent_is_not_kept_either(world: World) -> None:
    await happened(world, said("I love football."), at=START)
    await consent(world, at=NOON)
    await happened(world, said("I love chess."), at=NOON)
    await catch_up(world)
    assert await kept(world) == [("about", "I love chess.")]


async def test_a_withdrawn_consent_erases_at_once(world: World) -> None:
    await remembered(world, "I love football.")
    await remembered(world, "I love chess.", student=world.ben)
    await take_away(world)
    assert not await kept(world)
    assert await kept(world, world.ben) == [("about", "I love chess.")]
    await happened(world, said("I love music."))
    await catch_up(world)
    assert not await kept(world)


async def test_another_consents_withdrawal_erases_nothing(world: World) -> None:
    await remembered(world, "I love football.")
    async with world.database.as_tenant(world.tenant) as connection:
        await connection.execute(
            "INSERT INTO consents (tenant, person, purpose, granted_by, granted_at)"
            " VALUES ($1, $2, 'teacher_view', $2, now())",
            world.tenant,
            world.ada,
        )
        await connection.execute(
            "UPDATE consents SET withdrawn_at = now() WHERE purpose = 'teacher_view'"
        )
    assert await kept(world) == [FOOTBALL]


async def test_what_is_sensitive_is_never_kept(world: World) -> None:
    await remembered(
        world,
        "I love football. I want to hurt myself.",
        "My stepdad hits me every night.",
        "I live at 12 Rose Street.",
        "I like to call my aunt at [phone].",
    )
    assert await kept(world) == [FOOTBALL]


async def test_said_again_it_is_kept_once_and_newer(world: World) -> None:
    await remembered(world, "I love football.", "I don't like football.")
    again = await happened(world, said("i love football"))
    await catch_up(world)
    assert sorted(await kept(world)) == [("about", "I don't like football."), FOOTBALL]
    assert sorted(await rows(world, "times")) == [1, 2]
    assert again in await rows(world, "session")


async def test_a_deleted_item_and_a_shortened_reply_are_forgotten(world: World) -> None:
    await consent(world)
    await happened(
        world,
        said("I love football.", item="i1"),
        replied("Next time we will do decimals. Tomorrow we will do primes.", item="i2"),
        fact(FactKind.ITEM_DELETED, {"item_id": "i1"}),
        fact(
            FactKind.ITEM_TRUNCATED,
            {"item_id": "i2", "heard_ms": 9},
            {"text": "Next time we will do decimals.", "unheard": " Tomorrow ..."},
        ),
    )
    await catch_up(world)
    assert await kept(world) == [("promise", "Next time we will do decimals.")]


async def test_a_crowd_pushes_out_what_was_only_talked_about(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_PIECES", 4)
    asked = [f"What is a {name} number?" for name in ("prime", "square", "round", "whole")]
    await remembered(world, "I love football.", *asked, "borrowing is hard for me")
    assert await kept(world) == [
        FOOTBALL,
        ("talked", "What is a round number?"),
        ("talked", "What is a whole number?"),
        ("hard", "borrowing is hard for me"),
    ]


async def test_without_the_sentence_model_the_cursor_waits(world: World) -> None:
    await consent(world)
    await happened(world, said("I love chess."), said("yes"), said("I love football."))
    broken = WordEmbedder(away=True)
    with pytest.raises(UnavailableError):
        await catch_up(world, memory=memory_of(world, broken))
    assert not await kept(world)
    assert await catch_up(world) == 3
    assert len(await kept(world)) == 2


async def test_an_erased_student_leaves_nothing(world: World) -> None:
    await remembered(world, "I love football.")
    await happened(world, said("I love chess."))
    eraser = Eraser(world.database, world.keys, also=[store.erase])
    await eraser.erase_student(world.tenant, world.ada)
    await catch_up(world)
    assert not await rows(world)
