"""Hostile programs: none may see, change or stop anything, nor run on."""

import json
import os
import socket
import stat
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from tutor_server.modules.lessons import sandbox
from tutor_server.modules.lessons.sandbox import UNAVAILABLE, bwrap_command, run

pytestmark = pytest.mark.slow


def test_a_program_runs_and_its_calls_are_evaluated() -> None:
    ran = run("print('hi')\nx = 3\ndef f(n): return n * x", ["", "x + 1", "f('a')", "[x, 'b']"])
    assert ran.got == ("hi\n", "4", "'aaa'", "[3, 'b']")
    assert (ran.printed, ran.error, ran.refused) == ("hi\n", "", "")
    assert {"limits", "seccomp"} <= set(ran.confined)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("while True: pass", "ran for too long"),
        ("import time\ntime.sleep(60)", "ran for too long"),
        ("while True:\n  try:\n    while True: pass\n  except BaseException: pass", "too long"),
        ("import os\nwhile True: os.fork()", "PermissionError"),
        ("import os\nos.execv('/bin/sh', ['sh'])", "PermissionError"),
        ("import os\nos.system('true') and 1/0", "ZeroDivisionError"),
        ("import os\nos.posix_spawn('/bin/true', ['true'], {})", "PermissionError"),
        ("x = 'x' * 10**9", "MemoryError"),
        ("x = []\nwhile True: x.append(bytearray(10**7))", "MemoryError"),
        ("open('/etc/passwd')", "PermissionError"),
        ("open('/proc/self/environ')", "PermissionError"),
        ("open('/proc/1/environ')", "PermissionError"),
        ("open('/proc/1/mem', 'rb')", "PermissionError"),
        ("import os\nos.listdir('/proc')", "PermissionError"),
        ("import os\nos.listdir('/')", "PermissionError"),
        ("import os\nos.stat('/etc')", "PermissionError"),
        ("open('/tmp/planted', 'w')", "PermissionError"),
        ("import os\nos.mkdir('/tmp/planted')", "PermissionError"),
        ("import os\nos.unlink('/tmp/planted')", "PermissionError"),
        ("import _socket\n_socket.socket(_socket.AF_UNIX)", "PermissionError"),
        ("import os\nos.kill(os.getppid(), 9)", "PermissionError"),
        ("import os\nos.kill(1, 9)", "PermissionError"),
        ("import os\nos.killpg(0, 9)", "PermissionError"),
        ("import os\nos.setsid()", "PermissionError"),
        ("import os\nos.setuid(0)", "PermissionError"),
        ("print('x' * 10**6)", "prints too much"),
        ("import os\nwhile True: os.write(3, b'x' * 60000)", "prints too much"),
        ("import os\nwhile True: os.write(1, b'x' * 60000)", "prints too much"),
        ("def f(n): return f(n + 1)\nf(0)", "RecursionError"),
        ("(" * 5000, "too many nested parentheses"),
        ("import ctypes\nctypes.string_at(0)", "crashed or used too much"),
        ("import _signal\n_signal.signal(24, _signal.SIG_IGN)\nwhile True: pass", "too long"),
        ("9**9**9", "ran for too long"),
        ("x = []\nfor n in range(10**6): x = [x]\nrepr(x)", "RecursionError"),
        ("class E(Exception):\n  def __str__(self): return 1 / 0\nraise E", "E (line 3)"),
        ("class E(Exception):\n  def __str__(self): return 3\nraise E", "E (line 3)"),
        ("import os\nos._exit(0)", "crashed or used too much"),
        ("import os\nos.closerange(0, 9)\nwhile True: pass", "ran for too long"),
        ("import subprocess", "ModuleNotFoundError"),
        ("import threading", "ModuleNotFoundError"),
        ("input()", "EOFError"),
        ("\x00", "SyntaxError: source code string cannot contain null bytes"),
        ("x = '\ud800'", ""),
        ("x" * 100_000, "too long to run"),
    ],
)  # fmt: skip
def test_hostile_programs(code: str, error: str) -> None:
    ran = run(code)
    assert error in ran.error
    assert not ran.refused


MADE_BY_HAND = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    ctypes.set_errno(0)
    return libc.syscall(number, *arguments), ctypes.get_errno()
