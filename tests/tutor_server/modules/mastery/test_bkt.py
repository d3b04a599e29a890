"""The update against Bayes' rule, and its limits."""

import pytest

from tutor_server.modules.mastery.bkt import CERTAIN, MASTERED, SkillModel, guess_for

MODEL = SkillModel(p_init=0.3, learn=0.15, slip=0.1, guess=0.2)


def test_right_and_wrong_by_hand() -> None:
    seen = 0.27 / (0.27 + 0.14)
    assert MODEL.known_after(0.3, right=True) == pytest.approx(seen + (1 - seen) * 0.15)
    seen = 0.03 / (0.03 + 0.56)
    assert MODEL.known_after(0.3, right=False) == pytest.approx(seen + (1 - seen) * 0.15)
    assert MODEL.p_right(0.3) == pytest.approx(0.41)


def test_three_right_answers_master_and_two_do_not() -> None:
    p_known, steps = MODEL.p_init, []
    for _ in range(3):
        p_known = MODEL.known_after(p_known, right=True)
        steps.append(p_known)
    assert steps[1] < MASTERED <= steps[2]


def test_mastery_can_always_be_lost() -> None:
    p_known = MODEL.p_init
    for _ in range(500):
        p_known = MODEL.known_after(p_known, right=True)
    assert p_known == CERTAIN
    for _ in range(2):
        p_known = MODEL.known_after(p_known, right=False)
    assert p_known < MASTERED


def test_beliefs_stay_probabilities() -> None:
    p_known = MODEL.p_init
    for n in range(1_000):
        p_known = MODEL.known_after(p_known, right=n % 7 == 0)
        assert 0 < p_known <= CERTAIN


def test_a_right_guess_among_choices_says_less() -> None:
    free = MODEL.known_after(0.3, right=True)
    guesses = [guess_for(MODEL, kind="choice", attempt=attempt) for attempt in (1, 2, 3, 9)]
    assert guesses == pytest.approx([1 / 4, 1 / 3, 1 / 2, 1 / 2])
    known = [MODEL.known_after(0.3, right=True, guess=guess) for guess in guesses]
    assert free > known[0] > known[1] > known[2] > MODEL.known_after(0.3, right=False)


def test_free_answers_are_guessed_as_the_skill_says() -> None:
    assert guess_for(MODEL, kind="number", attempt=5) == MODEL.guess
    lucky = SkillModel(p_init=0.3, learn=0.1, slip=0.1, guess=0.4)
    assert guess_for(lucky, kind="choice", attempt=1) == lucky.guess


def test_even_the_luckiest_right_answer_speaks_for_the_skill() -> None:
    sloppy = SkillModel(p_init=0.3, learn=0.01, slip=0.6, guess=0.1)
    guess = guess_for(sloppy, kind="choice", attempt=4)
    assert sloppy.known_after(0.3, right=True, guess=guess) > 0.3


@pytest.mark.parametrize(
    "change", [{"p_init": 0.0}, {"learn": 1.0}, {"slip": -0.1}, {"guess": 0.95}, {"slip": 0.8}]
)
def test_impossible_skills_are_refused(change: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"between 0 and 1|below 1"):
        SkillModel(**{"p_init": 0.3, "learn": 0.1, "slip": 0.1, "guess": 0.2, **change})
