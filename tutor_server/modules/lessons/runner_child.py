"""Runs one student's program in a process of its own: `python runner_child.py`, never imported.

Reads {"code", "calls"} as JSON from standard input, confines itself, runs, and writes lines of
JSON to standard output: {"confined"} or {"refused"}, then {"printed", "error", "got"}. The second
may be forged by the program; whoever reads it compares it with answers that never come here.
"""

# ruff: noqa: S307  running code is what this process is for; it has no rights left by then

# Imported now, because nothing can be read any more when the program runs.
import collections  # noqa: F401
import datetime  # noqa: F401
import functools  # noqa: F401
import importlib.util
import io
import itertools  # noqa: F401
import json
import math  # noqa: F401
import os
import random
import string  # noqa: F401
import sys
import time  # noqa: F401
from pathlib import Path
from types import ModuleType
from typing import Any, Final

MAX_PRINTED: Final = 64_000
MAX_VALUE: Final = 8_000
_NAME: Final = "your code"


class _Paper(io.StringIO):
    """What is printed, up to a limit."""

    def write(self, text: str) -> int:
        if self.tell() + len(text) > MAX_PRINTED:
            raise OverflowError("Your program prints too much.")
        return super().write(text)


def _explain(error: BaseException) -> str:
    """`ZeroDivisionError: division by zero (line 3)`."""
    line = error.lineno if isinstance(error, SyntaxError) else None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == _NAME:
            line = trace.tb_lineno
        trace = trace.tb_next
    said = error.msg if isinstance(error, SyntaxError) else _said(error)
    place = f" (line {line})" if line else ""
    return f"{type(error).__name__}: {said}"[:400].rstrip(": ") + place


def _said(error: BaseException) -> str:
    """Nothing where a student's own __str__ fails."""
    try:
        return str(error)
    except BaseException:  # noqa: BLE001  as above
        return ""


def _attempt(code: str, names: dict[str, Any], *, mode: str) -> tuple[Any, str]:
    """The value and "", or None and what went wrong. A program may end itself by sys.exit."""
    try:
        compiled = compile(code, _NAME if mode == "exec" else "test", mode, dont_inherit=True)
        # A module's code has the value None.
        return eval(compiled, names), ""
    except SystemExit:
        return None, "" if mode == "exec" else "SystemExit: the program ended itself"
    except BaseException as error:  # noqa: BLE001  whatever a student's program raises is a result
        return None, _explain(error)


def _value(call: str, names: dict[str, Any]) -> str:
    value, error = _attempt(call, names, mode="eval")
    if error:
        return error
    try:
        return repr(value)[:MAX_VALUE]
    except BaseException as failed:  # noqa: BLE001  a student's own __repr__
        return _explain(failed)


def run(code: str, calls: list[str]) -> dict[str, Any]:
    """Run the program, then each call, in the program's own names."""
    paper = _Paper()
    sys.stdout = sys.stderr = paper
    sys.stdin = io.StringIO("")
    random.seed(0)
    names: dict[str, Any] = {"__name__": "__main__", "__builtins__": __builtins__}
    _, error = _attempt(code, names, mode="exec")
    printed = paper.getvalue()
    got = [_value(call, names) if call else printed for call in calls]
    return {"printed": printed, "error": error, "got": got}


def _confinement() -> ModuleType:
    """The module beside this file; this process has no import path to it."""
    path = Path(__file__).with_name("confinement.py")
    spec = importlib.util.spec_from_file_location("confinement", path)
    if spec is None or spec.loader is None:
        raise OSError("confinement.py is missing")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """One request, one answer."""
    request = json.loads(sys.stdin.buffer.read())
    out = os.dup(1)
    try:
        layers = _confinement().confine()
    except OSError as error:
        _write(out, {"refused": str(error)})
        return
    os.environ.clear()  # noqa: TID251  nothing is read
    _write(out, {"confined": layers})
    _write(out, run(request["code"], request["calls"]))
    # No clean-up: the program may have left something that runs at exit.
    os._exit(0)


def _write(out: int, answer: dict[str, Any]) -> None:
    line = memoryview(json.dumps(answer).encode() + b"\n")
    while line:
        line = line[os.write(out, line) :]


if __name__ == "__main__":
    main()
