"""Secret files: whole, private, and made by one of many."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tutor_server.errors import KeyFileError
from tutor_server.storage.files import locked, read_private, write_private, write_private_once


def test_written_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "secret"
    write_private(path, b"one")
    write_private(path, b"two")
    assert read_private(path) == b"two"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_one_of_many_creates(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: write_private_once(path, b"%d" % n), range(8)))
    assert made.count(True) == 1
    assert read_private(path) == b"%d" % made.index(True)
    assert list(tmp_path.iterdir()) == [path]


def test_file_readable_by_others_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    write_private(path, b"x")
    path.chmod(0o640)
    with pytest.raises(KeyFileError, match="chmod 600"):
        read_private(path)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="cannot be read"):
        read_private(tmp_path / "nothing")


def test_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    write_private(path, b"old")
    with pytest.raises(TypeError):
        write_private(path, "text")  # type: ignore[arg-type]  # what a full disk does to write()
    assert read_private(path) == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_lock_waits_for_its_holder(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with locked(tmp_path):
            order.append("second")

    with locked(tmp_path):
        waiting = threading.Thread(target=second)
        waiting.start()
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]
