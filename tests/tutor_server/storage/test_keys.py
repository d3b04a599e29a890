"""Sealing: nothing opens with another key, at another place, or changed by one bit."""

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.ids import TenantId
from tests.tutor_server.storage.world import World
from tutor_server.errors import ErasedError, KeyFileError
from tutor_server.storage import keys as keys_module
from tutor_server.storage.files import read_private
from tutor_server.storage.keys import Cipher, KeyVault, load_master_key, parse_master_key


@given(st.binary(max_size=200), st.text(max_size=20))
def test_round_trip(plain: bytes, place: str) -> None:
    cipher = Cipher(bytes(32))
    assert cipher.open(cipher.seal(plain, place=place), place=place) == plain


@given(st.data())
def test_any_changed_bit_is_noticed(data: st.DataObject) -> None:
    cipher = Cipher(bytes(32))
    sealed = bytearray(cipher.seal(b"what a child said", place="here"))
    index = data.draw(st.integers(0, len(sealed) - 1))
    sealed[index] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(KeyFileError):
        cipher.open(bytes(sealed), place="here")


@pytest.mark.parametrize("cut", [0, 1, 5, 13, 20])
def test_truncated(cut: int) -> None:
    cipher = Cipher(bytes(32))
    with pytest.raises(KeyFileError):
        cipher.open(cipher.seal(b"x", place="p")[:cut], place="p")


def test_other_place_and_other_key() -> None:
    sealed = Cipher(bytes(32)).seal(b"x", place="fact:a:1")
    with pytest.raises(KeyFileError):
        Cipher(bytes(32)).open(sealed, place="fact:b:1")
    with pytest.raises(KeyFileError):
        Cipher(b"1" * 32).open(sealed, place="fact:a:1")


def test_same_text_never_seals_alike() -> None:
    cipher = Cipher(bytes(32))
    assert len({cipher.seal(b"yes", place="p") for _ in range(100)}) == 100


def test_master_key_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master"
    key = load_master_key(path)
    assert len(key) == 32
    assert load_master_key(path) == key
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["", "not base64!", base64.b64encode(b"short").decode()])
def test_bad_master_keys(text: str) -> None:
    with pytest.raises(KeyFileError):
        parse_master_key(text)


class Clock:
    """Turned by hand."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.mark.slow
async def test_data_keys_lie_wrapped(world: World, home: Path) -> None:
    async with world.database.as_tenant(world.tenant) as connection:
        wrapped = await connection.fetchval(
            "SELECT wrapped FROM person_keys WHERE person = $1", world.ada
        )
    other = KeyVault(world.database, master=bytes(32), clock=Clock())
    with pytest.raises(KeyFileError):
        await other.cipher(world.tenant, world.ada)
    assert len(wrapped) == 1 + 12 + 32 + 16
    assert read_private(home / "keys" / "master")


@pytest.mark.slow
async def test_destroyed_key_is_gone_for_good(world: World, home: Path) -> None:
    clock = Clock()
    master = load_master_key(home / "keys" / "master")
    elsewhere = KeyVault(world.database, master=master, clock=clock)
    await elsewhere.cipher(world.tenant, world.ada)
    async with world.database.as_tenant(world.tenant) as connection:
        await world.keys.destroy(connection, world.tenant, world.ada)
        await world.keys.destroy(connection, world.tenant, world.ada)
    with pytest.raises(ErasedError):
        await world.keys.cipher(world.tenant, world.ada)
    clock.now_s = keys_module.CACHE_LIFE_S  # another process forgets within its cache's life
    with pytest.raises(ErasedError):
        await elsewhere.cipher(world.tenant, world.ada)


@pytest.mark.slow
async def test_key_is_not_found_through_another_tenant(world: World) -> None:
    await world.keys.cipher(world.tenant, world.ada)
    with pytest.raises(ErasedError):
        await world.keys.cipher(TenantId("elsewhere"), world.ada)


@pytest.mark.slow
async def test_cache_is_bounded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys_module, "CACHE_SIZE", 1)
    first = await world.keys.cipher(world.tenant, world.ada)
    assert await world.keys.cipher(world.tenant, world.ada) is first
    await world.keys.cipher(world.tenant, world.ben)
    assert await world.keys.cipher(world.tenant, world.ada) is not first
