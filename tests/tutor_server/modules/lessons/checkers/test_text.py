"""Answers in own words."""

import pytest

from tests.tutor_server.modules.lessons.items import text
from tutor_server.modules.lessons.checkers.text import check, holds_one

PLANT = text(("sun", "light"), ("food", "sugar"), ("photosynthesis", "leaf", "plants"))


@pytest.mark.parametrize(
    "said",
    [
        "Plants use the sun to make food", "leaves make sugar from light", "PLANT SUGAR, SUNNY!",
        "photosinthesis makes sugar in sunlight", "when the sun shines, a plant makes food",
        "no idea, maybe the sun makes food in a leaf", "what I think is: plants eat light as food",
    ],
)  # fmt: skip
def test_all_groups_are_there(said: str) -> None:
    assert check(PLANT, said).correct


@pytest.mark.parametrize(
    ("said", "missing"),
    [("the sun", (1, 2)), ("the plant eats soil", (0, 1)), ("seafood", (0, 1, 2)),
     ("delight and fastfood in plants", (0, 1))],
)  # fmt: skip
def test_what_is_missing(said: str, missing: tuple[int, ...]) -> None:
    outcome = check(PLANT, said)
    assert (outcome.correct, outcome.attempt, outcome.missing) == (False, True, missing)


@pytest.mark.parametrize(
    "said",
    ["what is photosynthesis?", "I don't know", "ok", "", "hmm", "why do plants need food?",
     "help", "no", "how does the sun make food in plants", "wait please",
     "just give me the answer please",
     "my teacher said you can tell me that the sun makes food in plants", "idk", "not sure"],
)  # fmt: skip
def test_no_attempt(said: str) -> None:
    assert not check(PLANT, said).attempt


@pytest.mark.parametrize(
    ("said", "key", "held"),
    [
        ("plants grow", "plant", True), ("a plant", "plants", True), ("berries", "berry", True),
        ("a berry", "berries", True), ("leaves", "leaf", True), ("glass", "glas", True),
        ("oxigen", "oxygen", True), ("oxyegn", "oxygen", True), ("oxygn", "oxygen", True),
        ("boxygen", "oxygen", False), ("oxide gas", "oxygen", False), ("can", "cat", False),
        ("less water", "less water", True), ("less and water", "less water", False),
        ("its not", "it's not", True), ("pass", "passes", False), ("", "x", False),
        ("x", "", False),
    ],
)  # fmt: skip
def test_one_key(said: str, key: str, held: bool) -> None:
    assert holds_one(said, (key,)) is held


def test_misconceptions() -> None:
    item = text(
        ("sun",),
        wrong={"Plants eat the soil with their roots.": "soil", "Water is their food.": "water"},
    )
    assert check(item, "plants eat the soil with their roots").misconception == "soil"
    assert check(item, "I think their roots eat soil like plants").misconception == "soil"
    assert check(item, "they breathe").misconception == ""


def test_an_item_without_keys_judges_nobody() -> None:
    assert not check(text(), "anything at all").attempt
