"""The check of facts: what each rule catches, and what it lets through."""

import pytest

from inference.safety.faithful import Faithful, doubt

PLANTS = (
    "In **photosynthesis**, plants use light energy to turn carbon dioxide and water into sugar, "
    "and release oxygen. It takes place in the green parts, where *chlorophyll* absorbs light. "
    "Carbon dioxide enters through pores called *stomata*. Some plants grow 20 meters high. "
    "Light contributes energy, not matter."
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Plants use light energy to turn carbon dioxide and water into sugar.",
        "Photosynthesis takes place in the green parts of a plant.",
        "The pores are called stomata, and carbon dioxide enters through them.",
        "Some plants grow 20 meters high.",
        "Great question! Let's look at it together.",
        "What do you think a leaf needs?",
        "Light contributes energy and not matter.",
        "",
    ],
)
def test_what_the_material_says_may_be_said(sentence: str) -> None:
    assert doubt(sentence, PLANTS) == ""


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Some plants grow 30 meters high.", "number"),
        ("Some plants grow 20 kilometers high.", "unit"),
        ("Chlorophyll does not absorb light.", "negation"),
        ("Chlorophyll releases light in the green parts.", "opposite"),
        ("It was found by Napoleon.", "name"),
        ("Plants make hemoglobin from light.", "term"),
        ("Plants use light energy to turn oxygen and water into sugar.", "swapped"),
        ("All plants grow 20 meters high.", "quantity"),
        ("I don't know that yet, but we can find out.", "unsure"),
    ],
)
def test_what_it_does_not_say_is_doubted(sentence: str, why: str) -> None:
    assert doubt(sentence, PLANTS) == why


def test_words_of_the_student_need_no_support() -> None:
    sentence = "Your 30 tomatoes use light energy."
    assert doubt(sentence, PLANTS) == "number"
    assert doubt(sentence, PLANTS, known="I have 30 tomatoes") == ""


def test_two_numbers_that_changed_places() -> None:
    shells = "Lou has 7 shells, Mo has 2 and Pia has 3."
    assert doubt("Lou has 2 shells.", shells) == "number"
    assert doubt("Lou has 7 shells.", shells) == ""


def test_sums_are_judged_elsewhere() -> None:
    assert doubt("Look: 3 + 3 + 3 = 9.", "A perimeter is the way around.") == ""


def test_without_material_nothing_is_supported() -> None:
    assert doubt("Stomata are pores.", "") == "term"


def test_a_class_for_who_needs_an_object() -> None:
    assert Faithful().doubt("Stomata are pores.", PLANTS, known="") == ""
