"""How long it is kept where a student was last, and a pause that nobody lifts. The facts
themselves are kept by the log."""

from typing import Final

from tutor_server.storage.expiry import Expiry, purger

DAYS: Final = 730
"""After the last deed: as long as the facts that could tell it again."""
PAUSE_DAYS: Final = 7
"""A pause is for a lesson, and one that was forgotten must not keep a student out for good."""

purge: Final = purger(
    Expiry(kind="classroom_students", days=DAYS, key="student", at="last_at"),
    Expiry(kind="classroom_pauses", days=PAUSE_DAYS, key="student"),
    Expiry(kind="classroom_class_pauses", days=PAUSE_DAYS, key="tenant"),
)
