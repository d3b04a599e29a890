"""Chooses a lesson's format, and plans the fixes after failed tasks, for one student. Reads only.

The decision is written by the session, as the fact `decision.made` with the lesson that it is
for; this module's consumer files it from there. The consumer may be a moment behind: what it has
not filed yet is read from the log, so that a choice of this week is never drawn twice.

Others' experience is leaned on only where those students have a standing consent to learn from
what they do; own experience always serves oneself.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from secrets import token_urlsafe
from typing import Final

from sessions.contracts import FactKind
from sessions.decision import Decision
from sessions.ids import StudentId, TenantId
from sessions.teaching.fix_plan import DIGITS, FIXES, AfterError, FixPlan, Proposal
from sessions.teaching.run import Error
from tutor_server.modules.qlearning.deeds import DecisionMade, deed_of
from tutor_server.modules.qlearning.explore import (
    SHARES,
    Choice,
    Held,
    Source,
    choose,
    proposals,
    week_of,
)
from tutor_server.modules.qlearning.pooling import (
    FIX_FLIPS,
    FORMAT_FLIPS,
    Experience,
    Outlook,
    Place,
    Sums,
    outlooks,
)
from tutor_server.modules.qlearning.state import UNNAMED, fix_state, format_state, grade_of
from tutor_server.modules.qlearning.store import CONSUMER, profile_of
from tutor_server.storage.pool import Connection, Database, Row

log = logging.getLogger(__name__)

STRATEGIES: Final = tuple(fix.value for fix in FIXES)
"""Fixes after a failed task; fewer may be possible."""

_STUDENT: Final = """
    SELECT (SELECT profile FROM qlearning_students WHERE student = $1) AS profile,
        (SELECT format FROM qlearning_overrides WHERE student = $1) AS override
"""

_OWN: Final = """
    SELECT state, option, visits, rewards, visits * value AS "values" FROM qlearning_values
    WHERE student = $1 AND kind = $2
"""

_OTHERS: Final = """
    SELECT state, option, sum(visits) AS visits, sum(rewards) AS rewards,
        sum(visits * value) AS "values"
    FROM qlearning_values
    WHERE tenant = $1 AND kind = $3 AND state = ANY($4) AND student <> $2
        AND app_may_pool_lessons(tenant, student)
    GROUP BY state, option
"""

# The first draw of the week is the one that is kept; what the consumer has not filed comes last.
_HELD: Final = """
    SELECT options, chosen, probabilities FROM qlearning_decisions
    WHERE student = $1 AND kind = 'format' AND skill = $2 AND state = $3 AND at >= $4
        AND source = ANY($5)
    ORDER BY number
"""
_NOT_FILED: Final = """
    SELECT body FROM events
    WHERE student = $1 AND kind = $2 AND at >= $3 AND student_seq > coalesce(
        (SELECT last_seq FROM cursors WHERE consumer = $4 AND student = $1), 0)
    ORDER BY student_seq
"""
_DRAWN: Final = (Source.QLEARNING.value, Source.BANDIT.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chooser:
    """For whom it is chosen."""

    tenant: TenantId
    student: StudentId
    grade: int
    """School grade 1 to 12."""


async def choose_format(
    database: Database,
    who: Chooser,
    *,
    lesson_id: str,
    skill: str,
    options: Sequence[str],
    now: datetime,
    random: Random,
) -> Decision:
    """How to deliver a lesson: the same within an ISO week (UTC) for the same skill, state and
    options, unless a teacher has said how. Raises StorageUnavailableError."""
    async with database.as_tenant(who.tenant) as connection:
        student = await _student(connection, who)
        state = str(format_state(profile_of(student["profile"]), grade_of(who.grade)))
        held = await _held(connection, who, skill=skill, state=state, since=week_of(now))
        experience = await _experience(connection, who, kind="format", states=[state])
    expected = outlooks(experience, state, options, flips=FORMAT_FLIPS)
    choice = choose(expected, override=student["override"], held=held, random=random)
    log.info("a format was chosen", extra={"lesson": lesson_id, "source": choice.source.value})
    return _decision("format", skill, expected, choice, state=state)


async def plan_fixes(database: Database, who: Chooser) -> FixPlan:
    """How likely each kind of help is after each kind of error, for a lesson that begins now. The
    lesson's policy draws by it, and each draw is a decision of its own: what has just failed to
    help need not be repeated. Raises StorageUnavailableError."""
    async with database.as_tenant(who.tenant) as connection:
        student = await _student(connection, who)
        base = fix_state(profile_of(student["profile"]), grade_of(who.grade))
        states = {error.value: str(replace(base, error=error.value or UNNAMED)) for error in Error}
        experience = await _experience(connection, who, kind="fix", states=[*states.values()])
    return FixPlan(
        after=tuple(
            AfterError(error=error, state=state, proposals=_proposals(experience, state))
            for error, state in states.items()
        )
    )


def _proposals(experience: Experience, state: str) -> tuple[Proposal, ...]:
    expected = outlooks(experience, state, STRATEGIES, flips=FIX_FLIPS)
    return tuple(
        Proposal(
            source=source.value,
            share=SHARES[source],
            chances=tuple(round(chance, DIGITS) for chance in chances),
        )
        for source, chances in proposals(expected).items()
    )


async def _student(connection: Connection, who: Chooser) -> Row:
    (row,) = await connection.fetch(_STUDENT, who.student)
    return row


async def _experience(
    connection: Connection, who: Chooser, *, kind: str, states: Sequence[str]
) -> Experience:
    own = await connection.fetch(_OWN, who.student, kind)
    known = {*states, *(row["state"] for row in own)}
    others = await connection.fetch(_OTHERS, who.tenant, who.student, kind, list(known))
    return Experience(own=_table(own), others=_table(others))


def _table(rows: Sequence[Row]) -> Mapping[Place, Sums]:
    return {
        Place(row["state"], row["option"]): Sums(
            visits=row["visits"], rewards=row["rewards"], values=row["values"]
        )
        for row in rows
    }


async def _held(
    connection: Connection, who: Chooser, *, skill: str, state: str, since: datetime
) -> list[Held]:
    """What was drawn for a skill and state, the oldest first."""
    filed = await connection.fetch(_HELD, who.student, skill, state, since, _DRAWN)
    rows = await connection.fetch(
        _NOT_FILED, who.student, FactKind.DECISION_MADE.value, since, CONSUMER
    )
    made = [deed_of(FactKind.DECISION_MADE, row["body"]) for row in rows]
    same = ("format", skill, state)
    return [
        *(_row_held(row) for row in filed),
        *(
            Held(options=one.options, chosen=one.chosen, probabilities=one.probabilities)
            for one in made
            if isinstance(one, DecisionMade)
            and (one.kind, one.skill, one.state) == same
            and one.source in _DRAWN
        ),
    ]


def _row_held(row: Row) -> Held:
    return Held(
        options=tuple(row["options"]),
        chosen=row["chosen"],
        probabilities=tuple(row["probabilities"]),
    )


def _decision(
    kind: str, skill: str, expected: Sequence[Outlook], choice: Choice, *, state: str
) -> Decision:
    return Decision(
        decision_id=f"dec_{token_urlsafe(9)}",
        kind=kind,
        skill=skill,
        state=state,
        options=tuple(outlook.option for outlook in expected),
        chosen=choice.chosen,
        probabilities=choice.probabilities,
        source=choice.source.value,
    )
