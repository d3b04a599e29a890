"""Tests of sessions.teaching.leak_order."""

from dataclasses import replace

import pytest

from sessions.teaching.leak_order import order_leak
from sessions.teaching.numbers import read
from sessions.teaching.plain import plain
from tests.sessions.teaching.leak_items import ITEMS


def leaks(text: str, answer: str = "2, 4, 1, 3") -> bool:
    item = replace(ITEMS["seed"], answer=answer)
    return order_leak(item, read(text), plain(text)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "2413",
        "2 > 4 > 1 > 3",
        "b d a c",
        "BDAC",
        "Do 2 first, then 4, next 1, and 3 last.",
        "Dig, then drop the seed into the hole, then cover the seed, then water.",
        "Dig a small hole. Drop the seed into the hole. Cover the seed.",
        "Drop the seed into the hole, cover the seed with soil, water the soil.",
        "Number 2 is first; number 4 is second; number 1 is third; number 3 is fourth.",
        "Number 3 is last, number 1 is third and number 2 comes first.",
        "C comes last. D is second. B is first.",
        "Dig a small hole → Drop the seed into the hole → Cover the seed → Water the soil",
        "First: Dig a small hole. Then: Drop the seed into the hole. Then: Cover the seed.",
        "You water the soil last, dig a small hole first, and drop the seed into the hole second.",
    ],
)
def test_orders(text: str) -> None:
    assert leaks(text)


@pytest.mark.parametrize(
    "text",
    [
        "1, 2, 3, 4",
        "Cover, dig, water, drop.",
        "You cover the seed after you drop it in the hole.",
        "Start with a hole.",
        "2 of the 4 steps are in place.",
        "Add, then look back.",
        "Which comes first? Which of the 4 is second?",
        "Number 1 is not second, and number 4 is not first.",
        "Which step is first, and which one is last? Dig a small hole, maybe?",
    ],
)
def test_no_orders(text: str) -> None:
    assert not leaks(text)


def test_of_three_steps_all_must_be_told() -> None:
    item = replace(
        ITEMS["seed"], choices=("Boil water", "Pour tea", "Heat the stove"), answer="3, 1, 2"
    )
    told = "Heat the stove, then boil water."
    assert order_leak(item, read(told), plain(told)) is None
    told += " Then pour the tea."
    assert order_leak(item, read(told), plain(told)) is not None


def test_an_order_of_one_is_none() -> None:
    assert not leaks("1", answer="1")
