"""Which part of a list is asked for, and a list as it is answered."""

from dataclasses import dataclass
from typing import Final

from aiohttp import web

from inference.contracts import JsonValue
from tutor_server.errors import InvalidRequestError

MAX_CURSOR: Final = 2**53


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`limit` things from `cursor` on; what a cursor counts is the list's own business."""

    limit: int
    cursor: int | None = None

    @property
    def offset(self) -> int:
        """The cursor of a list that counts its things."""
        return self.cursor or 0


def read_page(request: web.Request, *, usual: int, most: int) -> Page:
    """`limit` and `cursor` of the query. Raises InvalidRequestError."""
    limit = _number(request, "limit", most=most)
    if limit == 0:
        raise InvalidRequestError(f"limit must be 1 to {most}.", param="limit")
    cursor = _number(request, "cursor", most=MAX_CURSOR)
    return Page(limit=usual if limit is None else limit, cursor=cursor)


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
