"""The keys that sign tokens: one current, older ones that still verify.

A key that was replaced verifies until the longest token it can have signed has expired. The
file is replaced atomically and read again when it changes, so every process follows a rotation.
Knows nothing about claims.
"""

import json
import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from tutor_server.errors import KeyFileError, TokenInvalidError
from tutor_server.storage.files import locked, read_private, write_private, write_private_once

MAX_LIFE_S: Final = 90 * 24 * 3600
"""No token lives longer, so a replaced key is forgotten after that."""
_SECRET_BYTES: Final = 32
"""RFC 7518 section 3.2: an HS256 key has at least 256 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """One key."""

    kid: str
    secret: str
    """Hexadecimal, 64 characters."""
    created_at_s: int
    """Unix time."""
    replaced_at_s: int | None = None
    """Unix time; None for the current key."""

    def __post_init__(self) -> None:
        if len(self.secret) != 2 * _SECRET_BYTES:
            raise ValueError(f"a signing key has {2 * _SECRET_BYTES} hexadecimal characters")

    def verifies(self, *, issued_at_s: int, now_s: int) -> bool:
        """Whether a token it signed then still counts."""
        if self.replaced_at_s is None:
            return True
        return issued_at_s <= self.replaced_at_s and now_s < self.replaced_at_s + MAX_LIFE_S


class Keyring:
    """The keys of one file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._keys: dict[str, SigningKey] = {}

    @classmethod
    def open(cls, path: Path, *, now_s: int) -> "Keyring":
        """Read the file, created with a first key if need be. Raises KeyFileError."""
        write_private_once(path, _encode([_new_key(now_s)]))
        keyring = cls(path)
        keyring.current()
        return keyring

    def current(self) -> SigningKey:
        """The key that signs. Raises KeyFileError."""
        self._reload()
        return max(self._keys.values(), key=_age_rank)

    def find(self, kid: str) -> SigningKey:
        """Raises TokenInvalidError when there is no such key."""
        self._reload()
        try:
            return self._keys[kid]
        except KeyError:
            raise TokenInvalidError("The token was signed by an unknown key.") from None

    def rotate(self, *, now_s: int, compromised: bool = False) -> SigningKey:
        """Sign with a new key from now on.

        Tokens of the former keys stay good, unless they were `compromised`: then every token
        ever issued is refused.
        """
        with locked(self._path.parent):
            self._reload()
            kept = () if compromised else _still_needed(self._keys.values(), now_s)
            key = _new_key(now_s)
            write_private(self._path, _encode([*kept, key]))
        return key

    def _reload(self) -> None:
        try:
            status = os.stat(self._path)
        except OSError as error:
            raise KeyFileError(f"{self._path} cannot be read: {error.strerror}.") from error
        # A replaced file has a new inode, so two rotations within one tick are both seen.
        seen = (status.st_ino, status.st_mtime_ns, status.st_size)
        if seen != self._seen:
            self._keys = {key.kid: key for key in _decode(self._path)}
            self._seen = seen


def _age_rank(key: SigningKey) -> tuple[bool, int]:
    return key.replaced_at_s is None, key.created_at_s


def _new_key(now_s: int) -> SigningKey:
    return SigningKey(
        kid=secrets.token_hex(8), secret=secrets.token_hex(_SECRET_BYTES), created_at_s=now_s
    )


def _still_needed(keys: Iterable[SigningKey], now_s: int) -> list[SigningKey]:
    replaced = [
        replace(key, replaced_at_s=now_s) if key.replaced_at_s is None else key for key in keys
    ]
    return [key for key in replaced if key.verifies(issued_at_s=key.created_at_s, now_s=now_s)]


def _encode(keys: Sequence[SigningKey]) -> bytes:
    return json.dumps({"keys": [asdict(key) for key in keys]}, indent=1).encode()


def _decode(path: Path) -> list[SigningKey]:
    try:
        keys = [SigningKey(**key) for key in json.loads(read_private(path))["keys"]]
    except (ValueError, TypeError, KeyError) as error:
        raise KeyFileError(f"{path} is damaged: {error}") from error
    if not keys:
        raise KeyFileError(f"{path} holds no key.")
    return keys
