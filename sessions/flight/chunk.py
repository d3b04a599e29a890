"""Strips of a flight as bytes, small enough to be stored one by one as the session goes on.

A chunk goes on where the one before it ended, or begins with a whole state: the first one, one
after a gap, and one now and then, so that a record whose oldest chunks were dropped can still be
replayed. Pure; meant for a worker thread. MessagePack, compressed.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from sessions.effects import Effect
from sessions.flight.codec import encode, number_of
from sessions.flight.recorder import Noted, Strip
from sessions.flight.schema import schema

MAGIC: Final = "tutor-flight"
FORMAT: Final = 2
PIECE_BYTES: Final = 64 * 1024
"""A state is written again when so many bytes of events, and as many as the last state took, have
followed it: states never outweigh events."""
_LEVEL: Final = 1
"""Of zlib: a third of the size for a tenth of the time that encoding takes."""
_UNFORESEEN = (TypeError, ValueError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A strip, or the part of it that could be written."""

    first: int
    """Number of its first event."""
    events: int
    begins: bool
    """It begins with a whole state."""
    data: bytes


class Packer:
    """Of one session: knows what the chunks so far hold."""

    def __init__(self, *, piece_bytes: int = PIECE_BYTES) -> None:
        self._piece_bytes = piece_bytes
        self._next = -1
        self._state_bytes = self._event_bytes = 0
        self.broken = False
        """A value that was never foreseen came: the record ends before it."""

    def pack(self, strip: Strip) -> Chunk | None:
        """The strip as bytes; None when nothing of it can be written. Blocks for milliseconds."""
        if self.broken:
            return None
        begins = self._next != strip.first or self._is_due()
        states = self._states(strip) if begins else []
        rows = [] if self.broken else self._rows(strip.noted)
        if not rows:
            return None
        self._next = strip.first + len(rows)
        parts = [MAGIC, FORMAT, schema().fingerprint, strip.first, states, rows]
        data = zlib.compress(msgspec.msgpack.encode(parts), _LEVEL)
        return Chunk(first=strip.first, events=len(rows), begins=begins, data=data)

    def _is_due(self) -> bool:
        return self._event_bytes >= max(self._piece_bytes, self._state_bytes)

    def _states(self, strip: Strip) -> list[msgspec.Raw]:
        try:
            data = encode(strip.state)
        except _UNFORESEEN:
            self.broken = True
            return []
        self._state_bytes, self._event_bytes = len(data), 0
        return [msgspec.Raw(data)]

    def _rows(self, noted: Sequence[Noted]) -> list[tuple[msgspec.Raw, list[int] | None]]:
        rows: list[tuple[msgspec.Raw, list[int] | None]] = []
        for one in noted:
            try:
                data = encode(one.event)
                decided = None if one.effects is None else decision(one.effects)
            except _UNFORESEEN:
                # It ends the record, not the session.
                self.broken = True
                break
            self._event_bytes += len(data)
            rows.append((msgspec.Raw(data), decided))
        return rows


def decision(effects: Sequence[Effect]) -> list[int]:
    """A digest of effects (CRC-32 of their encoding) and the kind of each: enough to see whether
    they are the same, and roughly what they were. Raises TypeError for what nobody foresaw."""
    return [zlib.crc32(encode(tuple(effects))), *(number_of(effect) for effect in effects)]
