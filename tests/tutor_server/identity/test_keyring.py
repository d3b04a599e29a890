"""Signing keys: rotation keeps tokens good, a compromise does not, every process follows."""

import json
from pathlib import Path

import pytest

from tutor_server.errors import KeyFileError, TokenInvalidError
from tutor_server.identity.keyring import MAX_LIFE_S, Keyring, SigningKey

NOW = 1_800_000_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "signing.json"


def test_first_key_is_made_once(path: Path) -> None:
    first = Keyring.open(path, now_s=NOW).current()
    assert Keyring.open(path, now_s=NOW + 1).current() == first
    assert path.stat().st_mode & 0o777 == 0o600


def test_rotation_signs_anew_and_verifies_the_old(path: Path) -> None:
    keyring = Keyring.open(path, now_s=NOW)
    old = keyring.current()
    new = keyring.rotate(now_s=NOW + 10)
    assert keyring.current() == new != old
    kept = keyring.find(old.kid)
    assert kept.verifies(issued_at_s=NOW + 10, now_s=NOW + 10)
    assert not kept.verifies(issued_at_s=NOW + 11, now_s=NOW + 11)
    assert kept.verifies(issued_at_s=NOW, now_s=NOW + 10 + MAX_LIFE_S - 1)
    assert not kept.verifies(issued_at_s=NOW, now_s=NOW + 10 + MAX_LIFE_S)


def test_two_rotations_within_a_second(path: Path) -> None:
    keyring = Keyring.open(path, now_s=NOW)
    kids = [keyring.current().kid, *(keyring.rotate(now_s=NOW).kid for _ in range(3))]
    assert keyring.current().kid == kids[-1]
    assert all(keyring.find(kid).kid == kid for kid in kids)


def test_keys_nobody_needs_are_forgotten(path: Path) -> None:
    keyring = Keyring.open(path, now_s=NOW)
    old = keyring.current()
    keyring.rotate(now_s=NOW + 1)
    keyring.rotate(now_s=NOW + 2 + MAX_LIFE_S)
    with pytest.raises(TokenInvalidError):
        keyring.find(old.kid)


def test_compromised_keys_go_at_once(path: Path) -> None:
    keyring = Keyring.open(path, now_s=NOW)
    old = keyring.current()
    keyring.rotate(now_s=NOW, compromised=True)
    with pytest.raises(TokenInvalidError):
        keyring.find(old.kid)


def test_another_process_follows_a_rotation(path: Path) -> None:
    here, there = Keyring.open(path, now_s=NOW), Keyring.open(path, now_s=NOW)
    assert here.current() == there.current()
    new = here.rotate(now_s=NOW)
    assert there.current() == new
    newer = there.rotate(now_s=NOW)
    assert here.current() == newer
    assert here.find(new.kid).kid == new.kid


def test_damaged_or_open_files_are_refused(path: Path) -> None:
    keyring = Keyring.open(path, now_s=NOW)
    for text in ("", "{", "[]", '{"keys": []}', '{"keys": [{"kid": "x"}]}'):
        path.write_text(text)
        with pytest.raises(KeyFileError):
            keyring.current()
    path.unlink()
    with pytest.raises(KeyFileError):
        keyring.current()
    Keyring.open(path, now_s=NOW)
    path.chmod(0o644)
    with pytest.raises(KeyFileError, match="chmod 600"):
        Keyring.open(path, now_s=NOW)


def test_short_secrets_are_refused(path: Path) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal"):
        SigningKey(kid="k", secret="ab", created_at_s=NOW)
    keyring = Keyring.open(path, now_s=NOW)
    content = json.loads(path.read_bytes())
    content["keys"][0]["secret"] = ""
    path.write_text(json.dumps(content))
    with pytest.raises(KeyFileError):
        keyring.current()
