"""How long votes and ratings are kept. A vote's texts go earlier, with the log's transcripts."""

from typing import Final

from tutor_server.storage.expiry import Expiry, purger

purge: Final = purger(
    Expiry(kind="votes", days=730, key="student, vote"),
    Expiry(kind="ratings", days=730, key="student, item_id"),
)
