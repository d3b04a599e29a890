"""The child's protocol, spoken to it directly."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import tutor_server.modules.lessons

pytestmark = pytest.mark.slow

CHILD = Path(tutor_server.modules.lessons.__file__).with_name("runner_child.py")


def ask(*, stdin: bytes) -> list[dict[str, Any]]:
    done = subprocess.run(
        [str(Path(sys.executable).resolve()), "-s", "-P", "-S", "-B", str(CHILD)],
        input=stdin, capture_output=True, env={}, check=False,
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_it_confines_itself_before_it_answers() -> None:
    first, second = ask(stdin=json.dumps({"code": "print(1)", "calls": ["", "2"]}).encode())
    assert "seccomp" in first["confined"]
    assert second == {"printed": "1\n", "error": "", "got": ["1\n", "2"]}


@pytest.mark.parametrize("stdin", [b"", b"{", b"[]", b'{"code": 1}'])
def test_a_broken_request_is_no_answer(stdin: bytes) -> None:
    assert not any("got" in line for line in ask(stdin=stdin))


def test_running_is_a_part_by_itself() -> None:
    """The part that runs a program, in a process of its own: it exchanges standard output."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import runner_child as r;"
        "print(r.run('x = 1\\nprint(x)', ['x', ''])['got'], file=sys.__stdout__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(CHILD.parent)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "['1', '1\\n']\n"
