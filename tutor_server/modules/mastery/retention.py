"""How long single attempts are kept: as long as the facts that could tell them again. What was
learned from them stays until erasure."""

from typing import Final

from tutor_server.storage.expiry import Expiry, purger

KIND: Final = "mastery_attempts"
purge: Final = purger(Expiry(kind=KIND, days=730, key="student, place"))
