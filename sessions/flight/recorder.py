"""Notes what a session's reducer was given and what it decided, until somebody takes it.

Keeps only references to frozen values, so that noting costs a turn nothing; encoding is for
whoever takes (sessions/flight/chunk.py), off the loop. Knows no clock, no storage and no consent;
its owner takes, stops and forgets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sessions.effects import Effect
from sessions.events import Event
from sessions.state import State

MAX_WAITING: Final = 2_000
"""Events that wait to be taken: a minute of lively talk. When full all of them are dropped, and
the numbers of those that follow tell so."""


@dataclass(slots=True, kw_only=True)
class Noted:
    """One event and what the reducer decided; None when it failed over it."""

    event: Event
    effects: tuple[Effect, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A stretch of a flight, in order and without a gap."""

    first: int
    """Number of its first event, counted from the session's."""
    state: State
    """Before that event."""
    noted: tuple[Noted, ...]


class Recorder:
    """Of one session; a `sessions.actor.Recorder`."""

    def __init__(self, *, max_waiting: int = MAX_WAITING) -> None:
        self._max_waiting = max_waiting
        self._waiting: list[Noted] = []
        self._first = 0
        self._state: State | None = None
        self.stopped = False
        """Nothing more is noted."""

    @property
    def waiting(self) -> int:
        """Events to be taken."""
        return len(self._waiting)

    def note(self, state: State, event: Event) -> None:
        """Called with each event just before it is reduced, and the state it will meet."""
        if self.stopped:
            return
        if len(self._waiting) >= self._max_waiting:
            self._first += len(self._waiting)
            self._waiting.clear()
        if not self._waiting:
            self._state = state
        self._waiting.append(Noted(event=event))

    def decided(self, effects: Sequence[Effect]) -> None:
        """Called with what came of the event that was noted last."""
        if self._waiting:
            self._waiting[-1].effects = tuple(effects)

    def take(self) -> Strip | None:
        """What was noted since the last call, which is not held here any more."""
        if self._state is None or not self._waiting:
            return None
        strip = Strip(first=self._first, state=self._state, noted=tuple(self._waiting))
        self._first += len(self._waiting)
        self._waiting.clear()
        self._state = None
        return strip

    def forget(self) -> None:
        """Note nothing more and lose what waits (there is no consent, or no longer)."""
        self.stopped = True
        self._waiting.clear()
        self._state = None
