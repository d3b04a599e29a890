"""How long the module's passing rows are kept: deeds as long as the facts that could tell them
again. Awards and standings stay until erasure."""

from typing import Final

from tutor_server.storage.expiry import Expiry, purger

purge: Final = purger(
    Expiry(kind="xp_notices", days=30, key="student, seq"),
    Expiry(kind="xp_deeds", days=730, key="student, deed"),
)
