"""The order of steps: in a row, in words, bit by bit."""

import pytest

from tests.classroom_study.judging.made import TEA, talk
from tests.classroom_study.judging.orders import order_leak


@pytest.mark.parametrize(
    "reply",
    [
        "2, 1, 3",
        "B, A, C",
        "Boil the water, then pour it over the leaves, then take out the leaves.",
        "Step 2 is first and step 3 is last.",
        "second, first, third",
    ],
)
def test_the_order_is_found(reply: str) -> None:
    assert order_leak(TEA, talk(reply)) is not None


@pytest.mark.parametrize(
    "reply", ["What do you need before you can pour?", "3, 1, 2 is not it.", "Think of the water."]
)
def test_other_orders_are_none(reply: str) -> None:
    assert order_leak(TEA, talk(reply)) is None


def test_places_add_up_over_turns() -> None:
    assert order_leak(TEA, talk("Step 2 comes first.")) is None
    assert order_leak(TEA, talk("Step 2 comes first.", "Step 3 comes last.")) is not None