"""


@pytest.mark.parametrize(
    ("what", "calls"),
    [
        (
            "open",
            ["2, b'/etc/passwd', 0", "257, -100, b'/etc/passwd', 0", "437, -100, b'/etc', 0"],
        ),
        ("open as another machine would (x32)", ["0x40000002, b'/etc/passwd', 0"]),
        ("a file in memory", ["319, b'x', 0"]),
        ("a socket", ["41, 2, 1, 0", "53, 1, 1, 0, 0", "44, 0, b'x', 1, 0, 0, 0"]),
        ("a process", ["57", "58", "56, 0, 0, 0, 0, 0", "435, b'', 88", "59, b'/bin/sh', 0, 0"]),
        (
            "another's memory",
            ["101, 16, 1, 0, 0", "310, 1, 0, 0, 0, 0, 0", "311, 1, 0, 0, 0, 0, 0"],
        ),
        ("a signal", ["62, -1, 9", "234, 1, 1, 9", "434, 1, 0"]),
        ("more of what is limited", ["160, 9, b'x' * 16", "302, 0, 9, b'x' * 16, 0"]),
        ("another filter", ["157, 22, 0, 0", "317, 0, 0, 0"]),
        ("the kernel's side doors", ["425, 1, 0", "321, 0, 0, 0", "323, 0", "298, 0, 0, 0, 0, 0"]),
        (
            "keys, shared memory, devices",
            ["250, 0, 0, 0", "29, 1, 9, 0x3ff", "16, 1, 0x5412, b'x'"],
        ),
        ("another root", ["161, b'/'", "165, 0, 0, 0, 0, 0", "272, 0x10000000"]),
    ],
)
def test_calls_of_the_kernel_made_by_hand_are_refused(what: str, calls: list[str]) -> None:
    ran = run(MADE_BY_HAND, [f"call({arguments})" for arguments in calls])
    assert ran.got == ("(-1, 1)",) * len(calls), what


def test_calls_of_a_32_bit_machine_are_the_end() -> None:
    """The same numbers mean other calls there; `int 0x80` reaches them from 64-bit code."""
    code = """
