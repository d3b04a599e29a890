"""The features: no answer sees itself or the future, and the sums are what they say."""

import random

import pytest

from tutor_server.modules.mastery.attempt import Question
from tutor_server.modules.mastery.past import (
    DENSE,
    NAMED,
    SkillPast,
    StudentPast,
    after,
    features,
)
from tutor_server.modules.mastery.walk import walk


def test_no_feature_sees_its_own_answer_or_a_later_one() -> None:
    dice = random.Random(3)
    answered = [(Question(skill=dice.choice("abc")), dice.random() < 0.6) for _ in range(60)]
    rows, _ = walk([answered])
    for place in range(60):
        turned = [
            (question, right if n < place else not right)
            for n, (question, right) in enumerate(answered)
        ]
        other, _ = walk([turned])
        assert other[: place + 1] == rows[: place + 1]
        assert place == 59 or other[place + 1] != rows[place + 1]


def test_no_feature_sees_a_later_question() -> None:
    answered = [(Question(skill="a"), True), (Question(skill="b"), False)]
    rows, _ = walk([answered])
    other, _ = walk([[answered[0], (Question(skill="c"), False)]])
    assert other[0] == rows[0]


def test_the_first_question_has_no_past() -> None:
    found = features(Question(skill="a"), StudentPast(), SkillPast())
    assert dict(zip(DENSE, found.dense, strict=True)) == {
        name: float(name == "bias") for name in DENSE
    }
    assert len(found.names) == len(NAMED)
    assert found.names[-4:] == ("", "", "", "")


def test_items_kinds_uses_and_repeats_are_features() -> None:
    question = Question(skill="a", item="l/i", kind="choice", use="quiz", attempt=9)
    found = features(question, StudentPast(), SkillPast())
    assert found.names[-4:] == ("item=l/i", "kind=choice", "use=quiz", "again=4")


def test_counts_windows_and_gap() -> None:
    student, skill, other = StudentPast(), SkillPast(), SkillPast()
    for right in (True, False, True, True):
        student, skill = after(student, skill, name="a", right=right)
    for _ in range(3):
        student, other = after(student, other, name="b", right=False)
    assert (skill.right, skill.wrong, skill.last, skill.place) == (3, 1, "110", 4)
    assert (student.answers, student.recent, student.skill) == (7, "00011", "b")
    found = features(Question(skill="a"), student, skill)
    assert found.dense[DENSE.index("gap")] == pytest.approx(1.386294, abs=1e-6)  # log(1 + 3)
    assert "after=b skill=a" in found.names
    assert "skill=a last=110" in found.names
    assert "recent=00011" in found.names


def test_rolling_averages_follow_what_is_unusual() -> None:
    student = StudentPast()
    for _ in range(200):
        student, _ = after(student, SkillPast(), name="a", right=True, usual=0.7)
    assert student.lately == pytest.approx(0.3, abs=1e-6)
    assert student.over_time == pytest.approx(0.3, abs=1e-3)
    was = student
    student, _ = after(student, SkillPast(), name="a", right=False, usual=0.7)
    assert was.lately - student.lately == pytest.approx(0.2)
    assert was.over_time - student.over_time == pytest.approx(0.05, abs=1e-3)


def test_ability_weighs_an_answer_by_how_hard_it_was() -> None:
    easy, _ = after(StudentPast(), SkillPast(), name="a", right=True, usual=0.95)
    hard, _ = after(StudentPast(), SkillPast(), name="b", right=True, usual=0.3)
    missed, _ = after(StudentPast(), SkillPast(), name="a", right=False, usual=0.95)
    assert hard.ability > easy.ability > 0 > missed.ability
    assert missed.ability < -hard.ability


def test_ability_finds_its_place() -> None:
    """A student twice as likely as not on skills that are usually an even chance."""
    dice, student = random.Random(5), StudentPast()
    seen = []
    for _ in range(4_000):
        right = dice.random() < 2 / 3
        student, _ = after(student, SkillPast(), name="a", right=right, usual=0.5)
        seen.append(student.ability)
    assert sum(seen[1_000:]) / 3_000 == pytest.approx(0.693, abs=0.1)
