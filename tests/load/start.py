"""How long until a student can come in? `tutor serve` in a new home, and in one it knows."""

import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from tests.load.plan import Plan
from tests.load.report import Table
from tests.load.spread import median
from tests.running_server import READY_S, RunningServer, reachable_home

_POLL_S = 0.02
_STOP_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Seconds from the command to the printed link, and to `/ready` answering 200."""

    link_s: float
    ready_s: float


async def measure(plan: Plan) -> list[Table]:
    """Nothing else of ours runs meanwhile, so it may block."""
    cold: list[Start] = []
    warm: list[Start] = []
    for _ in range(plan.starts):
        with reachable_home() as home:
            cold.append(_start(home))
            warm.append(_start(home))
    rows = (_row("new home", cold), _row("known home", warm))
    return [
        Table(
            question="Seconds from `tutor serve` to a tutor that answers",
            columns=("start", "link printed", "/ready is 200", "slowest /ready"),
            rows=rows,
            notes=(
                f"Medians of {plan.starts} starts. The programs' files may be in the page cache. "
                "Without a network a Whisper model is looked for and not found.",
            ),
        )
    ]


def _row(name: str, starts: Sequence[Start]) -> tuple[str, ...]:
    ready = [start.ready_s for start in starts]
    figures = (median([start.link_s for start in starts]), median(ready), max(ready))
    return (name, *(f"{seconds:.1f}" for seconds in figures))


def _start(home: Path) -> Start:
    """One start and stop."""
    server = RunningServer(home)
    began_s = monotonic()
    with _serving(server) as process:
        link_s = _until_link(process) - began_s
        while not server.ready():
            if monotonic() - began_s > READY_S:
                raise TimeoutError("/ready never answered 200")
            sleep(_POLL_S)
        return Start(link_s=link_s, ready_s=monotonic() - began_s)


@contextmanager
def _serving(server: RunningServer) -> Iterator["subprocess.Popen[str]"]:
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "tutor_server", "serve"],
            env=server.environment,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        stuck = threading.Timer(READY_S, process.kill)  # a silent server would block the reading
        stuck.start()
        try:
            yield process
        finally:
            stuck.cancel()
            process.terminate()
            process.communicate(timeout=_STOP_S)


def _until_link(process: "subprocess.Popen[str]") -> float:
    assert process.stdout is not None
    for line in process.stdout:
        if "/login/" in line:
            return monotonic()
    raise RuntimeError("the server ended before it printed its link")
