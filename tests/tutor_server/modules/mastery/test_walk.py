"""Walking students' answers."""

import pytest

from tutor_server.modules.mastery.attempt import Question
from tutor_server.modules.mastery.past import USUAL
from tutor_server.modules.mastery.walk import by_skill, usual_shares, walk

A, B = Question(skill="a"), Question(skill="b")


def test_students_do_not_see_each_other() -> None:
    one, two = [(A, True), (A, True)], [(A, False), (B, True)]
    together, right = walk([one, two])
    assert together == walk([one])[0] + walk([two])[0]
    assert right == [True, True, False, True]


def test_shares_lean_on_what_is_usual() -> None:
    shares = usual_shares([[(A, False)] * 990, [(B, True)]])
    assert shares["a"] == pytest.approx(10 * USUAL / 1_000)
    assert USUAL < shares["b"] < 0.75


def test_a_hard_skill_is_less_of_a_shame() -> None:
    answered = [(A, False), (B, True)]
    assert walk([answered], {"a": 0.2})[0][1].dense > walk([answered], {"a": 0.9})[0][1].dense


def test_answers_by_skill_keep_students_and_order() -> None:
    found = by_skill([[(A, True), (B, False), (A, False)], [(A, True)]])
    assert found == {"a": [[True, False], [True]], "b": [[False]]}
