"""What stands in the way is said in a plain sentence."""

import shutil
import socket
from pathlib import Path

import pytest

from tutor_server.errors import StartError
from tutor_server.launcher.preflight import check_home, check_port


def test_an_occupied_port_names_the_setting() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(StartError, match=f"Port {port} is already in use.*TUTOR_PORT"):
            check_port("127.0.0.1", port)
    check_port("127.0.0.1", port)


def test_an_address_that_is_not_ours() -> None:
    with pytest.raises(StartError, match="TUTOR_HOST"):
        check_port("192.0.2.1", 8000)


def test_a_home_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StartError, match="TUTOR_HOME"):
        check_home(tmp_path / "file" / "home")


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(
        "tutor_server.launcher.preflight.shutil.disk_usage",
        lambda path: type(usage)(usage.total, usage.used, 1 << 20),
    )
    with pytest.raises(StartError, match="1 MB left"):
        check_home(tmp_path)
