"""The files of a new cluster: what initdb says when it cannot, and the passwords."""

import os
import stat
from pathlib import Path

import pytest

from tutor_server.errors import KeyFileError, StartError
from tutor_server.launcher.confined import Account
from tutor_server.launcher.postgres_cluster import (
    create_cluster,
    find_programs,
    load_passwords,
    require_version,
)

ACCOUNT = Account(uid=os.geteuid(), gid=os.getegid(), lowered=False)


def fake_programs(folder: Path, script: str) -> Path:
    for name in ("initdb", "postgres"):
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return folder


def make(tmp_path: Path, script: str) -> None:
    programs, place = tmp_path / "bin", tmp_path / "place"
    programs.mkdir()
    place.mkdir()
    create_cluster(
        place,
        fake_programs(programs, script),
        account=ACCOUNT,
        passwords=load_passwords(tmp_path / "keys" / "postgres.json"),
    )


def test_full_disk(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="disk is full"):
        make(tmp_path, "echo 'could not write: No space left on device' >&2; exit 1")
    assert not (tmp_path / "place" / "postgres").exists()


def test_what_initdb_says_is_passed_on(tmp_path: Path) -> None:
    """Among others: a container that runs us under a number without a name."""
    said = "initdb: could not look up effective user ID 1234: user does not exist"
    with pytest.raises(StartError, match="effective user ID 1234"):
        make(tmp_path, f"echo '{said}' >&2; exit 1")


def test_silent_failure(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="initdb failed"):
        make(tmp_path, "exit 1")


def test_passwords_are_made_once_and_differ(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "postgres.json"
    passwords = load_passwords(path)
    assert load_passwords(path) == passwords
    assert len(set(passwords.values())) == 3
    assert all(len(password) == 32 for password in passwords.values())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "{", "[]", '{"tutor_app": "x"}'])
def test_damaged_passwords(tmp_path: Path, text: str) -> None:
    path = tmp_path / "postgres.json"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="damaged"):
        load_passwords(path)


def test_programs_are_found() -> None:
    assert (find_programs(ACCOUNT) / "initdb").is_file()


def test_not_a_cluster(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="not a Postgres folder"):
        require_version(tmp_path)
