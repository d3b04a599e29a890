"""Drawing problems obeys the hold-out, except for facts learnt by heart."""

from random import Random

from inference.nano import whole
from inference.nano.problem import draw
from inference.nano.split import Split, split_of


def test_draw_stays_on_its_side() -> None:
    rng = Random(1)
    for split in Split:
        drawn = [draw(whole.add, rng, split) for _ in range(200)]
        assert all(p.by_heart or split_of(p.key) is split for p in drawn)
        assert not all(p.by_heart for p in drawn)


def test_a_solution_opens_with_the_task_in_digits() -> None:
    problem = whole.sum_of(20, 3, Random(0))
    assert problem.solution == f"Let's do 20 + 3. {problem.steps} So 20 + 3 = 23."
    assert problem.worked("check").startswith("Let's check 20 + 3. ")


def test_a_fact_known_by_heart_has_no_opening_unless_checked() -> None:
    problem = whole.sum_of(2, 3, Random(0))
    assert problem.solution == f"{problem.steps} So 2 + 3 = 5."
    assert problem.worked("check") == f"Let's check. {problem.solution}"
