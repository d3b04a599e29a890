"""Client secrets: short, bound, and not able to make more of themselves."""

from pathlib import Path

import pytest

from sessions.ids import SessionId, TenantId
from tutor_server.errors import (
    InvalidRequestError,
    TokenExpiredError,
    TokenInvalidError,
    TokenWrongKindError,
)
from tutor_server.identity.client_secrets import PREFIX, Binding, issue_secret, verify_secret
from tutor_server.identity.keyring import Keyring
from tutor_server.identity.tokens import Grant, Principal, TokenKind, issue, verify
from tutor_server.storage.people import PersonRole

NOW = 1_800_000_000


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return Keyring.open(tmp_path / "signing.json", now_s=NOW)


def ada(kind: TokenKind = TokenKind.BEARER, life_s: int = 86_400) -> Principal:
    return Principal(
        person_id="st_1",
        tenant_id=TenantId("home"),
        role=PersonRole.STUDENT,
        kind=kind,
        name="Ada",
        expires_at_s=NOW + life_s,
    )


def test_carries_its_owner_session_and_settings(keyring: Keyring) -> None:
    binding = Binding(session_id=SessionId("s1"), settings={"modality": "voice"})
    secret = issue_secret(keyring, ada(), binding=binding, life_s=600, now_s=NOW)
    assert secret.value.startswith("ek_")
    assert secret.expires_at_s == NOW + 600
    principal, found = verify_secret(keyring, secret.value, now_s=NOW + 599)
    assert found == binding
    assert (principal.person_id, principal.role) == ("st_1", PersonRole.STUDENT)
    with pytest.raises(TokenExpiredError):
        verify_secret(keyring, secret.value, now_s=NOW + 600)


def test_unbound(keyring: Keyring) -> None:
    secret = issue_secret(keyring, ada(), binding=Binding(), life_s=60, now_s=NOW)
    assert verify_secret(keyring, secret.value, now_s=NOW)[1] == Binding()


def test_is_no_bearer_and_a_bearer_is_no_secret(keyring: Keyring) -> None:
    secret = issue_secret(keyring, ada(), binding=Binding(), life_s=60, now_s=NOW)
    with pytest.raises(TokenInvalidError):
        verify(keyring, secret.value, now_s=NOW, kinds=frozenset({TokenKind.BEARER}))
    with pytest.raises(TokenWrongKindError):
        verify(
            keyring,
            secret.value.removeprefix(PREFIX),
            now_s=NOW,
            kinds=frozenset({TokenKind.BEARER}),
        )
    grant = Grant(person_id="st_1", tenant_id=TenantId("home"), role=PersonRole.STUDENT)
    bearer = issue(keyring, grant, now_s=NOW)
    for value in (bearer, PREFIX + bearer):
        with pytest.raises(TokenWrongKindError):
            verify_secret(keyring, value, now_s=NOW)


@pytest.mark.parametrize("kind", [TokenKind.CLIENT_SECRET, TokenKind.LINK, TokenKind.RESUME])
def test_cannot_be_made_with_less_than_a_login(keyring: Keyring, kind: TokenKind) -> None:
    with pytest.raises(TokenWrongKindError):
        issue_secret(keyring, ada(kind), binding=Binding(), life_s=60, now_s=NOW)


def test_never_outlives_its_maker(keyring: Keyring) -> None:
    secret = issue_secret(keyring, ada(life_s=30), binding=Binding(), life_s=600, now_s=NOW)
    assert secret.expires_at_s == NOW + 30


@pytest.mark.parametrize("life_s", [0, 9, 7_201, -1])
def test_bad_lives(keyring: Keyring, life_s: int) -> None:
    with pytest.raises(InvalidRequestError):
        issue_secret(keyring, ada(), binding=Binding(), life_s=life_s, now_s=NOW)
