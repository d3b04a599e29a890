"""Joins tokens, links and people into web.contracts.Authority."""

from collections.abc import Mapping

from inference.contracts import JsonValue
from sessions.ids import SessionId, StudentId
from tutor_server.app.places import Places
from tutor_server.app.storage import Storage
from tutor_server.clock import wall_clock
from tutor_server.errors import ErasedError, NotFoundError, TokenInvalidError
from tutor_server.identity.client_secrets import (
    PREFIX,
    Binding,
    issue_secret,
    verify_secret,
)
from tutor_server.identity.keyring import Keyring
from tutor_server.identity.links import spend
from tutor_server.identity.tokens import Grant, Principal, TokenKind, issue, verify
from tutor_server.storage.people import PersonRole
from tutor_server.web.contracts import Caller

BROWSER_LIFE_S = 30 * 24 * 3600
_LONG_LIVED = frozenset({TokenKind.BEARER, TokenKind.BROWSER})


def now_s() -> int:
    """Unix seconds."""
    return int(wall_clock().timestamp())


def open_keyring(places: Places) -> Keyring:
    """The signing keys of this installation. Raises KeyFileError."""
    return Keyring.open(places.keys / "signing.json", now_s=now_s())


class StoredAuthority:
    """See web.contracts.Authority."""

    def __init__(self, storage: Storage, keyring: Keyring) -> None:
        self._storage = storage
        self._keyring = keyring

    async def caller(self, token: str) -> Caller:
        """Verify the token and look the person up. Raises TokenError, StorageUnavailableError."""
        if token.startswith(PREFIX):
            principal, binding = verify_secret(self._keyring, token, now_s=now_s())
        else:
            principal = verify(self._keyring, token, now_s=now_s(), kinds=_LONG_LIVED)
            binding = Binding()
        try:
            person = await self._storage.people.get(principal.tenant_id, principal.person_id)
        except (NotFoundError, ErasedError) as error:
            raise TokenInvalidError("The person of this token is no longer here.") from error
        return Caller(
            person_id=StudentId(principal.person_id),
            tenant_id=principal.tenant_id,
            role=principal.role.value,
            name=person.display_name,
            grade=person.grade,
            locale=person.locale,
            session_id=binding.session_id,
            short_lived=principal.kind is TokenKind.CLIENT_SECRET,
            kind=principal.kind.value,
            expires_at_s=principal.expires_at_s,
            session=binding.settings,
        )

    async def log_in(self, link_token: str) -> tuple[str, int]:
        """See Authority."""
        principal = await spend(self._storage.database, self._keyring, link_token, now_s=now_s())
        grant = Grant(
            person_id=principal.person_id,
            tenant_id=principal.tenant_id,
            role=principal.role,
            name=principal.name,
            kind=TokenKind.BROWSER,
            life_s=BROWSER_LIFE_S,
        )
        return issue(self._keyring, grant, now_s=now_s()), BROWSER_LIFE_S

    def client_secret(
        self,
        caller: Caller,
        *,
        session_id: SessionId | None,
        session: Mapping[str, JsonValue],
        life_s: int,
    ) -> tuple[str, int]:
        """See Authority."""
        owner = Principal(
            person_id=caller.person_id,
            tenant_id=caller.tenant_id,
            role=PersonRole(caller.role),
            kind=TokenKind(caller.kind),
            name=caller.name,
            expires_at_s=caller.expires_at_s,
        )
        secret = issue_secret(
            self._keyring,
            owner,
            binding=Binding(session_id=session_id, settings=session),
            life_s=life_s,
            now_s=now_s(),
        )
        return secret.value, secret.expires_at_s
