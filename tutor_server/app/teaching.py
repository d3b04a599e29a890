"""Joins lessons to live sessions: which format, which accommodations, where a lesson stopped."""

import random
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

from inference.contracts import JsonValue
from sessions.commands import StartLesson
from sessions.contracts import FactKind
from sessions.teaching.fix_plan import from_json
from sessions.teaching.lesson import Format, Lesson
from sessions.teaching.notes import restore
from sessions.teaching.run import Accommodations, LessonRun
from tutor_server.app.storage import Storage
from tutor_server.attach.contracts import Opened
from tutor_server.clock import wall_clock
from tutor_server.modules.lessons.curriculum import Curriculum
from tutor_server.modules.lessons.reading import was_finished
from tutor_server.modules.lessons.renewal import SEEDS, as_begun, renewed
from tutor_server.modules.qlearning.choose import Chooser, choose_format, plan_fixes
from tutor_server.web.contracts import Caller

_FLAGS = ("one_step", "timers_off", "literal", "read_aloud", "reduced_text")


@dataclass(frozen=True, slots=True)
class Teaching:
    """What a lesson needs before it begins, and after a restart."""

    storage: Storage
    curriculum: Curriculum

    async def begin(self, who: Caller, lesson: Lesson, wanted: Format | None) -> StartLesson:
        """The command that starts a lesson, with how likely each kind of help is after a failed
        task. Without a wanted format the learner chooses one too, and the decision is logged with
        its probabilities. A lesson that was finished before comes with new numbers."""
        person = await self.storage.people.get(who.tenant_id, who.person_id)
        if await was_finished(self.storage.database, who.tenant_id, who.person_id, lesson):
            lesson = renewed(lesson, secrets.randbelow(SEEDS))
        run = LessonRun(lesson=lesson, run_id=f"run_{secrets.token_urlsafe(9)}", grade=who.grade)
        chooser = Chooser(tenant=who.tenant_id, student=who.person_id, grade=who.grade)
        fixes = await plan_fixes(self.storage.database, chooser)
        run = replace(_accommodated(run, person.accommodations), fixes=fixes)
        if wanted is not None:
            return StartLesson(run=replace(run, format=wanted))
        decision = await choose_format(
            self.storage.database,
            chooser,
            lesson_id=lesson.lesson_id,
            skill=lesson.skills[0],
            options=formats_of(lesson),
            now=wall_clock(),
            random=random.SystemRandom(),
        )
        chosen = replace(run, format=Format(decision.chosen), decision=decision.decision_id)
        return StartLesson(run=chosen, decision=decision)

    def resume(self, opened: Opened) -> LessonRun | None:
        """The lesson that was under way when the session's last owner ended, or None."""
        known = [fact for fact in opened.facts if "run" in fact.body]
        starts = [fact for fact in known if fact.kind is FactKind.LESSON_STARTED]
        if not starts:
            return None
        body = starts[-1].body
        lesson = self.curriculum.lessons.get(str(body.get("lesson")))
        if lesson is None:
            return None
        run = LessonRun(
            lesson=as_begun(lesson, str(body.get("version"))),
            run_id=str(body.get("run")),
            format=Format(str(body.get("format"))),
            decision=str(body.get("decision") or ""),
            fixes=from_json(body.get("fixes")),
            grade=opened.identity.grade,
        )
        restored = restore(_accommodated(run, opened.accommodations), known)
        return None if restored.finished else restored


def formats_of(lesson: Lesson) -> tuple[str, ...]:
    """The formats that a lesson can be given in: all that it has material for."""
    without = {Format.DIALOGUE} if not lesson.dialogue else set()
    without |= {Format.VIDEO} if not lesson.video else set()
    return tuple(known.value for known in Format if known not in without)


def _accommodated(run: LessonRun, needs: Mapping[str, JsonValue]) -> LessonRun:
    patience = needs.get("patience")
    wanted = float(patience) if isinstance(patience, int | float) else 1.0
    return replace(
        run,
        accommodations=Accommodations(**{name: bool(needs.get(name)) for name in _FLAGS}),
        patience=min(3.0, max(0.5, wanted)),
    )
