"""Conversations to be recorded, and readers of what was kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache

from sessions.contracts import Identity
from sessions.flight.chunk import Chunk, Packer
from sessions.flight.recorder import Recorder
from tests.sessions.flight.conftest import Flight as Talk
from tests.sessions.flight.conftest import fly
from tests.tutor_server.storage.world import World
from tutor_server.clock import wall_clock
from tutor_server.modules.flight.reading import Flights
from tutor_server.modules.flight.store import Flight, FlightStore
from tutor_server.storage.consents import Purpose, grant, withdraw
from tutor_server.storage.event_log import OwnedLog

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)
DAYS = 7


@cache
def talk(seed: int) -> Talk:
    """A random conversation of the scenarios; its own virtual loop needs a thread of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(fly, seed).result()


def feed(recorder: Recorder, flown: Talk, first: int = 0, end: int | None = None) -> None:
    """What the actor would tell a recorder."""
    for at in range(first, len(flown.events) if end is None else end):
        recorder.note(flown.states[at], flown.events[at])
        recorder.decided(flown.effects[at])


def chunks_of(flown: Talk, *, every: int = 50, piece_bytes: int = 64 * 1024) -> list[Chunk]:
    """A whole conversation, packed."""
    recorder, packer, chunks = Recorder(), Packer(piece_bytes=piece_bytes), list[Chunk]()
    for first in range(0, len(flown.events), every):
        feed(recorder, flown, first, min(first + every, len(flown.events)))
        strip = recorder.take()
        chunk = packer.pack(strip) if strip else None
        assert chunk is not None
        chunks.append(chunk)
    return chunks


def store_of(world: World) -> FlightStore:
    return FlightStore(world.database, world.keys, days=DAYS)


def flight_of(owned: OwnedLog) -> Flight:
    """The flight of a session that was opened."""
    mine = owned.ownership
    identity = Identity(
        tenant_id=mine.tenant_id, student_id=mine.student_id, session_id=mine.session_id
    )
    return Flight(identity=identity, epoch=mine.epoch)


async def allow(world: World, *, yes: bool = True) -> None:
    """Ada consents to flight records, or does no longer."""
    scope, now = world.as_("service"), wall_clock()
    purpose = Purpose.FLIGHT_RECORD
    if yes:
        await grant(world.database, scope, person=world.ada, purpose=purpose, now=now)
    else:
        assert await withdraw(world.database, scope, person=world.ada, purpose=purpose, now=now)


async def rows(world: World) -> int:
    """Chunks kept in the world's tenant."""
    async with world.database.as_tenant(world.tenant) as connection:
        count: int = await connection.fetchval(
            "SELECT count(*) FROM flight_chunks WHERE tenant = $1", world.tenant
        )
    return count


def flights_of(world: World, now: datetime = NOON) -> Flights:
    return Flights(store_of(world), now=lambda: now)
