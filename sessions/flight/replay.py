"""Goes through a flight record again: the same events, so the same states and effects.

Pure: nothing is done, and time is what the events say.
"""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, get_args

import msgspec

from sessions.effects import Effect
from sessions.events import Event
from sessions.flight.chunk import FORMAT, MAGIC
from sessions.flight.codec import decode
from sessions.flight.errors import DivergedError, FlightError, OtherCodeError
from sessions.flight.schema import schema
from sessions.reduce import reduce
from sessions.state import State

MAX_CHUNK_BYTES: Final = 32 * 1024 * 1024
"""Of one chunk, uncompressed. No packer makes more; a larger one is refused unread."""
_EVENTS = get_args(Event)
_Rows = list[tuple[msgspec.Raw, list[int] | None]]
_Parts = tuple[str, int, bytes, int, list[msgspec.Raw], _Rows]
"""The list has the state when the chunk begins with one, and is empty when it goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One event, and what was decided over it (sessions.flight.chunk.decision); None when the
    reducer failed."""

    event: Event
    decided: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the flight: the state before it, and what came."""

    first: int = 0
    """Number of its first event."""
    state: State
    taken: tuple[Taken, ...]

    @property
    def end(self) -> int:
        """Number of the first event after it."""
        return self.first + len(self.taken)

    @property
    def events(self) -> tuple[Event, ...]:
        """The events alone."""
        return tuple(one.event for one in self.taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A flight record, read."""

    pieces: tuple[Piece, ...]
    missing: int
    """Events before, between and after the pieces that were not kept."""

    @property
    def events(self) -> int:
        """Events that are there."""
        return sum(len(piece.taken) for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One event and what was decided."""

    number: int
    event: Event
    state: State
    """After it."""
    effects: tuple[Effect, ...]


@dataclass(slots=True)
class _Growing:
    first: int
    state: State
    taken: list[Taken] = field(default_factory=list)

    @property
    def end(self) -> int:
        return self.first + len(self.taken)


def read(chunks: Iterable[bytes]) -> Record:
    """Join the chunks of one flight, in order. Raises FlightError, OtherCodeError."""
    pieces: list[_Growing] = []
    end = 0
    for data in chunks:
        first, states, rows = _open(data)
        taken = [Taken(event=_event(event), decided=_ints(decided)) for event, decided in rows]
        if states:
            pieces.append(_Growing(first, _state(states[0]), taken))
        elif pieces and pieces[-1].end == first:
            pieces[-1].taken += taken
        end = max(end, first + len(taken))
    found = tuple(
        Piece(first=piece.first, state=piece.state, taken=tuple(piece.taken)) for piece in pieces
    )
    return Record(pieces=found, missing=end - sum(len(piece.taken) for piece in found))


def replay(record: Record) -> Iterator[Step]:
    """Decide again. Raises DivergedError where this code comes to another state than was
    recorded. After a gap it goes on from the state that follows it."""
    state: State | None = None
    end = -1
    for piece in record.pieces:
        if end == piece.first and state != piece.state:
            raise DivergedError("this code comes to another state than was recorded")
        state, end = piece.state, piece.end
        for number, taken in enumerate(piece.taken, start=piece.first):
            state, effects = reduce(state, taken.event)
            yield Step(number=number, event=taken.event, state=state, effects=tuple(effects))


def _open(data: bytes) -> tuple[int, list[msgspec.Raw], _Rows]:
    unpacker = zlib.decompressobj()
    try:
        plain = unpacker.decompress(data, MAX_CHUNK_BYTES)
        if unpacker.unconsumed_tail:
            raise FlightError("no flight record is so large")
        magic, version, mark, first, states, rows = msgspec.msgpack.decode(plain, type=_Parts)
    except (zlib.error, msgspec.DecodeError, ValueError, RecursionError) as cause:
        raise FlightError("not a flight record") from cause
    if magic != MAGIC:
        raise FlightError("not a flight record")
    if version != FORMAT or mark != schema().fingerprint:
        raise OtherCodeError("written by another version of the code")
    return first, states, rows


def _ints(decided: list[int] | None) -> tuple[int, ...] | None:
    return None if decided is None else tuple(decided)


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
