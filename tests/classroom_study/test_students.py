"""The student model does what its docstring says."""

from random import Random

import pytest

from tests.classroom_study.students import Help, Learning, Student, make
from tutor_server.modules.lessons.load import open_curriculum

LESSONS = tuple(list(open_curriculum().lessons.values())[:3])
LESSON = LESSONS[0]
ITEM = next(item for item in LESSON.items if item.wrong)


def student(strength: float, **more: object) -> Student:
    made = Student(name="Nia", help=Help.TRIES, dice=Random(1))
    made.strength[ITEM.skill] = strength
    for name, value in more.items():
        setattr(made, name, value)
    return made


def share_right(one: Student, *, rung: int = 0) -> float:
    return sum(one.answers(LESSON, ITEM, rung=rung) == ITEM.answer for _ in range(2_000)) / 2_000


def test_strength_and_hints_make_right_answers() -> None:
    assert share_right(student(1.0)) == pytest.approx(0.92, abs=0.03)
    assert share_right(student(0.0)) < 0.35
    assert share_right(student(0.3), rung=3) > share_right(student(0.3)) + 0.1
    assert share_right(student(0.0), rung=4) > 0.85


def test_a_misconception_gives_its_wrong_answer() -> None:
    belief = (LESSON.lesson_id, ITEM.wrong[0].misconception)
    one = student(0.0, beliefs={belief})
    answers = [one.answers(LESSON, ITEM) for _ in range(300)]
    assert answers.count(ITEM.wrong[0].answer) > 250
    for _ in range(30):
        one.corrected(LESSON, ITEM, belief[1])
    assert belief not in one.beliefs


def test_learning_moves_towards_one_and_never_past_it() -> None:
    one = student(0.2)
    one.marked(LESSON, ITEM, ITEM.answer, correct=True, aided=False)
    assert one.knows(ITEM.skill) == pytest.approx(0.2 + 0.8 * Learning().alone)
    for _ in range(500):
        one.copies(ITEM)
    assert one.knows(ITEM.skill) <= 1.0
    with pytest.raises(ValueError, match="told must be 0 to 1"):
        Learning(told=1.5)


def test_the_same_seed_makes_the_same_student() -> None:
    def answers(seed: int) -> list[str]:
        made = make(3, LESSONS, seed=seed, learning=Learning())
        return [made.answers(LESSON, item) for item in LESSON.items]

    assert answers(5) == answers(5)
    first, other = (make(3, LESSONS, seed=seed, learning=Learning()) for seed in (5, 6))
    assert first.strength != other.strength
    assert all(0.05 <= value <= 0.9 for value in first.strength.values())


def test_the_learning_of_one_arm_does_not_change_who_the_student_is() -> None:
    told = make(1, LESSONS, seed=5, learning=Learning(told=0.5))
    ours = make(1, LESSONS, seed=5, learning=Learning())
    assert (told.strength, told.beliefs, told.help) == (ours.strength, ours.beliefs, ours.help)
