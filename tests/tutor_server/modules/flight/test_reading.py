"""A session flown, kept in Postgres and decided again."""

from dataclasses import replace

import pytest

from sessions.flight import compare as comparing
from sessions.flight.schema import schema
from sessions.ids import SessionId
from tests.sessions.flight.conftest import Flight as Talk
from tests.tutor_server.modules.flight.flown import (
    NOON,
    allow,
    chunks_of,
    feed,
    flight_of,
    flights_of,
    rows,
    store_of,
    talk,
)
from tests.tutor_server.storage.world import World
from tutor_server.app.flight import lines
from tutor_server.errors import ConflictError, NotFoundError
from tutor_server.modules.flight.reading import turns
from tutor_server.modules.flight.writer import FlightWriter

pytestmark = pytest.mark.slow


async def flown(world: World, told: Talk) -> SessionId:
    """A session recorded by the real writer."""
    flight = flight_of(await world.open())
    async with FlightWriter(store_of(world), now=lambda: NOON).running() as writer:
        feed(writer.open(flight), told)
    return flight.identity.session_id


async def test_a_session_is_decided_again_alike(world: World) -> None:
    await allow(world)
    session = await flown(world, talk(18))
    said = await lines(flights_of(world), "replay", session)
    assert said == [
        f"Epoch 1: same decisions: {len(talk(18).events)} events over"
        f" {talk(18).events[-1].at_s - talk(18).events[0].at_s:.1f} s."
    ]
    shown = await lines(flights_of(world), "show", session)
    assert shown[0].startswith(f"Epoch 1: {len(talk(18).events)} events, ")
    assert any("first word" in line for line in shown[1:])
    assert any("first token" in line for line in shown[1:])
    listed = "\n".join(await lines(flights_of(world), "list", ""))
    assert session in listed


async def test_a_reducer_that_decides_otherwise_is_found_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await allow(world)
    session = await flown(world, talk(18))
    reduce = comparing.reduce

    def other(state: object, event: object) -> object:
        state, effects = reduce(state, event)  # type: ignore[arg-type]
        return state, list(effects)[:1]

    monkeypatch.setattr(comparing, "reduce", other)
    said = await lines(flights_of(world), "replay", session)
    assert said[0].startswith("Epoch 1: DIFFERENT decisions after ")
    assert [line[:8] for line in said[1:]] == ["  event ", "  then: ", "  now:  "]


async def test_a_record_with_a_gap_says_so(world: World) -> None:
    await allow(world)
    store, flight = store_of(world), flight_of(await world.open())
    chunks = chunks_of(talk(18), every=20, piece_bytes=500)
    begun = [at for at, chunk in enumerate(chunks) if chunk.begins]
    for at, chunk in enumerate(chunks):
        if not begun[1] <= at < begun[2]:
            assert await store.keep(flight, chunk, now=NOON)
    (said,) = await lines(flights_of(world), "replay", flight.identity.session_id)
    assert said.startswith("Epoch 1: same decisions in what is there: ")
    gone = sum(chunk.events for chunk in chunks[begun[1] : begun[2]])
    assert said.endswith(f"; {gone} events are missing.")


async def test_a_record_of_other_code_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await allow(world)
    session = await flown(world, talk(18))
    other = replace(schema(), fingerprint=b"another!")
    monkeypatch.setattr("sessions.flight.replay.schema", lambda: other)
    (said,) = await lines(flights_of(world), "replay", session)
    assert said.endswith("written by another version of the code.")
    assert turns(await flights_of(world).of(world.as_("service"), session)) == ()


async def test_a_damaged_record_is_refused(world: World) -> None:
    await allow(world)
    store, flight = store_of(world), flight_of(await world.open())
    broken = replace(chunks_of(talk(18))[0], data=b"no record")
    assert await store.keep(flight, broken, now=NOON)
    with pytest.raises(ConflictError):
        await lines(flights_of(world), "replay", flight.identity.session_id)


async def test_without_consent_there_is_nothing_to_read(world: World) -> None:
    session = await flown(world, talk(18))
    assert await rows(world) == 0
    with pytest.raises(NotFoundError, match="consent"):
        await lines(flights_of(world), "show", session)


async def test_a_fault_of_the_reducer_is_replayed_up_to_it(world: World) -> None:
    """The event over which the session died is the last of its record."""
    await allow(world)
    told, flight = talk(18), flight_of(await world.open())
    async with FlightWriter(store_of(world), now=lambda: NOON).running() as writer:
        recorder = writer.open(flight)
        feed(recorder, told, 0, 30)
        recorder.note(told.states[30], told.events[30])
    (said, *more) = await lines(flights_of(world), "replay", flight.identity.session_id)
    assert said.startswith("Epoch 1: DIFFERENT decisions after 31 events")
    assert "  then: the reducer failed" in more
