"""Which part of a list is asked for, and a list as it is answered."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from aiohttp import web

from inference.contracts import JsonValue
from tutor_server.errors import InvalidRequestError
from tutor_server.web.contracts import Query

MAX_CURSOR: Final = 2**53
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)
PAGE: Final = (
    Query(name="limit", about="How many at most.", kind="integer"),
    Query(name="cursor", about="The `next_cursor` of the page before."),
)
"""The query of every list in pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`limit` things from `cursor` on; what a cursor counts is the list's own business."""

    limit: int
    cursor: int | None = None

    @property
    def offset(self) -> int:
        """The cursor of a list that counts its things."""
        return self.cursor or 0

    @property
    def before(self) -> datetime | None:
        """The cursor of a list in order of time."""
        return None if self.cursor is None else _EPOCH + self.cursor * _TICK

    def following(self, found: int) -> int | None:
        """The next page's cursor for such a list, when one thing more than `limit` was looked
        for and `found` came."""
        return self.offset + self.limit if found > self.limit else None


def read_page(request: web.Request, *, usual: int, most: int) -> Page:
    """`limit` and `cursor` of the query. Raises InvalidRequestError."""
    limit = read_limit(request, usual=usual, most=most)
    return Page(limit=limit, cursor=_number(request, "cursor", most=MAX_CURSOR))


def read_limit(request: web.Request, *, usual: int, most: int) -> int:
    """`limit` of the query. Raises InvalidRequestError."""
    return read_count(request, "limit", usual=usual, most=most)


def read_count(request: web.Request, name: str, *, usual: int, most: int) -> int:
    """A number from 1 to `most` of the query. Raises InvalidRequestError."""
    count = _number(request, name, most=most)
    if count == 0:
        raise InvalidRequestError(f"{name} must be 1 to {most}.", param=name)
    return usual if count is None else count


def cursor_at(time: datetime) -> int:
    """The cursor whose page begins before `time`, in microseconds since 1970."""
    return (time - _EPOCH) // _TICK


def listed(data: list[JsonValue], following: int | None) -> dict[str, JsonValue]:
    """A list; `following` is the cursor of its next page, None at the end."""
    return {
        "object": "list",
        "data": data,
        "next_cursor": None if following is None else str(following),
    }


def _number(request: web.Request, name: str, *, most: int) -> int | None:
    text = request.query.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 16 and int(text) <= most):
        raise InvalidRequestError(f"{name} must be a whole number up to {most}.", param=name)
    return int(text)
