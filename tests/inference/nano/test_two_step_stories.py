"""Stories of two sums: the answer is verified from the kind and its numbers alone."""

import re
import string
from collections.abc import Callable
from random import Random

import pytest

from inference.nano.phrases import all_of
from inference.nano.split import Split
from inference.nano.two_step_stories import KINDS, problem_of, two_step_story, two_sums

ANSWERS: dict[str, Callable[[int, int, int], int]] = {
    "groups_less": lambda a, b, c: a * b - c,
    "groups_more": lambda a, b, c: a * b + c,
    "come_and_go": lambda a, b, c: a + b - c,
    "twice_less": lambda a, b, c: a - b - c,
    "change": lambda a, b, c: c - a * b,
    "share_more": lambda a, b, c: a // b + c,
}


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_answer_is_that_of_the_story(kind: str, errors_in: Callable[[str], list[str]]) -> None:
    for seed in range(300):
        sums = KINDS[kind](Random(seed))
        problem = problem_of(sums)
        assert int(problem.answer) == ANSWERS[kind](sums.a, sums.b, sums.c) >= 0
        assert sums.first != "÷" or sums.a % sums.b == 0
        assert max(sums.a, sums.b, sums.c) < 100
        assert problem.solution.startswith(f"Let's do {sums.task}. First ")
        assert problem.conclusion == f"So the answer is {problem.answer}."
        assert errors_in(f"{problem.steps} {problem.simpler}") == []
        assert problem.wrong
        assert problem.answer not in problem.wrong


def test_the_task_is_the_sum_of_the_story() -> None:
    for seed in range(300):
        problem = two_sums(Random(seed))
        python = problem.task.replace("×", "*").replace("÷", "//")
        assert re.fullmatch(r"[\d +*/-]+", python)
        assert eval(python) == int(problem.answer)  # noqa: S307 -- digits and signs only


@pytest.mark.parametrize("split", list(Split))
def test_a_story_holds_the_numbers_of_its_task(split: Split) -> None:
    rng = Random(1)
    for _ in range(300):
        problem = two_step_story(rng, split)
        told = sorted(map(int, re.findall(r"\d+", problem.written[0])))
        assert told == sorted(map(int, re.findall(r"\d+", problem.task)))
        assert "{" not in problem.written[0]


@pytest.mark.parametrize("kind", list(KINDS))
def test_wordings_hold_all_numbers_once(kind: str) -> None:
    told, asked, whole = (all_of(f"{table}.{kind}") for table in ("told", "asked", "stories"))
    assert len(told) + len(whole) >= 30
    for wording in (*told, *whole):
        named = [name for _, name, _, _ in string.Formatter().parse(wording) if name]
        assert [named.count(slot) for slot in "abc"] == [1, 1, 1], wording
        assert set(named) <= set("abcnt"), wording
    assert all(set(re.findall(r"\{(\w+)\}", wording)) <= {"t"} for wording in asked)
    assert kind == "change" or all("{t}" in wording for wording in told)
    for wordings in (told, asked, whole):
        assert len(set(wordings)) == len(wordings)
