"""The post-test: new items, the same for all, nothing learnt."""

from random import Random

from tests.classroom_study.post_test import marks, unseen
from tests.classroom_study.students import Help, Student
from tutor_server.modules.lessons.load import open_curriculum

LESSON = open_curriculum().lessons["percent-of-a-number"]


def test_items_are_new_and_the_same_for_all() -> None:
    items = unseen(LESSON, count=6, seed=1)
    assert items == unseen(LESSON, count=6, seed=1)
    assert len({item.question for item in items}) == 6
    assert not {item.question for item in items} & {item.question for item in LESSON.items}
    assert {item.skill for item in items} <= set(LESSON.skills)


def test_a_lesson_without_a_template_has_none() -> None:
    lesson = next(one for one in open_curriculum().lessons.values() if not one.template)
    assert unseen(lesson, count=6, seed=1) == ()


def test_who_knows_passes_and_learns_nothing() -> None:
    items = unseen(LESSON, count=20, seed=1)
    able, weak = (Student(name="N", help=Help.TRIES, dice=Random(2)) for _ in range(2))
    able.strength = dict.fromkeys(LESSON.skills, 1.0)
    assert sum(marks(able, LESSON, items)) >= 16
    assert sum(marks(weak, LESSON, items)) <= 4
    assert able.strength == dict.fromkeys(LESSON.skills, 1.0)
