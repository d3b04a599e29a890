"""How long runs and items are kept: as long as the events that could tell them again."""

from typing import Final

from tutor_server.storage.expiry import Expiry, purger

purge: Final = purger(
    Expiry(
        kind="lesson_runs", days=730, key="student, run", at="coalesce(finished_at, started_at)"
    ),
    Expiry(kind="lesson_items", days=730, key="student, run, item"),
)
