"""New sessions stay where they arrived unless that worker is full, leaving or clearly fuller."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor_server.attach.placement import SLACK, Load, choose
from tutor_server.errors import OverloadedError


def load(students: int = 0, *, accepts: bool = True) -> Load:
    return Load(students=students, accepts=accepts)


def test_alone() -> None:
    assert choose(load(10), {}) is None
    with pytest.raises(OverloadedError) as refused:
        choose(load(accepts=False), {})
    assert refused.value.retry_after_s > 0


def test_a_small_difference_is_no_reason_to_move() -> None:
    assert choose(load(SLACK), {"b": load(0)}) is None
    assert choose(load(SLACK + 1), {"b": load(0)}) == "b"


def test_the_emptiest_that_accepts() -> None:
    others = {"b": load(5), "c": load(3), "d": load(0, accepts=False)}
    assert choose(load(30), others) == "c"
    assert choose(load(0, accepts=False), others) == "c"


def test_nobody_accepts() -> None:
    with pytest.raises(OverloadedError):
        choose(load(accepts=False), {"b": load(accepts=False)})


LOADS = st.builds(Load, students=st.integers(0, 60), accepts=st.booleans())


@given(LOADS, st.dictionaries(st.sampled_from("bcde"), LOADS))
def test_never_into_one_that_refuses_and_never_to_a_fuller_one(
    mine: Load, others: dict[str, Load]
) -> None:
    everybody = {None: mine, **others}
    if not any(one.accepts for one in everybody.values()):
        return
    chosen = everybody[choose(mine, others)]
    assert chosen.accepts
    emptiest = min(one.students for one in everybody.values() if one.accepts)
    assert chosen.students <= emptiest + SLACK


@given(st.integers(2, 8), st.lists(st.integers(0, 7), min_size=50, max_size=200))
def test_arrivals_end_up_even_however_the_kernel_spreads_them(
    workers: int, arrivals: list[int]
) -> None:
    students = [0] * workers
    for arrival in arrivals:
        at = arrival % workers
        others = {str(n): load(students[n]) for n in range(workers) if n != at}
        chosen = choose(load(students[at]), others)
        students[at if chosen is None else int(chosen)] += 1
    assert max(students) - min(students) <= SLACK + 1
