"""20 sessions for half an hour with joins, leaves and cut networks: is anything left over?

`python -m tests.load.density.soak [--small]` prints a table and ends with 1 when something is.
"""

import argparse
import asyncio
import sys
import time
from asyncio.subprocess import PIPE
from pathlib import Path

import aiohttp
import msgspec
import psutil
from prometheus_client.parser import text_string_to_metric_families

from tests.load.density.crowd import Came, Crowd
from tests.load.density.leftovers import Sample, Soak
from tests.load.density.ours import Served, installation
from tests.load.density.places import module, on_other_core
from tests.load.plan import FULL, SMALL, Plan
from tests.load.report import ROOT, Table, as_text

IDLE_S = 5.0
"""A student who is gone so long has left."""
GONE_S = 75.0
"""After the last student: ICE gives a cut network up after 30 s, then its session idles out."""
LOOK_S = 10.0
LONG_S = 600.0
"""From here on the slope of the memory counts."""


async def measure(plan: Plan) -> list[Table]:
    """For `bench.py`; raises RuntimeError when something is left over."""
    soak, came = await _soak(plan)
    table, faults = _table(soak, came, plan), soak.faults(long=plan.soak_s >= LONG_S)
    if faults:
        sys.stdout.write(as_text(table))
        raise RuntimeError("; ".join(faults))
    return [table]


async def _soak(plan: Plan) -> tuple[Soak, Came]:
    with on_other_core():
        async with (
            installation(plan.soak_sessions, session_idle_s=IDLE_S) as ours,
            ours.web() as served,
        ):
            await _crowd(served, plan, min(20.0, plan.soak_s))  # caches and pools fill
            before = await _empty(served)
            during: list[Sample] = []
            looking = asyncio.get_running_loop().create_task(_look(served, during))
            came = await _crowd(served, plan, plan.soak_s)
            looking.cancel()
            after = await _empty(served)
            warnings = _warnings(served.log)
    soak = Soak(
        before=before, during=during, after=after, warnings=warnings,
        missed=came.missed, failures=came.failures,
    )  # fmt: skip
    return soak, came


async def _crowd(served: Served, plan: Plan, seconds: float) -> Came:
    crowd = Crowd(url=served.url, tokens=served.tokens, seconds=seconds, seed=plan.seed)
    process = await asyncio.create_subprocess_exec(
        *module("tests.load.density.crowd"), cwd=ROOT, stdin=PIPE, stdout=PIPE
    )
    told, _ = await process.communicate(msgspec.json.encode(crowd))
    if process.returncode:
        raise RuntimeError(f"the students' process ended with {process.returncode}")
    return msgspec.json.decode(told, type=Came)


async def _look(served: Served, samples: list[Sample]) -> None:
    while True:
        await asyncio.sleep(LOOK_S)
        samples.append(await _sample(served))


async def _empty(served: Served) -> Sample:
    """Once everybody has gone, or when that should have been."""
    end_s = time.monotonic() + GONE_S
    while (await _sample(served)).sessions and time.monotonic() < end_s:
        await asyncio.sleep(1.0)
    await asyncio.sleep(GONE_S / 2)  # connections that were cut are given up later
    return await _sample(served)


async def _sample(served: Served) -> Sample:
    process = psutil.Process(served.pid)
    url = served.url.rpartition("/v1/")[0] + "/metrics"
    async with aiohttp.ClientSession(raise_for_status=True) as http, http.get(url) as response:
        text = await response.text()
    gauges = {
        sample.name: sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    return Sample(
        at_s=time.monotonic(),
        memory_mib=process.memory_info().rss / 2**20,
        tasks=int(gauges["tutor_loop_tasks"]),
        files=process.num_fds(),
        sessions=int(gauges["tutor_live_sessions"]),
    )


def _warnings(log: Path | None) -> list[str]:
    """Every warning and error; a traceback ends with what was raised, and where."""
    lines = log.read_text(errors="replace").splitlines() if log is not None else []
    found: list[str] = []
    within = False
    for line in lines:
        if "WARNING" in line or "ERROR" in line:
            found.append(line)
        elif line.startswith("Traceback"):
            within = True
            found.append("")
        if within and found:
            found[-1] = f"{found[-1]} {line.strip()}"[-400:]
            within = line.startswith(("Traceback", " "))
    return found


def _table(soak: Soak, came: Came, plan: Plan) -> Table:
    def row(name: str, sample: Sample) -> tuple[str, ...]:
        counts = (sample.sessions, sample.tasks, sample.files)
        return (name, *map(str, counts), f"{sample.memory_mib:.0f}")

    during = list(soak.during) or [soak.after]
    most = max(during, key=lambda sample: sample.tasks)
    return Table(
        question=f"{plan.soak_sessions} sessions for {plan.soak_s / 60:.0f} minutes",
        columns=("when", "sessions", "tasks", "open files", "MiB"),
        rows=(
            row("before, empty", soak.before),
            row("busiest", most),
            row("last look", during[-1]),
            row("after, empty", soak.after),
        ),
        notes=(
            f"{came.joins} joins, {came.leaves} leaves, {came.cuts} cut networks, {came.turns} "
            f"turns, {came.missed} without a reply, {len(came.failures)} joins failed. Memory "
            f"{soak.growth_mib_per_hour:+.0f} MiB an hour over the second half; warnings in the "
            f"log: {len(soak.warnings)}.",
            *(f"LEFT OVER: {fault}" for fault in soak.faults(long=plan.soak_s >= LONG_S)),
        ),
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--small", action="store_true", help="two minutes")
    options = parser.parse_args()
    for table in asyncio.run(measure(SMALL if options.small else FULL)):
        sys.stdout.write(as_text(table))


if __name__ == "__main__":
    main()
