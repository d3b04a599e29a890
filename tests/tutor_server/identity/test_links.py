"""Login links: once, soon, and never for somebody who is gone."""

import asyncio
from pathlib import Path

import pytest

from tests.tutor_server.storage.world import World
from tutor_server.errors import (
    LinkExpiredError,
    LinkUsedError,
    NotFoundError,
    StorageUnavailableError,
    TokenInvalidError,
    TokenWrongKindError,
)
from tutor_server.identity.keyring import Keyring
from tutor_server.identity.links import LIFE_S, make_link_token, spend
from tutor_server.identity.tokens import Grant, issue
from tutor_server.storage.people import Person, PersonRole
from tutor_server.storage.pool import Database

pytestmark = pytest.mark.slow

NOW = 1_800_000_000


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring.open(tmp_path / "signing.json", now_s=NOW)


async def link(world: World, keyring: Keyring) -> str:
    ada = await world.people.get(world.tenant, world.ada)
    return make_link_token(keyring, ada, now_s=NOW)


async def test_works_once(world: World, keyring: Keyring) -> None:
    token = await link(world, keyring)
    principal = await spend(world.database, keyring, token, now_s=NOW + LIFE_S - 1)
    assert (principal.person_id, principal.name) == (world.ada, "Ada")
    with pytest.raises(LinkUsedError, match="already been used"):
        await spend(world.database, keyring, token, now_s=NOW + 1)


async def test_of_many_at_once_one_gets_in(
    world: World, keyring: Keyring, database_url: str
) -> None:
    token = await link(world, keyring)
    elsewhere = await Database.open(database_url)
    try:
        outcomes = await asyncio.gather(
            *(
                spend((world.database, elsewhere)[n % 2], keyring, token, now_s=NOW)
                for n in range(10)
            ),
            return_exceptions=True,
        )
    finally:
        await elsewhere.close()
    assert sum(isinstance(outcome, LinkUsedError) for outcome in outcomes) == 9


async def test_expired_says_what_to_do(world: World, keyring: Keyring) -> None:
    token = await link(world, keyring)
    with pytest.raises(LinkExpiredError, match="tutor link"):
        await spend(world.database, keyring, token, now_s=NOW + LIFE_S)


async def test_other_tokens_are_no_links(world: World, keyring: Keyring) -> None:
    bearer = Grant(person_id=world.ada, tenant_id=world.tenant, role=PersonRole.STUDENT)
    with pytest.raises(TokenWrongKindError):
        await spend(world.database, keyring, issue(keyring, bearer, now_s=NOW), now_s=NOW)
    with pytest.raises(TokenInvalidError):
        await spend(world.database, keyring, "nonsense", now_s=NOW)


async def test_person_who_is_not_there(world: World, keyring: Keyring) -> None:
    ghost = Person(
        person_id="ghost", tenant_id=world.tenant, role=PersonRole.STUDENT, display_name="G"
    )
    with pytest.raises(NotFoundError):
        await spend(world.database, keyring, make_link_token(keyring, ghost, now_s=NOW), now_s=NOW)


async def test_storage_away_does_not_let_anybody_in(
    world: World, keyring: Keyring, database_url: str
) -> None:
    token = await link(world, keyring)
    closed = await Database.open(database_url)
    await closed.close()
    with pytest.raises(StorageUnavailableError):
        await spend(closed, keyring, token, now_s=NOW)
    await spend(world.database, keyring, token, now_s=NOW)
