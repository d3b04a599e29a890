"""Ratings in the log that are about a kept reply: a thumb down removes it, a thumb up confirms it.

A reply that was said again has the source `cache:<id>`; other ratings are other modules'.
"""

from typing import Final

from inference.contracts import JsonValue
from sessions.contracts import FactKind
from tutor_server.modules.replies.store import confirm, remove
from tutor_server.storage.facts import LoggedFact
from tutor_server.storage.pool import Connection

CONSUMER: Final = "replies"
SOURCE: Final = "cache:"
_POOR: Final = 2
_GOOD: Final = 4
"""Stars, of five."""


async def apply(connection: Connection, logged: LoggedFact) -> None:
    """One fact, in the transaction that moves the cursor."""
    body, source = logged.fact.body, logged.fact.body.get("source")
    if logged.fact.kind is not FactKind.RATING_GIVEN or not isinstance(source, str):
        return
    if not source.startswith(SOURCE):
        return
    reply_id, good = source.removeprefix(SOURCE), _opinion(body.get("thumbs"), body.get("stars"))
    if good is True:
        await confirm(connection, logged.tenant_id, reply_id, now=logged.at)
    elif good is False:
        await remove(connection, logged.tenant_id, reply_id)


def _opinion(thumbs: JsonValue, stars: JsonValue) -> bool | None:
    """Whether a rating is good; a thumb counts before stars. None: neither good nor bad."""
    if isinstance(thumbs, int) and thumbs in (-1, 1):
        return thumbs == 1
    if isinstance(stars, int):
        return True if stars >= _GOOD else False if stars <= _POOR else None
    return None
