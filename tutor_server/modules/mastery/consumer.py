"""The rim of the module: one fact applied, in the transaction that moves the cursor.

Loads what is believed, takes the pure step and writes what came of it. Knows no rule.
"""

from collections.abc import Mapping
from typing import Final

from sessions.contracts import FactKind
from sessions.ids import StudentId, TenantId
from tutor_server.modules.mastery.attempt import Attempt, attempt_of, visit_of
from tutor_server.modules.mastery.belief import Belief, Step, step
from tutor_server.modules.mastery.bkt import SkillModel
from tutor_server.modules.mastery.cards import Memory
from tutor_server.modules.mastery.past import USUAL, SkillPast, StudentPast
from tutor_server.modules.mastery.priors import SKILL, WEIGHTS
from tutor_server.storage.facts import LoggedFact
from tutor_server.storage.pool import Connection, Row

CONSUMER: Final = "mastery"
TABLES: Final = (
    "mastery_attempts",
    "mastery_cards",
    "mastery_lessons",
    "mastery_skills",
    "mastery_students",
)
"""Tables with rows of students."""
RUNS: Final = 50
"""Finished runs of a lesson that are told apart; later ones are not counted."""

_LOAD = """
    SELECT m.p_init, m.learn, m.slip, m.guess, m.usual,
        t.answers, t.ability, t.lately, t.over_time, t.recent, t.skill,
        s.p_known, s.proved, s.right_answers, s.wrong_answers, s.last, s.place,
        c.stability, c.difficulty, c.due, c.reviewed_at,
        EXISTS (SELECT FROM mastery_attempts a WHERE a.student = $2 AND a.run = $4
                AND a.item = $5 AND a.attempt = $6) AS told
    FROM (SELECT) AS one
    LEFT JOIN mastery_models m ON m.tenant = $1 AND m.skill = $3
    LEFT JOIN mastery_students t ON t.student = $2
    LEFT JOIN mastery_skills s ON s.student = $2 AND s.skill = $3
    LEFT JOIN mastery_cards c ON c.student = $2 AND c.skill = $3
"""
_STUDENT = """
    INSERT INTO mastery_students
        (tenant, student, answers, ability, lately, over_time, recent, skill)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (student) DO UPDATE SET answers = excluded.answers, ability = excluded.ability,
        lately = excluded.lately, over_time = excluded.over_time, recent = excluded.recent,
        skill = excluded.skill
"""
_SKILL = """
    INSERT INTO mastery_skills (tenant, student, skill, p_known, next_right, right_answers,
        wrong_answers, last, place, proved, lesson, last_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    ON CONFLICT (student, skill) DO UPDATE SET p_known = excluded.p_known,
        next_right = excluded.next_right, right_answers = excluded.right_answers,
        wrong_answers = excluded.wrong_answers, last = excluded.last, place = excluded.place,
        proved = excluded.proved, lesson = excluded.lesson, last_at = excluded.last_at
"""
_CARD = """
    INSERT INTO mastery_cards
        (tenant, student, skill, lesson, stability, difficulty, due, reviewed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (student, skill) DO UPDATE SET lesson = excluded.lesson,
        stability = excluded.stability, difficulty = excluded.difficulty, due = excluded.due,
        reviewed_at = excluded.reviewed_at
"""
_ATTEMPT = """
    INSERT INTO mastery_attempts (tenant, student, run, item, attempt, place, skill, kind, use,
        is_right, foreseen_bkt, foreseen_logistic, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
"""
_LESSON = """
    INSERT INTO mastery_lessons AS l (tenant, student, lesson, finished_runs, seen_at)
    VALUES ($1, $2, $3, $4::text[], $5)
    ON CONFLICT (student, lesson) DO UPDATE SET
        finished_runs = CASE
            WHEN l.finished_runs @> $4 OR cardinality(l.finished_runs) >= $6 THEN l.finished_runs
            ELSE l.finished_runs || $4 END,
        seen_at = greatest(l.seen_at, excluded.seen_at)
"""


