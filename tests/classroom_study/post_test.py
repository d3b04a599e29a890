"""The post-test: items that the student has not seen, alone, marked by the lessons' own checkers.

From the lesson's template where it has one; the lesson's transfer items are tested within the
lesson itself, where the policy gives no help. Nothing is learnt here.
"""

from random import Random

from sessions.teaching.lesson import Item, Lesson, Use
from tests.classroom_study.students import Student
from tutor_server.modules.lessons.checking import check
from tutor_server.modules.lessons.generators.draw import generate


def unseen(lesson: Lesson, *, count: int, seed: int) -> tuple[Item, ...]:
    """The same new items for everybody; none where the lesson has no template."""
    if not lesson.template:
        return ()
    dice = Random(f"{seed}:{lesson.lesson_id}")
    skill = _skill(lesson)
    known = {item.question for item in lesson.items}
    found: dict[str, Item] = {}
    while len(found) < count:
        item = generate(lesson.template, dice, skill=skill, use=Use.TRANSFER)
        if item.question not in known:
            found.setdefault(item.question, item)
    return tuple(found.values())


def _skill(lesson: Lesson) -> str:
    """The skill that most of the lesson's items practice."""
    skills = [item.skill for item in lesson.items]
    return max(dict.fromkeys(skills), key=skills.count)


def marks(student: Student, lesson: Lesson, items: tuple[Item, ...]) -> list[bool]:
    """Right or wrong, one for each item."""
    return [_right(student, lesson, item) for item in items]


def _right(student: Student, lesson: Lesson, item: Item) -> bool:
    answer = student.answers(lesson, item)
    return bool(answer) and check(item, answer).correct
