"""What a student may see of the curriculum: no answer, wrong answer, hint, key or test.

Every text comes as Markdown and as safe HTML. Pure; knows no request.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from inference.contracts import JsonValue
from sessions.teaching.lesson import Format, Item, ItemKind, Lesson
from tutor_server.modules.lessons.curriculum import Curriculum, LessonPath
from tutor_server.modules.lessons.reading import LessonProgress, Progress
from tutor_server.richtext.render import render


class LessonState(StrEnum):
    """Where a student stands with a lesson."""

    LOCKED = "locked"
    """Something that comes before it is not done."""
    OPEN = "open"
    STARTED = "started"
    DONE = "done"


def state_of(lesson: Lesson, begun: Mapping[str, LessonProgress]) -> LessonState:
    """A lesson that was begun stays so, whatever comes before it."""
    own = begun.get(lesson.lesson_id)
    if own is not None:
        return LessonState.DONE if own.done else LessonState.STARTED
    met = all(name in begun and begun[name].done for name in lesson.prerequisites)
    return LessonState.OPEN if met else LessonState.LOCKED


@lru_cache(maxsize=4096)
def _html(text: str) -> str:
    """Rendered once: a lesson takes about 20 ms, and it never changes while the server runs."""
    return render(text)


def public_item(item: Item) -> dict[str, JsonValue]:
    """A question as a student may see it."""
    shown: dict[str, JsonValue] = {
        "id": item.item_id,
        "kind": item.kind.value,
        "use": item.use.value,
        "skill": item.skill,
        "question": item.question,
        "html": _html(item.question),
        "rungs": len(item.hints),
    }
    if item.kind in {ItemKind.CHOICE, ItemKind.STEPS}:
        shown["choices"] = [{"text": text, "html": _html(text)} for text in item.choices]
    if item.kind is ItemKind.PYTHON:
        shown["starter"] = item.starter
    if item.kind in {ItemKind.NUMBER, ItemKind.FRACTION, ItemKind.EXPRESSION} and item.form:
        shown["unit" if item.kind is ItemKind.NUMBER else "form"] = item.form
    return shown


def public_lesson(lesson: Lesson, state: LessonState) -> dict[str, JsonValue]:
    """A whole lesson in every format."""
    return {
        **summary(lesson, state),
        "objectives": list(lesson.objectives),
        "standards": list(lesson.standards),
        "skills": list(lesson.skills),
        "prerequisites": list(lesson.prerequisites),
        "version": lesson.version,
        "formats": [form.value for form in Format],
        "simple": _text(lesson.simple),
        "full": _text(lesson.full),
        "worked_example": _text(lesson.worked_example),
        "dialogue": _lines(lesson.dialogue, "speaker"),
        "video": _lines(lesson.video, "channel"),
        "items": [public_item(item) for item in lesson.items],
    }


def summary(lesson: Lesson, state: LessonState) -> dict[str, JsonValue]:
    """A lesson as lists show it."""
    return {
        "id": lesson.lesson_id,
        "object": "lesson",
        "path": lesson.path,
        "order": lesson.order,
        "title": lesson.title,
        "grade": lesson.grade,
        "minutes": lesson.minutes,
        "xp": lesson.xp,
        "items_total": len(lesson.items),
        "state": state.value,
    }


def path_map(curriculum: Curriculum, begun: Mapping[str, LessonProgress]) -> list[JsonValue]:
    """Every path with its lessons, where each stands, and the best result."""
    return [_path(path, curriculum, begun) for path in curriculum.paths]


def public_progress(progress: Progress, curriculum: Curriculum) -> dict[str, JsonValue]:
    """What a student did, lesson by lesson, the last one first."""
    begun = sorted(progress.lessons.values(), key=lambda one: one.last_at, reverse=True)
    return {
        "object": "progress",
        "lessons_done": len(progress.done),
        "lessons_total": len(curriculum.lessons),
        "items": {
            "tried": progress.tried,
            "right": progress.right,
            "unaided_right": progress.unaided,
            "hints": progress.hints,
        },
        "lessons": [_begun(one, curriculum) for one in begun],
        "stuck": [
            {
                "lesson": one.lesson_id,
                "item": one.item_id,
                "skill": one.skill,
                "attempts": one.attempts,
                "rung": one.rung,
                "error": one.error,
                "misconception": one.misconception,
                "at": one.at.isoformat(),
            }
            for one in progress.stuck
        ],
    }


def _path(
    path: LessonPath, curriculum: Curriculum, begun: Mapping[str, LessonProgress]
) -> JsonValue:
    lessons = curriculum.by_path[path.path_id]
    states = {lesson.lesson_id: state_of(lesson, begun) for lesson in lessons}
    return {
        "id": path.path_id,
        "object": "path",
        "title": path.title,
        "about": path.about,
        "order": path.order,
        "grades": list(path.grades),
        "color": path.color,
        "lessons_done": sum(state is LessonState.DONE for state in states.values()),
        "lessons_total": len(lessons),
        "lessons": [
            {
                **summary(lesson, states[lesson.lesson_id]),
                "prerequisites": list(lesson.prerequisites),
                "best": _best(begun.get(lesson.lesson_id)),
            }
            for lesson in lessons
        ],
    }


def _begun(one: LessonProgress, curriculum: Curriculum) -> JsonValue:
    lesson = curriculum.lesson(one.lesson_id)
    return {
        "lesson": one.lesson_id,
        # A lesson may have left the curriculum since.
        "title": lesson.title if lesson else "",
        "path": lesson.path if lesson else "",
        "state": (LessonState.DONE if one.done else LessonState.STARTED).value,
        "runs": one.runs,
        "best": _best(one),
        "started_at": one.started_at.isoformat(),
        "finished_at": one.finished_at.isoformat() if one.finished_at else None,
        "last_at": one.last_at.isoformat(),
    }


def _best(one: LessonProgress | None) -> JsonValue:
    if one is None or not one.best_total:
        return None
    return {"unaided_right": one.best_right, "unaided_total": one.best_total}


def _text(markdown: str) -> JsonValue:
    return {"markdown": markdown, "html": _html(markdown)}


def _lines(text: str, name: str) -> JsonValue:
    """`Tutor: ...` as {"speaker": "tutor", "text": "..."}."""
    lines = [line.partition(":") for line in text.split("\n") if line.strip()]
    return [{name: head.strip().lower(), "text": rest.strip()} for head, _, rest in lines]
