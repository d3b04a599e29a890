"""Errors of the server around the live core; each becomes an RFC 9457 problem or an error event.

TutorError                       500 internal_error
 +-- InvalidRequestError         400 invalid_request
 +-- TokenError                  401 invalid_token
 |    +-- TokenMissingError          token_missing
 |    +-- TokenInvalidError          token_invalid
 |    +-- TokenExpiredError          token_expired
 |    +-- TokenWrongKindError        token_wrong_kind
 +-- ForbiddenError              403 forbidden
 |    +-- OriginRefusedError         origin_refused
 +-- NotFoundError               404 not_found
 +-- NotAcceptableError          406 not_acceptable
 +-- ConflictError               409 conflict
 |    +-- ReOfferError               re_offer              make a fresh peer
 |    +-- SessionRefusedError        session_refused       or the session's own code
 +-- GoneError                   410 gone
 |    +-- LinkUsedError              link_used
 |    +-- LinkExpiredError           link_expired
 |    +-- ErasedError                person_erased
 +-- PayloadTooLargeError        413 payload_too_large
 +-- UnsupportedMediaError       415 unsupported_media_type
 +-- RateLimitedError            429 rate_limited          retryable, retry_after_s
 +-- UnavailableError            503 unavailable           retryable
 |    +-- StorageUnavailableError    storage_unavailable   retryable
 |    +-- StorageFullError           storage_full
 |    +-- ModelUnavailableError      model_unavailable     retryable
 |    +-- SpeechUnavailableError     speech_unavailable    retryable
 |    +-- OverloadedError            overloaded            retryable, retry_after_s
 |    +-- SessionBusyError           session_busy          retryable
 +-- StartError                  500 start_failed          the process must not go on
      +-- AlreadyRunningError        already_running
      +-- MigrationError             migration_refused
      +-- UnsafeRoleError            database_role_unsafe
      +-- KeyFileError               key_file_unusable
"""


class TutorError(Exception):
    """Root of the tree. `detail` is a plain sentence that a user may read."""

    code = "internal_error"
    """Stable; clients may switch on it."""
    status = 500
    """HTTP status."""
    title = "Something went wrong on the server."
    """RFC 9457 section 3.1.4: the same for every occurrence."""
    retryable = False

    def __init__(self, detail: str = "") -> None:
        self.detail = detail or self.title
        super().__init__(self.detail)


class InvalidRequestError(TutorError):
    """The request is malformed; `param` names the field, empty when unknown."""

    code = "invalid_request"
    status = 400
    title = "The request is not valid."

    def __init__(self, detail: str = "", *, param: str = "") -> None:
        super().__init__(detail)
        self.param = param


class TokenError(TutorError):
    """The bearer cannot be trusted."""

    code = "invalid_token"
    status = 401
    title = "This request needs a valid token."


class TokenMissingError(TokenError):
    """No token came with the request."""

    code = "token_missing"
    title = "This request needs a token."


class TokenInvalidError(TokenError):
    """Not one of ours: bad form, signature, key, audience or claims."""

    code = "token_invalid"
    title = "This token is not valid."


class TokenExpiredError(TokenError):
    """Ours, but too old."""

    code = "token_expired"
    title = "This token has expired."


class TokenWrongKindError(TokenError):
    """Ours, but made for another purpose."""

    code = "token_wrong_kind"
    title = "This token was made for another purpose."


class ForbiddenError(TutorError):
    """The bearer is known and may not do this."""

    code = "forbidden"
    status = 403
    title = "You may not do this."


class OriginRefusedError(ForbiddenError):
    """The page's origin is not one of ours."""

    code = "origin_refused"
    title = "This page may not connect to the tutor."


class NotFoundError(TutorError):
    """Nothing there, or nothing that this bearer may know of."""

    code = "not_found"
    status = 404
    title = "There is nothing here."


class NotAcceptableError(TutorError):
    """No representation that the client accepts."""

    code = "not_acceptable"
    status = 406
    title = "The tutor cannot answer in that format."


