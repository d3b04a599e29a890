"""Replies whose life is over go, and every reply at the latest after its retention."""

from typing import Final

from tutor_server.storage.expiry import Expiry, purger

KIND: Final = "cached_replies"
DEFAULT_DAYS: Final = 180
"""Confirmed replies live this long at most."""
purge: Final = purger(
    Expiry(kind=KIND, days=DEFAULT_DAYS, key="tenant, id", at="created_at", also="expires_at")
)
