"""Runs the students' process against a server."""

import asyncio
from asyncio.subprocess import PIPE

import msgspec

from tests.load.density.client import SPREAD_S, Outcome, Run
from tests.load.density.places import module
from tests.load.report import ROOT

_CONNECT_S = 120.0


async def drive(what: Run) -> Outcome:
    """One run. Raises RuntimeError when the students' process fails."""
    process = await asyncio.create_subprocess_exec(
        *module("tests.load.density.client"), cwd=ROOT, stdin=PIPE, stdout=PIPE
    )
    async with asyncio.timeout(what.seconds + SPREAD_S + _CONNECT_S):
        told, _ = await process.communicate(msgspec.json.encode(what))
    if process.returncode:
        raise RuntimeError(f"the students' process ended with {process.returncode}")
    return msgspec.json.decode(told, type=Outcome)
