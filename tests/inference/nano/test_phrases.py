"""Wordings: both sides exist, and the questions of the README are always trained."""

import string
from random import Random

import pytest

from inference.nano.phrases import all_of, pick, wordings
from inference.nano.problem import Problem
from inference.nano.skills import SKILLS
from inference.nano.split import Split, split_of

FOLLOWING = ["why", "steps", "lost", "example", "more", "thanks", "ok", "giveup"]
GROUPS = ["ask.sum", "ask.equation", "term.ask", "check.whole", "follow.why", "stories.add"]


@pytest.mark.parametrize("group", GROUPS)
def test_sides_are_disjoint(group: str) -> None:
    held, kept = wordings(group, Split.HELDOUT), wordings(group, Split.TRAIN)
    assert held
    assert set(held).isdisjoint(kept)


def test_pick_obeys_the_side() -> None:
    rng_seeds = range(200)
    held = set(wordings("ask.sum", Split.HELDOUT))
    assert not held & {pick("ask.sum", Random(n), Split.TRAIN) for n in rng_seeds}
    assert {pick("ask.sum", Random(n), Split.HELDOUT) for n in rng_seeds} <= held


def test_questions_of_the_readme_are_on_the_training_side() -> None:
    assert {"what is {e}", "{e}"} <= set(wordings("ask.sum", Split.TRAIN))
    assert {"what is {a}", "explain {many}"} <= set(wordings("term.ask", Split.TRAIN))
    assert " to a 3rd grader" in wordings("term.simple", Split.TRAIN)
    assert split_of("fraction_add 1/2 1/4") is Split.TRAIN


@pytest.mark.parametrize("kind", FOLLOWING)
def test_what_follows_is_said_in_many_ways(kind: str) -> None:
    said = all_of(f"follow.{kind}")
    assert len(set(said)) == len(said) >= 45
    assert not any("{" in text for text in said)


@pytest.mark.parametrize(("kind", "slots"), [("whole", ["e", "g"]), ("short", ["g"])])
def test_guesses_are_stated_in_many_ways(kind: str, slots: list[str]) -> None:
    said = all_of(f"check.{kind}")
    assert len(set(said)) == len(said) >= 45
    for text in said:
        named = [name for _, name, _, _ in string.Formatter().parse(text) if name]
        assert sorted(named) == slots, text


def test_every_problem_group_has_question_wordings() -> None:
    def group(name: str) -> str:
        problem: Problem = SKILLS[name][0](Random(1))
        return problem.group

    for name in SKILLS:
        assert all_of(f"ask.{group(name)}")


def test_question_wordings_name_their_slot() -> None:
    for text in all_of("ask.sum"):
        assert [name for _, name, _, _ in string.Formatter().parse(text) if name] == ["e"]
