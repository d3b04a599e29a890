"""Reading request bodies into typed values, with the field's path when one is wrong."""

from typing import TypeVar

import msgspec
from aiohttp import web

from sessions.ids import SessionId
from tutor_server.attach.room import Resume
from tutor_server.errors import InvalidRequestError

T = TypeVar("T")


async def read_json(request: web.Request, shape: type[T]) -> T:
    """The body as `shape` (a msgspec Struct). Raises InvalidRequestError."""
    body = await request.read()
    try:
        return msgspec.json.decode(body or b"{}", type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        text = str(error)
        param = text.split("`$.", 1)[1].rstrip("`") if "`$." in text else ""
        raise InvalidRequestError(f"The body is not valid: {text}.", param=param) from error


def read_resume(request: web.Request) -> tuple[SessionId | None, Resume | None]:
    """`session_id`, `epoch` and `last_seq` of a returning client. Raises InvalidRequestError."""
    session_id = request.query.get("session_id")
    if session_id is None:
        return None, None
    if not 1 <= len(session_id) <= 64:
        raise InvalidRequestError("session_id has 1 to 64 characters.", param="session_id")
    numbers = []
    for name in ("epoch", "last_seq"):
        text = request.query.get(name)
        if text is None:
            return SessionId(session_id), None
        if not text.isascii() or not text.isdigit() or len(text) > 15:
            raise InvalidRequestError(f"{name} must be a whole number.", param=name)
        numbers.append(int(text))
    return SessionId(session_id), Resume(epoch=numbers[0], last_seq=numbers[1])
