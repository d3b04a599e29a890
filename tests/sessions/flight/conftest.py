"""Sessions that were recorded by hand, one after the other, in virtual time."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from sessions.effects import Effect
from sessions.events import Event
from sessions.flight.chunk import PIECE_BYTES, Packer
from sessions.flight.recorder import Recorder
from sessions.flight.replay import Piece, Record, Taken
from sessions.reduce import reduce
from sessions.state import State
from tests.fakes.classroom import Classroom
from tests.scenarios.test_random import Play
from tests.virtual_time import run_virtual


@dataclass(frozen=True, kw_only=True)
class Flight:
    """What really happened: a state before each event, and one after the last."""

    events: list[Event]
    states: list[State]
    effects: list[tuple[Effect, ...]]

    def chunks(self, *, every: int = 50, piece_bytes: int = PIECE_BYTES) -> list[bytes]:
        """As a writer would take them, after so many events each."""
        recorder, packer, chunks = Recorder(), Packer(piece_bytes=piece_bytes), list[bytes]()
        for at, event in enumerate(self.events):
            recorder.note(self.states[at], event)
            recorder.decided(self.effects[at])
            if at % every == every - 1 or event is self.events[-1]:
                chunks.append(packed(recorder, packer))
        return chunks


def packed(recorder: Recorder, packer: Packer) -> bytes:
    """The next chunk's bytes."""
    strip = recorder.take()
    assert strip is not None
    chunk = packer.pack(strip)
    assert chunk is not None
    return chunk.data


def fly(seed: int) -> Flight:
    """One random conversation of the scenarios."""
    play = Play(seed, calm=seed % 2 == 0)
    run_virtual(play.run())
    states, effects = [play.before], list[tuple[Effect, ...]]()
    for event in play.room.record:
        state, came = reduce(states[-1], event)
        states.append(state)
        effects.append(tuple(came))
    assert states[-1] == play.room.session.state
    return Flight(events=play.room.record, states=states, effects=effects)


def record_of(room: Classroom, *said: str) -> Record:
    """The record of one talk in a classroom."""
    before: list[State] = []

    async def talk() -> None:
        async with room.open():
            before.append(room.session.state)
            for text in said:
                await room.say(text)
                await room.quiet()

    run_virtual(talk())
    taken = tuple(Taken(event=event) for event in room.record)
    return Record(pieces=(Piece(state=before[0], taken=taken),), missing=0)


Fly = Callable[[int], Flight]


@pytest.fixture
def flight() -> Fly:
    return fly
