"""kill -9 in the middle of a flight: what was flushed is there, and replays."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tutor_server.modules.flight.flown import allow, flights_of, talk
from tests.tutor_server.modules.flight.flying_process import STEP
from tests.tutor_server.storage.world import World
from tutor_server.app.flight import lines

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[4]


async def test_a_record_survives_the_kill_of_its_process(
    world: World, database_url: str, home: Path
) -> None:
    await allow(world)
    session = (await world.open()).ownership.session_id
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.tutor_server.modules.flight.flying_process",
        database_url, str(home), world.tenant, world.ada, session,
        stdout=subprocess.PIPE, cwd=REPOSITORY,
    )  # fmt: skip
    assert process.stdout is not None
    said = [(await process.stdout.readline()).decode().strip() for _ in range(4)]
    assert said == [str(STEP), str(2 * STEP), str(3 * STEP), "noted"]
    process.kill()
    await process.communicate()
    (flown,) = await flights_of(world).of(world.as_("service"), session)
    assert flown.record is not None
    events = [event for piece in flown.record.pieces for event in piece.events]
    assert events == talk(18).events[: 3 * STEP]
    (line,) = await lines(flights_of(world), "replay", session)
    assert line.startswith(f"Epoch 1: same decisions: {3 * STEP} events")
