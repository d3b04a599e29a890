"""What a student said and answered, as far as the viewer may read it. Reads the log only.

The log's row policies decide; without consent a teacher reads nothing here. What was said and
has outlived its retention is left out.
"""

from dataclasses import dataclass
from typing import Final

from sessions.contracts import FactKind
from sessions.facts import restore
from sessions.ids import SessionId, StudentId
from sessions.items import Item
from tutor_server.storage.event_log import EventLog
from tutor_server.storage.facts import COLUMNS, LoggedFact, from_row
from tutor_server.storage.pool import Database, Scope
from tutor_server.web.paging import Page

MOST_FACTS: Final = 20_000
"""Of a longer session the beginning is shown."""

_WRONG = f"""
    SELECT {COLUMNS} FROM events
    WHERE student = $1 AND kind = 'item.attempted' AND body -> 'correct' = 'false'::jsonb
        AND ($2::bigint IS NULL OR student_seq < $2)
    ORDER BY student_seq DESC LIMIT $3
"""  # noqa: S608 a constant


@dataclass(frozen=True, slots=True)
class Said:
    """Reads for viewers."""

    database: Database
    log: EventLog

    async def transcript(self, viewer: Scope, session_id: SessionId) -> tuple[Item, ...]:
        """The conversation of a session. Raises StorageUnavailableError."""
        facts: list[LoggedFact] = []
        while len(facts) < MOST_FACTS:
            after_seq = facts[-1].seq if facts else 0
            page = await self.log.read(session_id, after_seq=after_seq, viewer=viewer)
            if not page:
                break
            facts.extend(page)
        return restore(logged.fact for logged in facts if logged.fact.private or _bare(logged))

    async def wrong_answers(
        self, viewer: Scope, student: StudentId, page: Page
    ) -> tuple[LoggedFact, ...]:
        """The newest first, from a `student_seq` on downwards, one more than the page's limit
        when there are more. Raises StorageUnavailableError."""
        async with self.database.scoped(viewer) as connection:
            rows = await connection.fetch(_WRONG, student, page.cursor, page.limit + 1)
        if not rows:
            return ()
        cipher = await self.log.cipher_or_none(viewer.tenant, student)
        return tuple(from_row(row, cipher) for row in rows)


def _bare(logged: LoggedFact) -> bool:
    """Says something about the conversation without a private part."""
    return logged.fact.kind is FactKind.ITEM_DELETED
