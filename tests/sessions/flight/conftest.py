"""Sessions that were recorded by hand, one after the other, in virtual time."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from sessions.events import Event
from sessions.flight.recorder import MAX_BYTES, Recorder
from sessions.flight.replay import Piece, Record
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

    def recorder(self, max_bytes: int = MAX_BYTES) -> Recorder:
        """A recorder that saw all of it."""
        now = [self.states[0]]
        recorder = Recorder(lambda: now[0], max_bytes=max_bytes)
        for state, event in zip(self.states, self.events, strict=False):
            now[0] = state
            recorder.note(event)
        return recorder


def fly(seed: int) -> Flight:
    """One random conversation of the scenarios."""
    play = Play(seed, calm=seed % 2 == 0)
    run_virtual(play.run())
    states = [play.before]
    for event in play.room.record:
        states.append(reduce(states[-1], event)[0])
    assert states[-1] == play.room.session._actor.state
    return Flight(events=play.room.record, states=states)


def record_of(room: Classroom, *said: str) -> Record:
    """The record of one talk in a classroom."""
    before: list[State] = []

    async def talk() -> None:
        async with room.open():
            before.append(room.session._actor.state)
            for text in said:
                await room.say(text)
                await room.quiet()

    run_virtual(talk())
    return Record(pieces=(Piece(state=before[0], events=tuple(room.record)),), dropped=0)


Fly = Callable[[int], Flight]


@pytest.fixture
def flight() -> Fly:
    return fly