async def apply(connection: Connection, logged: LoggedFact) -> None:
    """Learn from one fact; a fact that is no evidence changes nothing."""
    kind, body = logged.fact.kind, logged.fact.body
    if kind in (FactKind.LESSON_STARTED, FactKind.LESSON_FINISHED):
        if (visit := visit_of(body)) is not None:
            ended = [visit.run] if kind is FactKind.LESSON_FINISHED else []
            await connection.execute(
                _LESSON, logged.tenant_id, logged.student_id, visit.lesson, ended, logged.at, RUNS
            )
    elif kind is FactKind.ITEM_ATTEMPTED and (attempt := attempt_of(body)) is not None:
        belief = await _load(connection, logged, attempt)
        if belief is not None:
            await _write(connection, logged, attempt, step(belief, attempt, at=logged.at))


async def erase(connection: Connection, tenant: TenantId, student: StudentId) -> None:
    """Remove everything of a student, within the erasure's transaction."""
    for table in TABLES:
        await connection.execute(f"DELETE FROM {table} WHERE student = $1", student)  # noqa: S608 constants


async def _load(connection: Connection, logged: LoggedFact, attempt: Attempt) -> Belief | None:
    """What is believed; None when this attempt has been told before."""
    question = attempt.question
    row = await connection.fetchrow(
        _LOAD,
        logged.tenant_id,
        logged.student_id,
        question.skill,
        attempt.run,
        question.item,
        question.attempt,
    )
    if row is None or row["told"]:
        return None
    model = _model(row)
    return Belief(
        model=model,
        usual=USUAL if row["usual"] is None else row["usual"],
        p_known=model.p_init if row["p_known"] is None else row["p_known"],
        proved=bool(row["proved"]),
        student=_student_past(row),
        skill=_skill_past(row),
        memory=_memory(row),
    )


def _model(row: Row) -> SkillModel:
    if row["p_init"] is None:
        return SKILL
    return SkillModel(
        p_init=row["p_init"], learn=row["learn"], slip=row["slip"], guess=row["guess"]
    )


def _student_past(row: Row) -> StudentPast:
    if row["answers"] is None:
        return StudentPast()
    return StudentPast(
        answers=row["answers"],
        ability=row["ability"],
        lately=row["lately"],
        over_time=row["over_time"],
        recent=row["recent"],
        skill=row["skill"],
    )


def _skill_past(row: Row) -> SkillPast:
    if row["place"] is None:
        return SkillPast()
    return SkillPast(
        right=row["right_answers"],
        wrong=row["wrong_answers"],
        last=row["last"],
        place=row["place"],
    )


def _memory(row: Row) -> Memory | None:
    if row["due"] is None:
        return None
    return Memory(
        stability=row["stability"],
        difficulty=row["difficulty"],
        due=row["due"],
        reviewed_at=row["reviewed_at"],
    )


async def _weights(connection: Connection, tenant: TenantId, step: Step) -> Mapping[str, float]:
    """The school's own weights as far as they are needed, or the shipped ones."""
    rows = await connection.fetch(
        "SELECT feature, weight FROM mastery_weights WHERE tenant = $1 AND feature = ANY($2)",
        tenant,
        sorted(step.names),
    )
    return {row["feature"]: row["weight"] for row in rows} or WEIGHTS


async def _write(connection: Connection, logged: LoggedFact, attempt: Attempt, step: Step) -> None:
    who = (logged.tenant_id, logged.student_id)
    belief, question = step.belief, attempt.question
    student, skill, memory = belief.student, belief.skill, belief.memory
    weights = await _weights(connection, logged.tenant_id, step)
    foreseen, next_right = step.logistic(weights)
    await connection.execute(
        _STUDENT, *who, student.answers, student.ability, student.lately, student.over_time,
        student.recent, student.skill,
    )  # fmt: skip
    await connection.execute(
        _SKILL, *who, question.skill, belief.p_known, next_right, skill.right, skill.wrong,
        skill.last, skill.place, belief.proved, attempt.lesson, logged.at,
    )  # fmt: skip
    await connection.execute(
        _ATTEMPT, *who, attempt.run, question.item, question.attempt, student.answers,
        question.skill, question.kind, question.use, attempt.right, step.foreseen, foreseen,
        logged.at,
    )  # fmt: skip
    if memory is not None:
        await connection.execute(
            _CARD, *who, question.skill, attempt.lesson, memory.stability, memory.difficulty,
            memory.due, memory.reviewed_at,
        )  # fmt: skip
