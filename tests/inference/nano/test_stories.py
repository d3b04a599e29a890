"""Word problems hold the numbers of their sums."""

import re
from random import Random

from inference.nano.split import Split
from inference.nano.stories import story


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