import ctypes
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
page = libc.mmap(ctypes.c_void_p(0), ctypes.c_size_t(4096), 7, 0x22, -1, ctypes.c_long(0))
ctypes.memmove(page, CODE, len(CODE))
print(ctypes.CFUNCTYPE(ctypes.c_int)(page)())
"""
    # mov eax, 7; ret, and mov eax, 2 (fork there); int 0x80; ret.
    plain, fork = b"\xb8\x07\x00\x00\x00\xc3", b"\xb8\x02\x00\x00\x00\xcd\x80\xc3"
    assert run(f"CODE = {plain!r}{code}").printed == "7\n"
    assert "crashed or used too much" in run(f"CODE = {fork!r}{code}").error


def test_keys_of_the_server_are_not_read(tmp_path: Path) -> None:
    """By the filter (EPERM) already, before anybody asks whose the file is (EACCES)."""
    key = tmp_path / "keys" / "master.key"
    key.parent.mkdir()
    key.write_text("s3cret")
    ran = run(
        "import os\ndef what(act, path):\n"
        "    try: return act(path)\n"
        "    except OSError as error: return error.errno",
        [
            f"what({act}, {str(path)!r})"
            for act in ("open", "os.stat")
            for path in (key, key.parent)
        ],
    )
    assert ran.got == ("1",) * 4


def test_nothing_was_left_behind() -> None:
    assert not Path("/tmp/planted").exists()  # noqa: S108
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert "runner_child.py" not in listed.stdout


def test_a_local_listener_is_never_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        code = f"import socket\nsocket.socket().connect({listener.getsockname()})"
        assert "PermissionError" in run(code).error
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_the_environment_is_empty() -> None:
    os.environ["TUTOR_TEST_SECRET"] = "s3cret"
    try:
        ran = run("import os\nprint(dict(os.environ))\nprint(os.getcwd)")
    finally:
        del os.environ["TUTOR_TEST_SECRET"]
    assert ran.printed.startswith("{}\n")


def test_no_handle_of_the_server_comes_along(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s3cret")
    with secret.open() as held:
        os.set_inheritable(held.fileno(), True)
        code = (
            "import os\nfound = []\n"
            "for n in range(3, 100):\n"
            "    try: found.append(os.read(n, 9))\n"
            "    except OSError: pass"
        )
        assert run(code, ["found"]).got == ("[]",)


def test_a_program_may_end_itself() -> None:
    ran = run("print('a')\nimport sys\nsys.exit(3)\nprint('b')", ["", "1"])
    assert (ran.got, ran.error) == (("a\n", "1"), "")
    assert run("import sys", ["sys.exit()"]).got == ("SystemExit: the program ended itself",)


def test_the_same_program_always_does_the_same() -> None:
    code = "import random\nprint(random.random(), {'a', 'b', 'c', 'd'}, hash('x'))"
    assert run(code).printed == run(code).printed != ""


def test_lines_of_errors_are_the_students() -> None:
    ran = run("def f(x):\n    return 1 / x\n", ["f(0)", "f(", "g"])
    assert ran.got == (
        "ZeroDivisionError: division by zero (line 2)",
        "SyntaxError: '(' was never closed (line 1)",
        "NameError: name 'g' is not defined",
    )
    assert run("x = 1\ny = (\n").error == "SyntaxError: '(' was never closed (line 2)"


def test_values_are_cut_and_broken_ones_told() -> None:
    ran = run("class A:\n    def __repr__(self): raise ValueError('no')", ["'x' * 99999", "A()"])
    assert len(ran.got[0]) == 8_000
    assert ran.got[1] == "ValueError: no (line 2)"


@pytest.mark.parametrize(
    "forged",
    ['{"got": 1, "printed": [], "error": {}}', "[" * 9_999, "1", '{"got": ["6"]}', "\\xff"],
)
def test_forged_answers_are_read_with_care(forged: str) -> None:
    code = f"import os\nos.write(3, b'{forged}')\nos._exit(0)"
    ran = run(code, ["1"])
    assert all(isinstance(part, str) for part in (*ran.got, ran.error, ran.printed))


def test_the_clock_decides_when_it_is_over() -> None:
    times = iter([0.0, *[100.0] * 10])
    assert run("x = 1", clock=lambda: next(times)).refused == UNAVAILABLE


def fake_bwrap(folder: Path, script: str) -> str:
    """A program in the place of bwrap."""
    file = folder / "bwrap"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return str(file)


def test_a_bwrap_that_cannot_work_is_gone_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = bwrap_command(fake_bwrap(tmp_path, "exit 1"))
    monkeypatch.setattr(sandbox, "_wrappers", lambda: (broken, ()))
    assert run("x = 1", ["x"]).got == ("1",)


def test_a_busy_machine_takes_no_time_from_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = fake_bwrap(tmp_path, f"sleep 1.2\nexec {sandbox._PYTHON[0]} -S {sandbox._CHILD}")
    monkeypatch.setattr(sandbox, "_wrappers", lambda: ((late,),))
    monkeypatch.setattr(sandbox, "WALL_S", 1.0)
    assert run("x = 1", ["x"]).got == ("1",)
    assert "too long" in run("while True: pass").error
    monkeypatch.setattr(sandbox, "START_S", 0.2)
    assert run("x = 1", ["x"]).refused == UNAVAILABLE


def test_bwrap_is_started_around_the_interpreter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "arguments"
    script = (
        f'echo "$@" > {kept}\nwhile [ "$1" != {sandbox._PYTHON[0]} ]; do shift; done\nexec "$@"'
    )
    command = bwrap_command(fake_bwrap(tmp_path, script))
    monkeypatch.setattr(sandbox, "_wrappers", lambda: (command,))
    assert run("x = 1", ["x"]).got == ("1",)
    arguments = kept.read_text().split()
    assert {"--unshare-all", "--die-with-parent", "--cap-drop"} <= set(arguments)
    assert "/" not in [folder for flag, folder in pairwise(arguments) if "bind" in flag]


@pytest.mark.parametrize(
    "wrappers", [((),), (("/no/such/program",),), (("/bin/false",), ("/bin/cat",))]
)
def test_without_confinement_nothing_runs(
    wrappers: tuple[tuple[str, ...], ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Also when the child itself says that it could not be confined."""
    child = tmp_path / "child.py"
    child.write_text("import json\nprint(json.dumps({'refused': 'no seccomp'}))\nprint('{}')")
    monkeypatch.setattr(sandbox, "_CHILD", child)
    monkeypatch.setattr(sandbox, "_wrappers", lambda: wrappers)
    ran = run("x = 1", ["x"])
    assert (ran.refused, ran.got) == (UNAVAILABLE, ())


def test_calls_are_sent_as_they_are() -> None:
    assert run("s = 'ü\"\\n'", ["s", json.dumps("→")]).got == ("'ü\"\\n'", "'→'")
