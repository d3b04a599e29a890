"""Both tracers: fitted on some students, measured on others, never on their own answers."""

import numpy as np
import pytest

from tutor_server.modules.mastery.attempt import Question
from tutor_server.modules.mastery.bkt import SkillModel
from tutor_server.modules.mastery.measures import log_loss
from tutor_server.modules.mastery.simulate import simulate
from tutor_server.modules.mastery.tracing import (
    Tracer,
    Tracing,
    bkt_tracer,
    bkt_with,
    fit_skills,
    logistic_tracer,
)

MODEL = SkillModel(p_init=0.3, learn=0.1, slip=0.1, guess=0.15)


@pytest.fixture(scope="module")
def classes() -> tuple[list, list]:
    students = simulate(MODEL, students=300, skills=8, seed=1)
    return students[:240], students[240:]


@pytest.fixture(scope="module", params=[bkt_tracer, logistic_tracer])
def trace(request: pytest.FixtureRequest, classes) -> Tracer:
    """Each tracer, fitted once."""
    return request.param(classes[0])


def test_they_beat_the_constant_on_other_students(trace: Tracer, classes) -> None:
    found = trace(classes[1])
    assert len(found.right) == len(found.predicted) == sum(map(len, classes[1]))
    assert found.auc > 0.65
    constant = log_loss(found.right, np.full(len(found.right), found.right.mean()))
    assert found.log_loss < constant - 0.02


def test_no_prediction_sees_its_own_answer_or_a_later_one(trace: Tracer, classes) -> None:
    answered = classes[1][0]
    before = trace([answered]).predicted
    for place in range(0, len(answered), 7):
        turned = [
            (question, right if n < place else not right)
            for n, (question, right) in enumerate(answered)
        ]
        after = trace([turned]).predicted
        assert after[: place + 1].tolist() == before[: place + 1].tolist()


def test_students_are_traced_alone(trace: Tracer, classes) -> None:
    apart = [p for one in classes[1][:5] for p in trace([one]).predicted]
    assert trace(classes[1][:5]).predicted.tolist() == apart


def test_a_skill_that_was_never_seen_is_still_foreseen(trace: Tracer) -> None:
    found = trace([[(Question(skill="new"), True)] * 4])
    assert all(0 < p < 1 for p in found.predicted)
    assert found.predicted[3] > found.predicted[0]


def test_skills_get_models_of_their_own() -> None:
    easy, hard = Question(skill="easy"), Question(skill="hard")
    rng = np.random.default_rng(2)
    students = [
        [(easy, bool(rng.random() < 0.9)) for _ in range(6)]
        + [(hard, bool(rng.random() < 0.2)) for _ in range(6)]
        for _ in range(100)
    ]
    models = fit_skills(students)
    assert models["easy"].p_right(models["easy"].p_init) > 0.8
    assert models["hard"].p_right(models["hard"].p_init) < 0.3
    assert bkt_with(models)(students).auc > 0.8


def test_first_answers_can_be_left_out() -> None:
    found = Tracing(
        right=np.array([1.0, 1, 0, 0, 1]),
        predicted=np.array([0.1, 0.9, 0.2, 0.8, 0.9]),
        first=np.array([1.0, 0, 0, 1, 0]),
    )
    assert found.auc_later == 1.0
    assert found.auc < 1.0
