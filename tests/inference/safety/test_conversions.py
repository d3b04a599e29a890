"""Conversions of units: false ones are caught, others pass."""

import pytest

from inference.safety.arithmetic import false_sums
from inference.safety.conversions import false_conversions

TRUE = [
    "So 3 hours = 180 minutes.",
    "180 minutes = 3 hours and 1 hour = 60 minutes",
    "2.5 km = 2500 m",
    "So 12000 meters = 12 kilometers.",
    "1,500 g = 1.5 kg",
    "1 week = 7 days",
    "3 cm = 30 mm",
    "2m = 200cm",
    "1 year = 12 months",
    "1 liter = 1000 milliliters",
]
UNJUDGED = [
    "3m = 5m",
    "5 apples = 6 apples",
    "2 m = 10 m",
    "3 x = 12 y",
    "5 apples = 10 euros",
    "1 mile = 1.6 km",
    "1 year = 365 days",
    "2 + 3 m = 5 cm",
    "3 m = 100 cm + 200 cm",
    "3 m = 4 g",
    "14 hours x 24 weeks = 336 hours",
    "1/2 hour = 30 minutes",
    "3 m² = 30000 cm²",
]
FALSE = [
    "So 7 days = 49 days.",
    "2 kg = 3 kg",
    "So 3 hours = 30 minutes.",
    "So 3 km = 300 m.",
    "2 meters = 20 centimeters",
    "1,500 g = 15 kg",
    "So 60 days = 8 weeks.",
    "1 hour = 100 minutes",
]


@pytest.mark.parametrize("sentence", [*TRUE, *UNJUDGED])
def test_passes(sentence: str) -> None:
    assert false_conversions(sentence) == []
    assert false_sums(sentence) == []


@pytest.mark.parametrize("sentence", FALSE)
def test_caught(sentence: str) -> None:
    assert false_conversions(sentence)
    assert false_sums(sentence)


def test_what_is_denied_or_asked_passes() -> None:
    assert false_sums("3 hours = 30 minutes is not right.") == []
    assert false_sums("Is 3 hours = 30 minutes?") == []
