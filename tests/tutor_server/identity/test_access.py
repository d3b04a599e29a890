"""Who may do what, and what the others are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.ids import TenantId
from tutor_server.errors import ForbiddenError, NotFoundError
from tutor_server.identity.access import Action, Resource, may, require
from tutor_server.identity.tokens import Principal, TokenKind
from tutor_server.storage.people import PersonRole

HOME, AWAY = TenantId("home"), TenantId("away")


def who(
    role: PersonRole, *, kind: TokenKind = TokenKind.BEARER, tenant: TenantId = HOME
) -> Principal:
    return Principal(person_id="me", tenant_id=tenant, role=role, kind=kind)


def of(student: str, *, ward: bool = False, teacher_view: bool = False) -> Resource:
    return Resource(tenant_id=HOME, student_id=student, ward=ward, teacher_view=teacher_view)


@given(st.sampled_from(Action), st.sampled_from(TokenKind))
def test_a_student_never_reaches_another(action: Action, kind: TokenKind) -> None:
    for ward in (False, True):
        other = of("ben", ward=ward, teacher_view=True)
        assert not may(who(PersonRole.STUDENT, kind=kind), action, other)


@given(st.sampled_from(PersonRole), st.sampled_from(Action), st.sampled_from(TokenKind))
def test_nobody_reaches_another_tenant(role: PersonRole, action: Action, kind: TokenKind) -> None:
    stranger = who(role, kind=kind, tenant=AWAY)
    for student in ("", "me", "ben"):
        resource = of(student, ward=True, teacher_view=True)
        assert not may(stranger, action, resource)


@given(st.sampled_from(PersonRole), st.sampled_from(Action))
def test_links_and_resume_tokens_do_nothing_here(role: PersonRole, action: Action) -> None:
    for kind in (TokenKind.LINK, TokenKind.RESUME):
        assert not may(who(role, kind=kind), action, of("me", ward=True, teacher_view=True))


@given(st.sampled_from(PersonRole), st.sampled_from(Action))
def test_client_secrets_do_less_and_only_for_their_owner(role: PersonRole, action: Action) -> None:
    secret = who(role, kind=TokenKind.CLIENT_SECRET)
    assert not may(secret, action, of("ben", ward=True, teacher_view=True))
    if may(secret, action, of("me", ward=True)):
        assert action in {Action.TALK, Action.SEE_SESSION, Action.READ_TRANSCRIPT}


@pytest.mark.parametrize(("role", "action", "resource", "allowed"), [
    (PersonRole.STUDENT, Action.TALK, of("me"), True),
    (PersonRole.STUDENT, Action.READ_TRANSCRIPT, of("me"), True),
    (PersonRole.STUDENT, Action.EXPORT, of("me"), True),
    (PersonRole.STUDENT, Action.ERASE, of("me"), False),
    (PersonRole.STUDENT, Action.CONSENT, of("me"), False),
    (PersonRole.STUDENT, Action.WATCH, of("me"), False),
    (PersonRole.STUDENT, Action.USE_MODELS, of(""), True),
    (PersonRole.GUARDIAN, Action.READ_TRANSCRIPT, of("ben", ward=True), True),
    (PersonRole.GUARDIAN, Action.CONSENT, of("ben", ward=True), True),
    (PersonRole.GUARDIAN, Action.CONSENT, of("ben"), False),
    (PersonRole.GUARDIAN, Action.TALK, of("ben", ward=True), False),
    (PersonRole.TEACHER, Action.SEE_SESSION, of("ben"), True),
    (PersonRole.TEACHER, Action.READ_TRANSCRIPT, of("ben"), False),
    (PersonRole.TEACHER, Action.READ_TRANSCRIPT, of("ben", teacher_view=True), True),
    (PersonRole.TEACHER, Action.STEP_IN, of("ben", teacher_view=True), False),
    (PersonRole.OPERATOR, Action.WATCH, of("ben"), True),
    (PersonRole.OPERATOR, Action.STEP_IN, of("ben"), True),
    (PersonRole.OPERATOR, Action.TALK, of("ben"), False),
    (PersonRole.OPERATOR, Action.ADMINISTER, of(""), True),
    (PersonRole.TEACHER, Action.ADMINISTER, of(""), False),
    (PersonRole.SERVICE, Action.TALK, of("ben"), True),
    (PersonRole.SERVICE, Action.STEP_IN, of("ben"), False),
])  # fmt: skip
def test_table(role: PersonRole, action: Action, resource: Resource, *, allowed: bool) -> None:
    assert may(who(role), action, resource) is allowed


def test_others_data_is_not_even_there() -> None:
    with pytest.raises(NotFoundError):
        require(who(PersonRole.STUDENT), Action.READ_TRANSCRIPT, of("ben"))
    with pytest.raises(ForbiddenError):
        require(who(PersonRole.STUDENT), Action.ERASE, of("me"))
    with pytest.raises(ForbiddenError):  # a teacher knows that the session is there
        require(who(PersonRole.TEACHER), Action.READ_TRANSCRIPT, of("ben"))
    require(who(PersonRole.OPERATOR), Action.READ_TRANSCRIPT, of("ben"))
