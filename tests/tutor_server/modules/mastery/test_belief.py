"""One answer at a time: foreseen before, believed after."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tutor_server.modules.mastery.attempt import Attempt, Question
from tutor_server.modules.mastery.belief import Belief, step
from tutor_server.modules.mastery.bkt import MASTERED
from tutor_server.modules.mastery.past import SkillPast, StudentPast
from tutor_server.modules.mastery.priors import SKILL, WEIGHTS

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
NEW = Belief(p_known=SKILL.p_init, student=StudentPast(), skill=SkillPast())


def attempt(right: bool = True, **more: object) -> Attempt:
    question = Question(skill="a", **{"kind": "number", "use": "practice", **more})
    return Attempt(question=question, lesson="l", run="r", right=right)


def after(*answers: Attempt, belief: Belief = NEW) -> Belief:
    for n, answer in enumerate(answers):
        belief = step(belief, answer, at=NOON + timedelta(minutes=n)).belief
    return belief


def test_both_foresee_an_answer_before_they_see_it() -> None:
    right, wrong = (step(NEW, attempt(is_right), at=NOON) for is_right in (True, False))
    assert right.foreseen == wrong.foreseen == pytest.approx(SKILL.p_right(SKILL.p_init))
    (before, next_right), (same, next_wrong) = right.logistic(WEIGHTS), wrong.logistic(WEIGHTS)
    assert before == same
    assert next_right > before > next_wrong


def test_choices_are_foreseen_with_their_luck() -> None:
    assert step(NEW, attempt(kind="choice"), at=NOON).foreseen > NEW.model.p_right(NEW.p_known)
    assert after(attempt(kind="choice")).p_known < after(attempt()).p_known


def test_only_new_ground_proves() -> None:
    assert not after(*[attempt(use="practice")] * 5).proved
    assert not after(attempt(False, use="transfer")).proved
    proved = after(attempt(use="transfer"))
    assert proved.proved
    assert after(attempt(False), belief=proved).proved


def test_a_card_begins_when_the_skill_looks_known() -> None:
    assert after(attempt(), attempt()).memory is None
    known = after(attempt(), attempt(), attempt())
    assert known.p_known >= MASTERED
    assert known.memory is not None
    assert known.memory.reviewed_at == NOON + timedelta(minutes=2)


def test_a_miss_never_begins_a_card() -> None:
    sure = replace(NEW, p_known=0.995)
    missed = step(sure, attempt(False), at=NOON).belief
    assert missed.p_known >= MASTERED
    assert missed.memory is None


def test_the_first_try_after_a_rest_is_the_review() -> None:
    known = after(attempt(), attempt(), attempt())
    assert known.memory is not None
    later = known.memory.due
    missed = step(known, attempt(False), at=later).belief
    corrected = step(missed, attempt(attempt=2), at=later + timedelta(minutes=1)).belief
    assert missed.memory != known.memory
    assert corrected.memory == missed.memory


def test_the_skills_own_model_is_used_and_kept() -> None:
    model = replace(SKILL, learn=0.5)
    found = after(attempt(False), belief=replace(NEW, model=model, usual=0.4))
    assert found.p_known > after(attempt(False)).p_known
    assert (found.model, found.usual) == (model, 0.4)


def test_the_names_are_those_that_predictions_need() -> None:
    found = step(NEW, attempt(), at=NOON)
    needed = {name: WEIGHTS[name] for name in found.names & WEIGHTS.keys()}
    assert found.logistic(needed) == found.logistic(WEIGHTS)
    assert len(found.names) < 30
