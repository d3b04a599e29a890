"""A role is heard until it is ready, and told apart from one that dies or hangs."""

import os
import sys
from pathlib import Path

import pytest

from tutor_server.errors import StartError
from tutor_server.launcher.role import RoleProcess

READY = (
    "import os, sys, time; fd = int(sys.argv[sys.argv.index('--ready-fd') + 1]);"
    "os.write(fd, b'step loading\\n'); os.write(fd, b'ready\\n'); time.sleep(60)"
)
DIES = "import sys; sys.stderr.write('no such model\\n'); sys.exit(3)"


def role(code: str, log_path: Path, steps: list[str]) -> RoleProcess:
    return RoleProcess(
        name="engine",
        command=(sys.executable, "-c", code),
        environment=os.environ,
        log_path=log_path,
        step=steps.append,
    )


async def test_ready(tmp_path: Path) -> None:
    steps: list[str] = []
    subject = role(READY, tmp_path / "logs" / "engine.log", steps)
    process = await subject.start()
    assert steps == ["loading"]
    await subject.stop(process)
    assert process.returncode is not None


async def test_a_role_that_dies_says_why(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="no such model"):
        await role(DIES, tmp_path / "engine.log", []).start()


async def test_stop_is_firm_when_politeness_does_not_help(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tutor_server.launcher.role.STOP_TIMEOUT_S", 0.5)
    stubborn = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + READY
    subject = role(stubborn, tmp_path / "engine.log", [])
    process = await subject.start()
    await subject.stop(process)
    assert process.returncode == -9
