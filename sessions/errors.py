"""Errors of the live core.

SessionError
 +-- FencedError            session_fenced      another owner took the session
 +-- LogUnavailableError    storage_unavailable retryable
 +-- SessionClosedError     session_closed
"""


class SessionError(Exception):
    """Root of the tree; `code` is stable and goes over the wire."""

    code = "session_error"
    retryable = False


class FencedError(SessionError):
    """A newer epoch owns this session; this owner must stop at once."""

    code = "session_fenced"


class LogUnavailableError(SessionError):
    """The log cannot be reached; the append may or may not have happened."""

    code = "storage_unavailable"
    retryable = True


class SessionClosedError(SessionError):
    """The session has ended."""

    code = "session_closed"
