"""The shipped weights are what the simulated class teaches, and read sensibly."""

import pytest

from tutor_server.modules.mastery.attempt import Question
from tutor_server.modules.mastery.logistic import predict
from tutor_server.modules.mastery.past import SkillPast, StudentPast, after, features
from tutor_server.modules.mastery.priors import TOLD_APART, WEIGHTS, derived


@pytest.mark.slow
def test_the_shipped_weights_can_be_made_again() -> None:
    """Within what another build of numpy may round differently."""
    found = derived()
    assert found.keys() == WEIGHTS.keys()
    assert found == pytest.approx(dict(WEIGHTS), abs=0.02)


@pytest.mark.slow
def test_another_class_teaches_nearly_the_same() -> None:
    found = derived(students=150, seed=8)
    assert {name: found.get(name, 0.0) for name in WEIGHTS} == pytest.approx(
        dict(WEIGHTS), abs=0.15
    )


def test_no_weight_belongs_to_a_skill_or_an_item() -> None:
    assert all("=" not in name or name.startswith(TOLD_APART) for name in WEIGHTS)
    assert not any("skill" in name or "item" in name for name in WEIGHTS)


def test_more_right_answers_foretell_more() -> None:
    question = Question(skill="a", kind="number")

    def foreseen(*answers: bool) -> float:
        student, skill = StudentPast(), SkillPast()
        for right in answers:
            student, skill = after(student, skill, name="a", right=right)
        return predict(features(question, student, skill), WEIGHTS)

    assert 0.3 < foreseen() < 0.7
    line = [foreseen(*([True] * n)) for n in range(6)]
    assert line == sorted(line)
    assert foreseen(False, True, True, True) > foreseen(True, True, True, False)
    assert foreseen(False, False, False) < 0.4 < 0.8 < foreseen(True, True, True)
