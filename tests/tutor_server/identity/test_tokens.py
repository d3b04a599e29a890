"""Tokens: only ours, only now, only for their purpose."""

import base64
import json
from pathlib import Path
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.ids import TenantId
from tutor_server.errors import (
    InvalidRequestError,
    TokenError,
    TokenExpiredError,
    TokenInvalidError,
    TokenWrongKindError,
)
from tutor_server.identity.keyring import MAX_LIFE_S, Keyring
from tutor_server.identity.tokens import Grant, Principal, TokenKind, issue, verify
from tutor_server.storage.people import PersonRole

NOW = 1_800_000_000
BEARER = frozenset({TokenKind.BEARER})


@pytest.fixture(scope="module")
def keyring(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    return Keyring.open(tmp_path_factory.mktemp("keys") / "signing.json", now_s=NOW - 100)


def grant(**changed: Any) -> Grant:
    return Grant(
        **{
            "person_id": "st_1",
            "tenant_id": TenantId("home"),
            "role": PersonRole.STUDENT,
            "name": "Ada",
            "life_s": 3600,
            **changed,
        }
    )


def forged(keyring: Keyring, header: dict[str, Any] | None = None, **claims: Any) -> str:
    """A token signed with the right key, with whatever claims."""
    key = keyring.current()
    whole = {
        "sub": "st_1", "tenant": "home", "role": "student", "name": "Ada", "kind": "bearer",
        "aud": "tutor", "iat": NOW, "exp": NOW + 60, "jti": "j",
    }  # fmt: skip
    whole |= claims
    return jwt.encode(
        {name: value for name, value in whole.items() if value is not None},
        key.secret,
        algorithm="HS256",
        headers={"kid": key.kid} if header is None else header,
    )


def check(keyring: Keyring, token: str, now_s: int = NOW) -> Principal:
    return verify(keyring, token, now_s=now_s, kinds=BEARER)


def test_round_trip(keyring: Keyring) -> None:
    token = issue(keyring, grant(extra={"deep": [1, {"x": "ü"}]}), now_s=NOW)
    principal = check(keyring, token)
    assert principal.person_id == principal.student_id == "st_1"
    assert (principal.tenant_id, principal.role, principal.name) == ("home", "student", "Ada")
    assert principal.expires_at_s == NOW + 3600
    assert principal.extra == {"deep": [1, {"x": "ü"}]}
    assert principal.token_id


def test_no_two_tokens_are_alike(keyring: Keyring) -> None:
    assert len({issue(keyring, grant(), now_s=NOW) for _ in range(50)}) == 50


def test_expiry_is_to_the_second(keyring: Keyring) -> None:
    token = issue(keyring, grant(), now_s=NOW)
    check(keyring, token, NOW + 3599)
    with pytest.raises(TokenExpiredError):
        check(keyring, token, NOW + 3600)


@pytest.mark.parametrize("kind", [kind for kind in TokenKind if kind is not TokenKind.BEARER])
def test_kinds_are_not_exchangeable(keyring: Keyring, kind: TokenKind) -> None:
    with pytest.raises(TokenWrongKindError):
        check(keyring, issue(keyring, grant(kind=kind), now_s=NOW))


@given(st.data())
def test_any_changed_character_is_noticed(keyring: Keyring, data: st.DataObject) -> None:
    token = issue(keyring, grant(), now_s=NOW)
    index = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda c: c != token[index]))
    changed = token[:index] + other + token[index + 1 :]
    if _decodes_alike(token, changed):
        return  # the last character's unused bits: the same bytes, so the same token
    with pytest.raises(TokenError):
        check(keyring, changed)


def _decodes_alike(first: str, second: str) -> bool:
    def parts(token: str) -> list[bytes]:
        return [base64.urlsafe_b64decode(part + "==") for part in token.split(".")]

    try:
        return parts(first) == parts(second)
    except ValueError:
        return False


@given(st.text(max_size=300) | st.binary(max_size=200).map(lambda b: b.decode("latin-1")))
def test_noise_is_an_invalid_token(keyring: Keyring, noise: str) -> None:
    with pytest.raises(TokenInvalidError):
        check(keyring, noise)


def test_algorithm_none(keyring: Keyring) -> None:
    header, payload, _ = issue(keyring, grant(), now_s=NOW).split(".")
    plain = json.loads(base64.urlsafe_b64decode(header + "=="))
    for name in ("none", "None", "NONE", "HS512", "RS256", "", None, 7):
        changed = base64.urlsafe_b64encode(json.dumps({**plain, "alg": name}).encode())
        for signature in ("", "x"):
            with pytest.raises(TokenInvalidError):
                check(keyring, f"{changed.decode().rstrip('=')}.{payload}.{signature}")


@pytest.mark.parametrize("header", [
    {}, {"kid": "unknown"}, {"kid": ""}, {"kid": "../../etc/passwd"},
])  # fmt: skip
def test_unknown_key(keyring: Keyring, header: dict[str, Any]) -> None:
    with pytest.raises(TokenInvalidError):
        check(keyring, forged(keyring, header))


@pytest.mark.parametrize("claims", [
    {"aud": "other"}, {"aud": ["tutor"]}, {"aud": None}, {"sub": None}, {"jti": None},
    {"tenant": None}, {"tenant": 7}, {"role": "root"}, {"role": None}, {"kind": "any"},
    {"exp": None}, {"iat": None}, {"exp": True}, {"exp": NOW + 0.5}, {"name": ["Ada"]},
    {"extra": "text"}, {"iat": NOW + 60, "exp": NOW + 120}, {"iat": NOW, "exp": NOW - 1},
    {"iat": NOW, "exp": NOW + MAX_LIFE_S + 1}, {"role": ["student"]},
])  # fmt: skip
def test_signed_but_wrong_claims(keyring: Keyring, claims: dict[str, Any]) -> None:
    with pytest.raises(TokenInvalidError):
        check(keyring, forged(keyring, **claims))


def test_well_forged_is_the_same_as_issued(keyring: Keyring) -> None:
    """So that the refusals above are for the claim that was changed."""
    assert check(keyring, forged(keyring)).person_id == "st_1"


def test_small_skew_between_machines_is_fine(keyring: Keyring) -> None:
    check(keyring, forged(keyring, iat=NOW + 5))


def test_replaced_key_signs_no_more(tmp_path: Path) -> None:
    """Whoever stole a key that was rotated out cannot date a token after the rotation."""
    ring = Keyring.open(tmp_path / "signing.json", now_s=NOW)
    old = ring.current()
    good = issue(ring, grant(), now_s=NOW)
    ring.rotate(now_s=NOW + 10)
    assert check(ring, good, NOW + 20).person_id == "st_1"
    claims = jwt.decode(good, options={"verify_signature": False})
    late = jwt.encode(
        {**claims, "iat": NOW + 11, "exp": NOW + 60}, old.secret, "HS256", {"kid": old.kid}
    )
    with pytest.raises(TokenInvalidError, match="no longer used"):
        check(ring, late, NOW + 20)


def test_huge_tokens_are_not_even_read(keyring: Keyring) -> None:
    with pytest.raises(TokenInvalidError):
        check(keyring, "a" * 10_000_000)


@pytest.mark.parametrize("life_s", [0, -1, MAX_LIFE_S + 1])
def test_bad_lives(life_s: int) -> None:
    with pytest.raises(InvalidRequestError):
        grant(life_s=life_s)
