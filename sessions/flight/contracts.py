"""What a flight record needs of its host: consent, secrecy and an end. Protocols only.

A record holds what a child said. This package neither stores nor encrypts: it gives bytes, to a
host that has asked for consent, seals them with the student's own key and deletes them in time.
"""

from typing import Protocol

from sessions.contracts import Identity


class FlightKeeper(Protocol):
    """Where the records of sessions go. Owned by the host."""

    def consented(self, identity: Identity) -> bool:
        """May this student's session be recorded? Asked before it begins and before it is kept."""

    async def keep(self, identity: Identity, record: bytes) -> None:
        """Seal and store a record, to be deleted after the host's short retention."""
