"""Errors as HTTP: RFC 9457 problem+json, with OpenAI's `error` object beside it.

Both in one body, because our own clients read problems and the OpenAI clients read `error`.
"""

import logging
from collections.abc import Awaitable, Callable

from aiohttp import web

from inference.errors import (
    BadAudioError,
    InferenceError,
    ModelOverloadedError,
    ModelRefusedError,
    UnknownModelError,
    UnknownVoiceError,
)
from media.errors import MediaError
from sessions.errors import SessionError
from tutor_server.errors import OverloadedError, RateLimitedError, TutorError
from tutor_server.wire.errors import WireError

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_BAD_INPUT = (ModelRefusedError, BadAudioError, UnknownVoiceError)
_TITLES = {
    400: "The request is not valid.",
    404: "There is nothing here.",
    405: "This address does not take that method.",
    413: "This is too large.",
    429: "Too many requests.",
    503: "A part of the tutor is not answering. Try again in a moment.",
}


def problem(
    status: int, code: str, detail: str, *, param: str | None = None, title: str = ""
) -> web.Response:
    """A problem response (RFC 9457 section 3)."""
    kind = "invalid_request_error" if status < 500 else "server_error"
    body = {
        "type": f"urn:tutor:problem:{code}",
        "title": title or _TITLES.get(status, "Something went wrong."),
        "status": status,
        "detail": detail,
        "code": code,
        "error": {"message": detail, "type": kind, "param": param, "code": code},
    }
    return web.json_response(body, status=status, content_type="application/problem+json")


def _from_inference(error: InferenceError) -> web.Response:
    status = 503
    if isinstance(error, _BAD_INPUT):
        status = 400
    elif isinstance(error, UnknownModelError):
        status = 404
    elif isinstance(error, ModelOverloadedError):
        status = 429
    return problem(status, error.code, str(error) or _TITLES[status])


def response_for(error: Exception) -> web.Response | None:
    """The response of a known error, or None."""
    if isinstance(error, TutorError):
        param = getattr(error, "param", None)
        response = problem(error.status, error.code, error.detail, param=param, title=error.title)
        if isinstance(error, RateLimitedError | OverloadedError):
            response.headers["Retry-After"] = str(max(1, round(error.retry_after_s)))
        return response
    if isinstance(error, WireError):
        return problem(400, error.code, error.message, param=error.param)
    if isinstance(error, InferenceError):
        return _from_inference(error)
    if isinstance(error, MediaError):
        return problem(400, error.code, str(error))
    if isinstance(error, SessionError):
        return problem(503, error.code, "The tutor's storage is not answering. Try again.")
    return None


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every error leaves as a problem; unknown ones are logged and say nothing of the inside."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        code = {404: "not_found", 405: "method_not_allowed", 413: "payload_too_large"}.get(
            error.status, "invalid_request"
        )
        return problem(error.status, code, error.reason)
    except Exception as error:
        response = response_for(error)
        if response is not None:
            return response
        log.exception("request failed", extra={"path": request.path})
        return problem(500, "internal_error", "Something went wrong on the server.")
