"""Each layer by itself, in a process that shows what it can still do."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

import tutor_server.modules.lessons

pytestmark = pytest.mark.slow

FOLDER = Path(tutor_server.modules.lessons.__file__).parent
START = (
    "import os, resource, socket, sys; sys.path.insert(0, sys.argv[1]); import confinement as c\n"
)


def after(code: str) -> str:
    """What a program prints that may use the module as `c`."""
    done = subprocess.run(
        [str(Path(sys.executable).resolve()), "-c", START + code, str(FOLDER)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout.strip() or done.stderr.strip().rpartition("\n")[2]


def test_all_layers_together() -> None:
    layers = after("print(c.confine())")
    assert "'limits'" in layers
    assert "'seccomp'" in layers


def test_root_becomes_nobody() -> None:
    seen = after("c._step_down(); print(os.getresuid(), os.getresgid(), os.getgroups())")
    assert seen in (
        "(60433, 60433, 60433) (60433, 60433, 60433) []",
        "OSError: only root can become somebody else",
    )


def test_landlock_alone_closes_every_file() -> None:
    code = "c._must(c._libc.prctl(38, 1, 0, 0, 0)); c._forbid_files(); open('/etc/passwd')"
    told = after(code)
    # A kernel without it (ENOSYS, EOPNOTSUPP) leaves the work to seccomp.
    assert "PermissionError: [Errno 13]" in told or "OSError" in told


def test_a_network_of_its_own_has_no_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        place = listener.getsockname()
        told = after(f"c._leave_network(); socket.create_connection({place}, 1)")
    assert "Network is unreachable" in told or "Operation not permitted" in told


def test_limits() -> None:
    names = ("AS", "FSIZE", "NPROC", "NOFILE", "CPU")
    listed = ", ".join(f"resource.getrlimit(resource.RLIMIT_{name})[0]" for name in names)
    assert after(f"c._limit(); print([{listed}])") == f"[{256 * 2**20}, 0, 0, 16, 2]"


@pytest.mark.parametrize(
    "code",
    [
        "c._filter_calls = lambda: None",
        "c._filter_calls = c._step_down = lambda: None",
        "c._libc.prctl = lambda *_: -1",
        "c.platform.machine = lambda: 'riscv64'",
        "c.sys.platform = 'darwin'",
    ],
)
def test_what_does_not_hold_is_refused(code: str) -> None:
    """Without the filter the proof finds a way out, and nothing is reported as confined."""
    assert after(f"{code}\nprint(c.confine())").startswith("OSError")
