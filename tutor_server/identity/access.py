"""Who may do what: one pure table. The row policies of the database say it again.

Knows no token, route or row; a caller describes the resource and gets yes or no.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sessions.ids import TenantId
from tutor_server.errors import ForbiddenError, NotFoundError
from tutor_server.identity.tokens import Principal, TokenKind
from tutor_server.storage.people import PersonRole


class Action(StrEnum):
    """What somebody wants to do."""

    TALK = "talk"
    """Open, resume or speak in a session."""
    SEE_SESSION = "see_session"
    """Know that a session is there, without what was said."""
    READ_TRANSCRIPT = "read_transcript"
    WATCH = "watch"
    """The live dashboard."""
    STEP_IN = "step_in"
    EXPORT = "export"
    ERASE = "erase"
    CONSENT = "consent"
    MAKE_CLIENT_SECRET = "make_client_secret"  # noqa: S105 the name of an action
    USE_MODELS = "use_models"
    """The OpenAI-shaped routes without a session."""
    ADMINISTER = "administer"
    """People, retention, links."""


class Reach(StrEnum):
    """Over whose data an action reaches."""

    OWN = "own"
    WARDS = "wards"
    CONSENTED = "consented"
    """Everybody of the tenant who consented that teachers read."""
    TENANT = "tenant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Whose data it is."""

    tenant_id: TenantId
    student_id: str
    """Empty when it is nobody's in particular."""
    ward: bool = False
    """The asker is this student's guardian."""
    teacher_view: bool = False
    """The student consented that teachers read."""


_TABLE: Final[dict[PersonRole, dict[Action, Reach]]] = {
    PersonRole.STUDENT: {
        Action.TALK: Reach.OWN,
        Action.SEE_SESSION: Reach.OWN,
        Action.READ_TRANSCRIPT: Reach.OWN,
        Action.EXPORT: Reach.OWN,
        Action.MAKE_CLIENT_SECRET: Reach.OWN,
        Action.USE_MODELS: Reach.OWN,
    },
    PersonRole.GUARDIAN: {
        Action.SEE_SESSION: Reach.WARDS,
        Action.READ_TRANSCRIPT: Reach.WARDS,
        Action.EXPORT: Reach.WARDS,
        Action.ERASE: Reach.WARDS,
        Action.CONSENT: Reach.WARDS,
    },
    PersonRole.TEACHER: {
        Action.TALK: Reach.OWN,
        Action.SEE_SESSION: Reach.TENANT,
        Action.READ_TRANSCRIPT: Reach.CONSENTED,
        Action.WATCH: Reach.CONSENTED,
        Action.MAKE_CLIENT_SECRET: Reach.OWN,
        Action.USE_MODELS: Reach.OWN,
    },
    PersonRole.OPERATOR: {
        Action.TALK: Reach.OWN,
        Action.SEE_SESSION: Reach.TENANT,
        Action.READ_TRANSCRIPT: Reach.TENANT,
        Action.WATCH: Reach.TENANT,
        Action.STEP_IN: Reach.TENANT,
        Action.EXPORT: Reach.TENANT,
        Action.ERASE: Reach.TENANT,
        Action.CONSENT: Reach.TENANT,
        Action.MAKE_CLIENT_SECRET: Reach.OWN,
        Action.USE_MODELS: Reach.OWN,
        Action.ADMINISTER: Reach.TENANT,
    },
    PersonRole.SERVICE: {
        action: Reach.TENANT for action in Action if action is not Action.STEP_IN
    },
}

_SECRET_MAY: Final = frozenset({Action.TALK, Action.SEE_SESSION, Action.READ_TRANSCRIPT})
"""A client secret opens and resumes sessions and does nothing else."""


def may(who: Principal, action: Action, resource: Resource) -> bool:
    """Whether the bearer may do it."""
    if who.tenant_id != resource.tenant_id or who.kind in {TokenKind.LINK, TokenKind.RESUME}:
        return False
    if who.kind is TokenKind.CLIENT_SECRET and action not in _SECRET_MAY:
        return False
    reach = _TABLE[who.role].get(action)
    if who.kind is TokenKind.CLIENT_SECRET and reach is not None:
        reach = Reach.OWN
    return reach is not None and _within(reach, who, resource)


def require(who: Principal, action: Action, resource: Resource) -> None:
    """Raise NotFoundError for data the bearer may not know of, ForbiddenError otherwise."""
    if may(who, action, resource):
        return
    if may(who, Action.SEE_SESSION, resource) or resource.student_id in {"", who.person_id}:
        raise ForbiddenError
    raise NotFoundError


def _within(reach: Reach, who: Principal, resource: Resource) -> bool:
    own = resource.student_id in {"", who.person_id}
    if reach is Reach.TENANT:
        return True
    if reach is Reach.CONSENTED:
        return own or resource.teacher_view
    if reach is Reach.WARDS:
        return resource.ward
    return own
