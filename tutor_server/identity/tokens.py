"""Bearer tokens: JWTs (RFC 7519) signed with HS256 by a key of the ring.

Time is an argument. Every token says what it is for (`kind`), and no verifier takes another's.
Knows nothing about HTTP or about what a role may do.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import jwt

from inference.contracts import JsonValue
from sessions.ids import StudentId, TenantId
from tutor_server.errors import (
    InvalidRequestError,
    TokenExpiredError,
    TokenInvalidError,
    TokenWrongKindError,
)
from tutor_server.identity.keyring import MAX_LIFE_S, Keyring
from tutor_server.storage.people import PersonRole

AUDIENCE: Final = "tutor"
MAX_CHARS: Final = 8_192
"""A longer token is refused unread."""
CLOCK_SKEW_S: Final = 5
_CLAIMS: Final = ("sub", "tenant", "role", "kind", "aud", "exp", "iat", "jti")


class TokenKind(StrEnum):
    """What a token is for."""

    BEARER = "bearer"
    """A person's or service's long-lived API key."""
    BROWSER = "browser"
    """A login of the page, held in a cookie."""
    CLIENT_SECRET = "client_secret"  # noqa: S105 the name of a kind
    """One realtime session, opened within minutes."""
    LINK = "link"
    """The printed one-time login link."""
    RESUME = "resume"
    """Reconnects to one running session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who is asking, as a verified token says."""

    person_id: str
    tenant_id: TenantId
    role: PersonRole
    kind: TokenKind
    name: str = ""
    token_id: str = ""
    """The token's `jti`."""
    expires_at_s: int = 0
    """Unix time."""
    extra: Mapping[str, JsonValue] = field(default_factory=dict)
    """What the token carries besides: session settings of a client secret."""

    @property
    def student_id(self) -> StudentId:
        """The person as a student; meaningful for the student's role only."""
        return StudentId(self.person_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a token will say."""

    person_id: str
    tenant_id: TenantId
    role: PersonRole
    name: str = ""
    kind: TokenKind = TokenKind.BEARER
    life_s: int = 30 * 24 * 3600
    extra: Mapping[str, JsonValue] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 1 <= self.life_s <= MAX_LIFE_S:
            raise InvalidRequestError(
                f"A token lives 1 to {MAX_LIFE_S} seconds, not {self.life_s}.", param="life_s"
            )


def issue(keyring: Keyring, grant: Grant, *, now_s: int) -> str:
    """A signed token. Raises KeyFileError."""
    key = keyring.current()
    claims: dict[str, Any] = {
        "sub": grant.person_id,
        "tenant": grant.tenant_id,
        "role": grant.role.value,
        "name": grant.name,
        "kind": grant.kind.value,
        "aud": AUDIENCE,
        "iat": now_s,
        "exp": now_s + grant.life_s,
        "jti": secrets.token_hex(12),
    }
    if grant.extra:
        claims["extra"] = dict(grant.extra)
    return jwt.encode(claims, key.secret, algorithm="HS256", headers={"kid": key.kid})


def verify(keyring: Keyring, token: str, *, now_s: int, kinds: frozenset[TokenKind]) -> Principal:
    """Who sent the token. Raises TokenInvalidError, TokenExpiredError, TokenWrongKindError."""
    claims = _signed_claims(keyring, token, now_s)
    try:
        principal = _principal(claims)
    except (ValueError, TypeError) as error:
        raise TokenInvalidError from error
    if principal.expires_at_s <= now_s:
        raise TokenExpiredError
    if principal.kind not in kinds:
        raise TokenWrongKindError
    return principal


def _signed_claims(keyring: Keyring, token: str, now_s: int) -> dict[str, Any]:
    if len(token) > MAX_CHARS:
        raise TokenInvalidError
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        key = keyring.find(kid if isinstance(kid, str) else "")
        claims: dict[str, Any] = jwt.decode(
            token,
            key.secret,
            algorithms=["HS256"],
            audience=AUDIENCE,
            # PyJWT would read the clock; the times are checked below against `now_s`.
            options={
                "require": list(_CLAIMS),
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
                "strict_aud": True,
            },
        )
    except jwt.PyJWTError as error:
        raise TokenInvalidError from error
    _check_times(claims, now_s)
    if not key.verifies(issued_at_s=claims["iat"], now_s=now_s):
        raise TokenInvalidError("The token was signed by a key that is no longer used.")
    return claims


def _check_times(claims: Mapping[str, Any], now_s: int) -> None:
    issued_at, expires_at = claims["iat"], claims["exp"]
    if type(issued_at) is not int or type(expires_at) is not int:
        raise TokenInvalidError
    if issued_at > now_s + CLOCK_SKEW_S or not 0 < expires_at - issued_at <= MAX_LIFE_S:
        raise TokenInvalidError


def _principal(claims: Mapping[str, Any]) -> Principal:
    extra = claims.get("extra", {})
    texts = [claims[name] for name in ("sub", "tenant", "jti")] + [claims.get("name", "")]
    if not isinstance(extra, dict) or not all(isinstance(text, str) for text in texts):
        raise TypeError("a claim has the wrong type")
    return Principal(
        person_id=claims["sub"],
        tenant_id=TenantId(claims["tenant"]),
        role=PersonRole(claims["role"]),
        kind=TokenKind(claims["kind"]),
        name=claims.get("name", ""),
        token_id=claims["jti"],
        expires_at_s=claims["exp"],
        extra=extra,
    )
