"""Several askings become one judgement: the middle one, as firm as they agreed."""

import itertools

from tutor_server.modules.classroom.assess.agreement import agreed
from tutor_server.modules.classroom.assess.prompting import Judgement


def said(share: float, confidence: float = 1.0, why: str = "w") -> dict[str, Judgement]:
    return {"l": Judgement(share=share, confidence=confidence, why=why)}


def test_all_agree() -> None:
    found = agreed([said(1, 0.8, "a"), said(1, 0.6, "b"), said(1, 0.4, "c")], asked=3)
    assert found == {"l": Judgement(share=1, confidence=0.6, why="a")}


def test_the_majority_and_its_reason() -> None:
    found = agreed([said(0, 1, "against"), said(1, 0.9, "for"), said(1, 0.9)], asked=3)
    assert found == {"l": Judgement(share=1, confidence=0.6, why="for")}


def test_order_does_not_matter_to_points_and_confidence() -> None:
    for shares in itertools.product((0.0, 0.5, 1.0), repeat=3):
        found = {
            (judgement.share, judgement.confidence)
            for order in itertools.permutations(shares)
            for judgement in agreed([said(share) for share in order], asked=3).values()
        }
        assert len(found) == 1


def test_who_says_nothing_agrees_with_nobody() -> None:
    assert agreed([said(1), {}, said(1)], asked=3)["l"].confidence == 0.667
    assert agreed([said(1)], asked=3)["l"].confidence == 0.333
    assert agreed([{}, {}], asked=3) == {}
    assert agreed([], asked=3) == {}


def test_of_two_that_differ_the_lower_counts() -> None:
    assert agreed([said(1), said(0)], asked=3)["l"].share == 0


def test_lines_are_apart() -> None:
    other = {"m": Judgement(share=0, confidence=1, why="m")}
    found = agreed([{**said(1), **other}, said(1)], asked=2)
    assert (found["l"].confidence, found["m"].confidence) == (1, 0.5)
