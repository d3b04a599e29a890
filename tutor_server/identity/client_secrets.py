"""Short-lived client secrets, so that no page holds a long-lived token.

A secret is `ek_` and a token of its own kind; it opens realtime sessions for one person, may be
bound to one session, and carries the session settings it was made with. Source: OpenAI Realtime
API, client secrets. Knows nothing about HTTP.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from inference.contracts import JsonValue
from sessions.ids import SessionId
from tutor_server.errors import InvalidRequestError, TokenWrongKindError
from tutor_server.identity.keyring import Keyring
from tutor_server.identity.tokens import Grant, Principal, TokenKind, issue, verify

PREFIX: Final = "ek_"
MIN_LIFE_S: Final = 10
MAX_LIFE_S: Final = 7_200
DEFAULT_LIFE_S: Final = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSecret:
    """What the page gets."""

    value: str
    expires_at_s: int
    """Unix time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What a secret is good for."""

    session_id: SessionId | None = None
    """None opens a new session."""
    settings: Mapping[str, JsonValue] = field(default_factory=dict)
    """As the session object of the API; small, it travels in the token."""


def issue_secret(
    keyring: Keyring, owner: Principal, *, binding: Binding, life_s: int, now_s: int
) -> ClientSecret:
    """A secret in the owner's name, never outliving the token it was asked with.

    Raises InvalidRequestError (life), TokenWrongKindError (a secret cannot make another).
    """
    if not MIN_LIFE_S <= life_s <= MAX_LIFE_S:
        raise InvalidRequestError(
            f"A client secret lives {MIN_LIFE_S} to {MAX_LIFE_S} seconds.", param="life_s"
        )
    if owner.kind not in {TokenKind.BEARER, TokenKind.BROWSER}:
        raise TokenWrongKindError
    grant = Grant(
        person_id=owner.person_id,
        tenant_id=owner.tenant_id,
        role=owner.role,
        name=owner.name,
        kind=TokenKind.CLIENT_SECRET,
        life_s=max(1, min(life_s, owner.expires_at_s - now_s)),
        extra={"session_id": binding.session_id, "settings": dict(binding.settings)},
    )
    return ClientSecret(
        value=PREFIX + issue(keyring, grant, now_s=now_s), expires_at_s=now_s + grant.life_s
    )


def verify_secret(keyring: Keyring, secret: str, *, now_s: int) -> tuple[Principal, Binding]:
    """Who may open what. Raises TokenError."""
    if not secret.startswith(PREFIX):
        raise TokenWrongKindError
    principal = verify(
        keyring,
        secret.removeprefix(PREFIX),
        now_s=now_s,
        kinds=frozenset({TokenKind.CLIENT_SECRET}),
    )
    session_id, settings = principal.extra.get("session_id"), principal.extra.get("settings")
    return principal, Binding(
        session_id=SessionId(session_id) if isinstance(session_id, str) else None,
        settings=settings if isinstance(settings, dict) else {},
    )
