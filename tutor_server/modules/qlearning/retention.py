"""How long decisions and deeds are kept: as long as the facts that could tell them again. What was
learned from them stays until erasure."""

from typing import Final

from tutor_server.storage.expiry import Expiry, purger

purge: Final = purger(
    Expiry(kind="qlearning_decisions", days=730, key="student, decision"),
    Expiry(kind="qlearning_deeds", days=730, key="student, deed"),
)
