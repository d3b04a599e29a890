"""Word problems hold the numbers of their sums."""

import re
import string
from random import Random

import pytest

from inference.nano import stories
from inference.nano.phrases import all_of, is_group
from inference.nano.split import Split
from inference.nano.stories import story

KINDS = ("add", "subtract", "compare", "multiply", "divide")
GROUPS = [f"{kind}{setting}" for kind in KINDS for setting in stories.SETTINGS]
HALVES = [group for group in GROUPS if is_group(f"told.{group}")]


def slots(wording: str) -> list[str]:
    """Name the slots of a wording, as often as they come."""
    return [name for _, name, _, _ in string.Formatter().parse(wording) if name]


def test_both_numbers_are_in_the_story_and_the_answer_is_theirs() -> None:
    rng = Random(1)
    for _ in range(300):
        problem = story(rng, Split.TRAIN)
        told = sorted(map(int, re.findall(r"\d+", problem.written[0])))
        summed = re.findall(r"\d+", problem.conclusion.split("=")[0])
        assert told == sorted(map(int, summed))


def test_wordings_obey_the_split() -> None:
    def shapes(split: Split) -> set[str]:
        rng = Random(2)
        stories = (story(rng, split).written[0] for _ in range(400))
        return {re.sub(r"\d+|[A-Z]\w+|\b\w+s\b", "_", text) for text in stories}

    assert shapes(Split.TRAIN).isdisjoint(shapes(Split.HELDOUT))


@pytest.mark.parametrize("group", HALVES)
def test_every_told_goes_with_every_asked(group: str) -> None:
    counts_things = not group.endswith(("_money", "_other"))
    for told in all_of(f"told.{group}"):
        named = slots(told)
        assert named.count("a") == named.count("b") == 1, told
        assert set(named) <= {"a", "b", "n", "t"}, told
        assert ("t" in named) is counts_things, told
    for asked in all_of(f"asked.{group}"):
        assert set(slots(asked)) <= ({"t"} if counts_things else set()), asked


@pytest.mark.parametrize("kind", KINDS)
def test_whole_wordings_hold_both_numbers_once(kind: str) -> None:
    for wording in all_of(f"stories.{kind}"):
        named = slots(wording)
        assert named.count("a") == named.count("b") == 1, wording
        assert set(named) <= {"a", "b", "n", "t"}, wording


@pytest.mark.parametrize(
    "group",
    [f"{half}.{group}" for group in HALVES for half in ("told", "asked")]
    + [f"stories.{kind}" for kind in KINDS],
)
def test_no_wording_is_held_twice_or_with_an_end_mark(group: str) -> None:
    wordings = all_of(group)
    assert len(set(wordings)) == len(wordings)
    assert all(w == w.lower().strip() and w[-1] not in ".?!" for w in wordings)
    assert not any(re.search(r"\d", w) for w in wordings)


@pytest.mark.parametrize("kind", KINDS)
def test_every_setting_is_told(kind: str) -> None:
    rng = Random(3)
    found = {stories.told_group(kind, rng) for _ in range(100)}
    assert found == {group for group in HALVES if group.split("_")[0] == kind}
    assert len(found) > 1
