"""Runs a student's program without the server's rights, or refuses.

Each run is a process of its own that gives up everything before it reads the first line of the
program (confinement.py): no network, no files, no other process, 2 s of processor, 256 MB. With
`bwrap` on the PATH it is started within that too. This side knows the deadline, the limit of the
output and how to end the whole group; it never compiles a student's text.
"""

import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from tutor_server.clock import monotonic

UNAVAILABLE: Final = "sandbox_unavailable"
"""The stable code of a refusal."""
START_S: Final = 5.0
"""Until it is confined: 40 ms on an idle machine. On a busy one this is no student's fault."""
WALL_S: Final = 3.0
"""From then on."""
MAX_REQUEST_BYTES: Final = 60_000
"""Below the pipe's 64 kB, so that writing never waits."""
MAX_ANSWER_BYTES: Final = 1_000_000
"""64,000 printed characters may take six bytes each in JSON, and the values come on top."""
_CHILD: Final = Path(__file__).with_name("runner_child.py")
_ENVIRONMENT: Final = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}
"""The same program prints the same each time; nothing of ours is in it."""
_ACCOUNT: Final = "60433"
# The interpreter itself, not the environment's link to it; no site packages, nothing written.
_PYTHON: Final = (str(Path(sys.executable).resolve()), "-s", "-P", "-S", "-B")
# By itself, and as bwrap and shells report it.
_USED_ITS_TIME: Final = (-signal.SIGXCPU, 128 + signal.SIGXCPU)
_CRASHED: Final = "Your program crashed or used too much."
_TOO_MUCH: Final = "Your program prints too much."
_TOO_LONG: Final = "Your program ran for too long. Is there a loop that never ends?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a program did."""

    printed: str = ""
    error: str = ""
    """`NameError: name 'x' is not defined (line 2)`, or why it was ended."""
    got: tuple[str, ...] = ()
    """The repr of each call's value, its error, or what was printed for an empty call."""
    confined: tuple[str, ...] = ()
    """The layers that held."""
    refused: str = ""
    """UNAVAILABLE when it could not be confined and therefore did not run."""


def run(code: str, calls: Sequence[str] = (), *, clock: Callable[[], float] = monotonic) -> Ran:
    """Run a program, then evaluate each call in it. Blocks START_S + WALL_S at most (START_S
    more where a bwrap hangs); raises nothing."""
    request = json.dumps({"code": _clean(code), "calls": list(calls)}).encode()
    if len(request) > MAX_REQUEST_BYTES:
        return Ran(error="This program is too long to run here.")
    for wrapper in _wrappers():
        try:
            answer, ended = _answer([*wrapper, *_PYTHON, str(_CHILD)], request, clock)
        except OSError:
            continue
        confined, _, result = answer.partition(b"\n")
        layers = _texts(_object(confined).get("confined"))
        # A bwrap that may not make namespaces ends at once; the child alone may still hold.
        if layers:
            return _ran(_object(result), layers, ended)
    return Ran(refused=UNAVAILABLE)


@cache
def _wrappers() -> tuple[tuple[str, ...], ...]:
    """What the child is started within, the stronger first."""
    bwrap = shutil.which("bwrap")
    return (bwrap_command(bwrap), ()) if bwrap else ((),)


def bwrap_command(bwrap: str) -> tuple[str, ...]:
    """Namespaces of its own, an account of nobody, and no file but the interpreter's."""
    folders = dict.fromkeys(("/usr", "/lib", "/lib64", sys.base_prefix))
    return (
        *(bwrap, "--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--chdir", "/"),
        *("--uid", _ACCOUNT, "--gid", _ACCOUNT),
        *(part for folder in folders for part in ("--ro-bind-try", folder, folder)),
        *("--ro-bind", str(_CHILD.parent), str(_CHILD.parent)),
    )


def _answer(
    command: Sequence[str], request: bytes, clock: Callable[[], float]
) -> tuple[bytes, str]:
    """What the child wrote, and why it was ended if it was. Raises OSError: cannot start."""
    began = clock()
    with subprocess.Popen(  # noqa: S603  our own interpreter and file
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_ENVIRONMENT,
        cwd="/",
        start_new_session=True,
    ) as child:
        if child.stdin is None or child.stdout is None:
            raise OSError("the pipes are missing")
        try:
            with contextlib.suppress(BrokenPipeError):
                child.stdin.write(request)
                child.stdin.close()
            answer, ended, end = _collect(child.stdout.fileno(), began, clock)
            return answer, _why(child, ended, end - clock())
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)


def _collect(
    descriptor: int, began: float, clock: Callable[[], float]
) -> tuple[bytes, str, float]:
    """What was written, why it ended, and the clock time at which it must be over."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN | select.POLLHUP)
    answer = bytearray()
    end, confined = began + START_S, False
    while (left := end - clock()) > 0:
        if not poll.poll(left * 1000):
            continue
        chunk = os.read(descriptor, 65_536)
        if not chunk:
            return bytes(answer), _CRASHED, end
        answer += chunk
        if not confined and b"\n" in chunk:  # our own line; the program begins after it
            end, confined = clock() + WALL_S, True
        if len(answer) > MAX_ANSWER_BYTES:
            return bytes(answer[:65_536]), _TOO_MUCH, end
    return bytes(answer), _TOO_LONG, end


def _why(child: "subprocess.Popen[bytes]", ended: str, left_s: float) -> str:
    """The reason, once it is known how the process ended; its pipe closes a little before that,
    and a program may close the pipe and run on."""
    if ended == _CRASHED:
        try:
            return _TOO_LONG if child.wait(max(left_s, 0)) in _USED_ITS_TIME else ended
        except subprocess.TimeoutExpired:
            return _TOO_LONG
    return ended


def _ran(result: dict[str, object], layers: tuple[str, ...], ended: str) -> Ran:
    if not result:
        return Ran(error=ended, confined=layers)
    return Ran(
        printed=_text(result.get("printed")),
        error=_text(result.get("error"))[:500],
        got=_texts(result.get("got")),
        confined=layers,
    )


def _object(text: bytes) -> dict[str, object]:
    """A JSON object; empty for anything else. The program may have written what it likes."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(_text(part) for part in value) if isinstance(value, list) else ()


def _clean(code: str) -> str:
    """Without what cannot be sent: half of a surrogate pair."""
    return code.encode("utf-8", "replace").decode()
