"""`make bench`: one table per question, each figure beside a named peer where there is one.

`python tests/load/bench.py --only turns,engine --small --markdown`. Writes to stdout only; what is
being measured goes to stderr.
"""

import argparse
import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

# A script's path begins with its own folder, whose names (`log`, `engine`) must not hide anybody's
# modules; the imports below need the root instead.
if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).parents[2])

from tests.load import (
    adapters,
    burst,
    ends,
    engine,
    gpu_class,
    log,
    media_cost,
    media_delay,
    media_loss,
    speech,
    start,
    turns,
)
from tests.load.density import soak
from tests.load.density import tables as density
from tests.load.plan import FULL, SMALL, Plan
from tests.load.report import Table, as_markdown, as_text, circumstances

Measure = Callable[[Plan], Awaitable[Sequence[Table]]]
BENCHMARKS: dict[str, Measure] = {
    "start": start.measure,
    "turns": turns.measure,
    "engine": engine.measure,
    "burst": burst.measure,
    "adapters": adapters.measure,
    "gpu": gpu_class.measure,
    "speech": speech.measure,
    "log": log.measure,
    "media": media_cost.tables,
    "delay": media_delay.tables,
    "loss": media_loss.tables,
    "ends": ends.measure,
    "density": density.measure,
    "soak": soak.measure,
}


def _names(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    unknown = set(names) - set(BENCHMARKS)
    if unknown:
        known = ", ".join(BENCHMARKS)
        raise argparse.ArgumentTypeError(f"no benchmark {', '.join(unknown)}; there are {known}")
    return names


async def _run(name: str, plan: Plan, show: Callable[[Table], str]) -> None:
    sys.stderr.write(f"measuring {name}\n")
    for table in await BENCHMARKS[name](plan):
        sys.stdout.write(show(table))
        sys.stdout.flush()


def main() -> None:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", type=_names, default=tuple(BENCHMARKS), help="names, by comma")
    parser.add_argument("--small", action="store_true", help="a quick try; the figures are rough")
    parser.add_argument("--markdown", action="store_true", help="what goes into BENCHMARKS.md")
    options = parser.parse_args()
    logging.basicConfig(level=logging.ERROR)
    lines = circumstances("small" if options.small else "full")
    sys.stdout.write(("\n\n" if options.markdown else "\n").join(lines) + "\n")
    for name in options.only:
        plan = SMALL if options.small else FULL
        asyncio.run(_run(name, plan, as_markdown if options.markdown else as_text))


if __name__ == "__main__":
    main()
