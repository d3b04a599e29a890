"""How long a piece is kept after it was said last: no longer than what was said in the talk."""

from typing import Final

from tutor_server.storage.expiry import Expiry, purger

KIND: Final = "memory_pieces"
DEFAULT_DAYS: Final = 180
"""As the log's transcripts."""
purge: Final = purger(Expiry(kind=KIND, days=DEFAULT_DAYS, key="student, piece"))
