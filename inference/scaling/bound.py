"""`python -m inference.scaling.bound PARENT_PID COMMAND ...`: becomes the command, and is told to
stop when its parent dies, even by kill -9 (prctl(2), which lasts over exec). Linux only."""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

_PR_SET_PDEATHSIG = 1


def bound(command: Sequence[str], parent_pid: int) -> tuple[str, ...]:
    """The command line that runs `command` bound to a parent."""
    return (sys.executable, "-m", __name__, str(parent_pid), *command)


def main(parent_pid: int, command: Sequence[str]) -> None:
    """Does not return."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent_pid:  # it died before we asked
        raise SystemExit(1)
    os.execvp(command[0], list(command))  # noqa: S606 - no shell: the operator's own command


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
