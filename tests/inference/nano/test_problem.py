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


def test_solution_joins_steps_and_conclusion() -> None:
    problem = whole.sum_of(2, 3, Random(0))
    assert problem.solution == f"{problem.steps} {problem.conclusion}"
