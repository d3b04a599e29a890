"""The last turns' timings of each live session, for a picture without a flight record.

They were published anyway and hold no word; they are gone with the session.
"""

from collections import deque
from typing import Final

from sessions.contracts import Identity
from sessions.flight.waterfall import Waterfall, of_timings
from sessions.ids import SessionId, TenantId
from sessions.outputs import Closed, Output, TurnTimings

TURNS: Final = 30
"""Per session; the oldest goes first."""


class LiveTimings:
    """Told of every output of every session (attach.hub.Hub.watchers)."""

    def __init__(self) -> None:
        # Bounded by the live sessions: a session's end takes its entry away.
        self._turns: dict[tuple[TenantId, SessionId], deque[Waterfall]] = {}

    def watch(self, identity: Identity, output: Output) -> None:
        """Note a turn's timings."""
        key = identity.tenant_id, identity.session_id
        if isinstance(output, TurnTimings):
            self._turns.setdefault(key, deque(maxlen=TURNS)).append(of_timings(output))
        elif isinstance(output, Closed):
            self._turns.pop(key, None)

    def of(self, tenant: TenantId, session: SessionId) -> tuple[Waterfall, ...]:
        """The turns of a session that lives here, oldest first."""
        return tuple(self._turns.get((tenant, session), ()))
