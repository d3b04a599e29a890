"""Where a load test runs: the server on the first core, everything else on the second."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

SERVER_CORE, OTHER_CORE = 0, 1


@contextmanager
def on_other_core() -> Iterator[None]:
    """This process, and what it starts meanwhile, keeps off the server's core. RuntimeError
    without two cores."""
    before = os.sched_getaffinity(0)
    if not {SERVER_CORE, OTHER_CORE} <= before or shutil.which("taskset") is None:
        raise RuntimeError("density needs cores 0 and 1, and `taskset` of util-linux")
    os.sched_setaffinity(0, {OTHER_CORE})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def on_servers_core(*command: str) -> tuple[str, ...]:
    """The command bound to the server's core with all its threads; the process keeps its id."""
    return ("taskset", "-c", str(SERVER_CORE), *command)


def module(name: str, *arguments: str) -> tuple[str, ...]:
    """One of our modules as a command."""
    return (sys.executable, "-m", name, *arguments)
