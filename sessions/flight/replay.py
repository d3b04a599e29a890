"""Goes through a flight record again: the same events, so the same states and effects.

Pure: nothing is done, and time is what the events say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

import msgspec

from sessions.effects import Effect
from sessions.events import Event
from sessions.flight.codec import decode
from sessions.flight.errors import DivergedError, FlightError, OtherCodeError
from sessions.flight.recorder import FORMAT, MAGIC
from sessions.flight.schema import schema
from sessions.reduce import reduce
from sessions.state import State

MAX_RECORD_BYTES = 64 * 1024 * 1024
"""No recorder makes more; a larger one is refused unread."""
_EVENTS = get_args(Event)
_Parts = tuple[str, int, bytes, int, list[tuple[msgspec.Raw, list[msgspec.Raw]]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the flight: the state before it, and what came."""

    state: State
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A flight record, read."""

    pieces: tuple[Piece, ...]
    dropped: int
    """Events before the first piece that were not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One event and what was decided."""

    event: Event
    state: State
    """After it."""
    effects: tuple[Effect, ...]


def read(data: bytes) -> Record:
    """Read what a Recorder gave. Raises FlightError, OtherCodeError."""
    if len(data) > MAX_RECORD_BYTES:
        raise FlightError("no flight record is so large")
    try:
        magic, version, fingerprint, dropped, pieces = msgspec.msgpack.decode(data, type=_Parts)
    except (msgspec.DecodeError, ValueError, RecursionError) as cause:  # or a string of no UTF-8
        raise FlightError("not a flight record") from cause
    if magic != MAGIC:
        raise FlightError("not a flight record")
    if version != FORMAT or fingerprint != schema().fingerprint:
        raise OtherCodeError("written by another version of the code")
    read_pieces = tuple(
        Piece(state=_state(state), events=tuple(_event(event) for event in events))
        for state, events in pieces
    )
    return Record(pieces=read_pieces, dropped=dropped)


def replay(record: Record) -> Iterator[Step]:
    """Decide again. Raises DivergedError where this code decides otherwise than was recorded,
    which is seen at the next recorded state."""
    state: State | None = None
    for piece in record.pieces:
        if state is not None and state != piece.state:
            raise DivergedError("this code comes to another state than was recorded")
        state = piece.state
        for event in piece.events:
            state, effects = reduce(state, event)
            yield Step(event=event, state=state, effects=tuple(effects))


def _state(data: msgspec.Raw) -> State:
    state = decode(bytes(data))
    if not isinstance(state, State):
        raise FlightError("a piece begins with a state")
    return state


def _event(data: msgspec.Raw) -> Event:
    event = decode(bytes(data))
    if not isinstance(event, _EVENTS):
        raise FlightError("only events make up a flight")
    found: Event = event
    return found