class ConflictError(TutorError):
    """The thing exists already or is in another state."""

    code = "conflict"
    status = 409
    title = "This does not fit what is there."


class SessionRefusedError(ConflictError):
    """A live session refused a command; code and sentence are the session's."""

    code = "session_refused"
    title = "The session refused this."

    def __init__(self, detail: str = "", *, code: str = "session_refused") -> None:
        super().__init__(detail)
        self.code = code


class ReOfferError(ConflictError):
    """This peer cannot take the new offer; the page makes a fresh one."""

    code = "re_offer"
    title = "This call cannot be changed; start a fresh one."


class GoneError(TutorError):
    """It was there and is no more."""

    code = "gone"
    status = 410
    title = "This is no longer here."


class LinkUsedError(GoneError):
    """A login link works once."""

    code = "link_used"
    title = "This login link has already been used. Run `tutor link` for a new one."


class LinkExpiredError(GoneError):
    """A login link works for fifteen minutes."""

    code = "link_expired"
    title = "This login link has expired. Run `tutor link` for a new one."


class ErasedError(GoneError):
    """The person's data and key were erased."""

    code = "person_erased"
    title = "This person's data was erased."


class PayloadTooLargeError(TutorError):
    """More bytes than the route takes."""

    code = "payload_too_large"
    status = 413
    title = "This is too large."


class UnsupportedMediaError(TutorError):
    """A content type the route does not read."""

    code = "unsupported_media_type"
    status = 415
    title = "The tutor cannot read this format."


class RateLimitedError(TutorError):
    """Too many, too fast; try again after `retry_after_s` seconds."""

    code = "rate_limited"
    status = 429
    title = "Too many requests."
    retryable = True

    def __init__(self, detail: str = "", *, retry_after_s: float = 1.0) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s


class UnavailableError(TutorError):
    """A part of the server does not answer now."""

    code = "unavailable"
    status = 503
    title = "A part of the tutor is not answering. Try again in a moment."
    retryable = True


class StorageUnavailableError(UnavailableError):
    """Postgres does not answer; what was asked may or may not have happened."""

    code = "storage_unavailable"
    title = "The tutor's storage is not answering. Try again in a moment."


class StorageFullError(UnavailableError):
    """The disk is full; nothing can be stored until someone makes room."""

    code = "storage_full"
    title = "The tutor's disk is full."
    retryable = False


class ModelUnavailableError(UnavailableError):
    """The engine does not answer."""

    code = "model_unavailable"
    title = "The tutor's thinking engine is not answering. Try again in a moment."


class SpeechUnavailableError(UnavailableError):
    """The speech process does not answer."""

    code = "speech_unavailable"
    title = "The tutor's speech is not answering. Try again in a moment."


class OverloadedError(UnavailableError):
    """No room for another session; asking again after `retry_after_s` seconds may work."""

    code = "overloaded"
    title = "All tutors are busy. Please try again in a few minutes."

    def __init__(self, detail: str = "", *, retry_after_s: float = 15.0) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s


class SessionBusyError(UnavailableError):
    """A live session did not answer a command in time; it may still be carried out."""

    code = "session_busy"
    title = "The session is busy. Look at its state before you ask again."


class StartError(TutorError):
    """The process must not go on; `detail` says what to do."""

    code = "start_failed"
    title = "The tutor server cannot start."


class AlreadyRunningError(StartError):
    """Another tutor server uses the same home."""

    code = "already_running"
    title = "Another tutor server is running on the same home folder."


class MigrationError(StartError):
    """The database's schema does not fit the files."""

    code = "migration_refused"
    title = "The database's schema does not fit this version of the tutor."


class UnsafeRoleError(StartError):
    """The application's database role could go around row-level security."""

    code = "database_role_unsafe"
    title = "The database role of the tutor must not be a superuser or bypass row security."


class KeyFileError(StartError):
    """A key file is damaged or readable by others."""

    code = "key_file_unusable"
    title = "A key file cannot be used."
