"""How long what was learned is kept after the last turn that taught something."""

from typing import Final

from tutor_server.storage.expiry import Expiry, purger

KIND: Final = "patience_learned"
DEFAULT_DAYS: Final = 365
"""Children grow, and so does how they speak."""
purge: Final = purger(Expiry(kind=KIND, days=DEFAULT_DAYS, key="student"))
