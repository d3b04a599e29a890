"""Keys at rest: one master key per installation, one data key per person, wrapped by it.

Everything a person said is sealed with that person's key; destroying the key erases it, in
backups too. AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce and associated data that
ties a value to its place, so that it cannot be moved to another. Knows no fact and no name.
"""

import base64
import binascii
import hashlib
import hmac
import os
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sessions.ids import TenantId
from tutor_server.clock import Monotonic
from tutor_server.errors import ErasedError, KeyFileError
from tutor_server.storage.files import read_private, write_private_once
from tutor_server.storage.pool import Connection, Database

_VERSION: Final = b"\x01"
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32
CACHE_SIZE: Final = 512
"""Data keys held in memory; the least recently used goes first."""
CACHE_LIFE_S: Final = 60.0
"""How long another process may still use a key after its erasure."""


def load_master_key(path: Path) -> bytes:
    """32 bytes from the file (base64, mode 0600), created once. Raises KeyFileError."""
    write_private_once(path, base64.b64encode(os.urandom(_KEY_BYTES)))
    return parse_master_key(read_private(path).decode("ascii", "replace"))


def parse_master_key(text: str) -> bytes:
    """32 bytes from base64; raises KeyFileError. For a key given by a setting."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error as error:
        raise KeyFileError("The master key is not base64.") from error
    if len(key) != _KEY_BYTES:
        raise KeyFileError(f"The master key must be {_KEY_BYTES} bytes, is {len(key)}.")
    return key


class Cipher:
    """Seals and opens with one key."""

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def seal(self, plain: bytes, *, place: str) -> bytes:
        """Version, nonce and ciphertext; opens only at the same `place`."""
        nonce = os.urandom(_NONCE_BYTES)
        return _VERSION + nonce + self._aead.encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, *, place: str) -> bytes:
        """The plain bytes; raises KeyFileError when key, place or bytes do not fit."""
        start = len(_VERSION) + _NONCE_BYTES
        if sealed[: len(_VERSION)] != _VERSION:
            raise KeyFileError("Sealed data has an unknown version.")
        try:
            nonce = sealed[len(_VERSION) : start]
            return self._aead.decrypt(nonce, sealed[start:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise KeyFileError("Sealed data does not fit its key or its place.") from error


@dataclass(frozen=True, slots=True)
class _Cached:
    cipher: Cipher
    until_s: float


class KeyVault:
    """Creates, finds and destroys people's keys."""

    def __init__(self, database: Database, *, master: bytes, clock: Monotonic) -> None:
        self._database = database
        self._master = Cipher(master)
        self._mark_key = hmac.digest(master, b"tutor name marks", hashlib.sha256)
        self._clock = clock
        self._cache: OrderedDict[tuple[TenantId, str], _Cached] = OrderedDict()

    def mark(self, text: str) -> bytes:
        """A keyed digest by which a sealed text can be found again."""
        return hmac.digest(self._mark_key, text.encode(), hashlib.sha256)

    async def create(self, connection: Connection, tenant: TenantId, person: str) -> Cipher:
        """A new key for a person who has none, in the caller's transaction."""
        key = os.urandom(_KEY_BYTES)
        await connection.execute(
            "INSERT INTO person_keys (person, tenant, wrapped) VALUES ($1, $2, $3)",
            person,
            tenant,
            self._master.seal(key, place=_place(person)),
        )
        return Cipher(key)

    async def cipher(self, tenant: TenantId, person: str) -> Cipher:
        """The person's cipher. Raises ErasedError, StorageUnavailableError."""
        cached = self._cache.get((tenant, person))
        if cached is not None and self._clock() < cached.until_s:
            self._cache.move_to_end((tenant, person))
            return cached.cipher
        async with self._database.as_tenant(tenant) as connection:
            cipher = await self.cipher_within(connection, person)
        self._remember((tenant, person), cipher)
        return cipher

    async def cipher_within(self, connection: Connection, person: str) -> Cipher:
        """The same inside the caller's service transaction."""
        wrapped = await connection.fetchval(
            "SELECT wrapped FROM person_keys WHERE person = $1", person
        )
        if wrapped is None:
            raise ErasedError
        return Cipher(self._master.open(wrapped, place=_place(person)))

    async def destroy(self, connection: Connection, tenant: TenantId, person: str) -> None:
        """Forget the key for good, in the caller's transaction. Harmless when repeated."""
        self._cache.pop((tenant, person), None)
        await connection.execute(
            "UPDATE person_keys SET wrapped = NULL, destroyed_at = now()"
            " WHERE person = $1 AND wrapped IS NOT NULL",
            person,
        )

    def _remember(self, key: tuple[TenantId, str], cipher: Cipher) -> None:
        self._cache[key] = _Cached(cipher, self._clock() + CACHE_LIFE_S)
        self._cache.move_to_end(key)
        while len(self._cache) > CACHE_SIZE:
            self._cache.popitem(last=False)


def _place(person: str) -> str:
    return f"person:{person}"
