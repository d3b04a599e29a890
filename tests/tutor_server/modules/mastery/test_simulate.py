"""The made-up class does what it says."""

from collections import Counter
from itertools import pairwise

from tutor_server.modules.mastery.bkt import SkillModel
from tutor_server.modules.mastery.simulate import simulate

MODEL = SkillModel(p_init=0.3, learn=0.15, slip=0.1, guess=0.2)


def test_the_same_seed_gives_the_same_class() -> None:
    one, same, other = (simulate(MODEL, students=3, skills=4, seed=s) for s in (1, 1, 2))
    assert one == same != other


def test_skills_come_in_order_with_reviews_of_earlier_ones() -> None:
    for answered in simulate(MODEL, students=20, skills=6, seed=1):
        new = [q.skill for q, _ in answered]
        assert list(dict.fromkeys(new)) == [f"s{n}" for n in range(6)]
        assert new != sorted(new)


def test_a_miss_is_tried_once_more_and_a_hit_is_not() -> None:
    attempts: Counter[tuple[int, bool]] = Counter()
    for answered in simulate(MODEL, students=200, skills=5, seed=3):
        for (question, right), (following, _) in pairwise(answered):
            attempts[question.attempt, right] += 1
            again = question.attempt == 1 and not right
            assert following.attempt == (2 if again else 1)
    assert min(attempts[1, True], attempts[1, False], attempts[2, True]) > 100


def test_slips_and_guesses_have_their_shares() -> None:
    """A class that knows everything, and one that never will."""
    for p_init, low, high in ((0.999, 0.86, 0.93), (0.001, 0.19, 0.28)):
        model = SkillModel(p_init=p_init, learn=0.0001, slip=0.1, guess=0.2)
        answers = [r for one in simulate(model, students=200, skills=5, seed=4) for _, r in one]
        assert low < sum(answers) / len(answers) < high
