"""Which sentences of a talk are worth remembering, and as what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.remembering.piece import (
    MOST_CHARS,
    MOST_PER_MESSAGE,
    PieceKind,
    content_words,
    pieces_of_student,
    pieces_of_tutor,
)


def kinds(text: str) -> list[str]:
    return [piece.kind.value for piece in pieces_of_student(text)]


@pytest.mark.parametrize(
    "text",
    [
        "I love football and I play every Saturday.",
        "my dog is called Biscuit",
        "im left handed",
        "I’m dyslexic so long texts tire me.",
        "I have a spelling test on Friday",
        "when i grow up i will be a vet",
        "My grandma speaks Polish with me.",
    ],
)
def test_what_the_student_says_of_themselves(text: str) -> None:
    assert kinds(text) == ["about"]


@pytest.mark.parametrize(
    "text",
    [
        "Drawing a picture helps me",
        "i learn best when i hear it first",
        "I need big letters.",
        "Small steps work better for me",
        "I use a ruler when I read",
    ],
)
def test_how_the_student_learns(text: str) -> None:
    assert kinds(text) == ["way"]


@pytest.mark.parametrize(
    "text",
    [
        "I don't understand equivalent fractions",
        "borrowing is really hard for me",
        "i keep mixing up area and perimeter",
        "I'm stuck on long division.",
        "negative numbers make no sense",
        "Why is dividing by fractions so confusing?",
    ],
)
def test_what_is_hard(text: str) -> None:
    assert kinds(text) == ["hard"]


def test_promises_of_both_sides() -> None:
    assert kinds("Next time I want to do decimals.") == ["promise"]
    assert kinds("I'll practise the seven times table tonight") == ["promise"]
    said = "Well done! Next time we will look at mixed numbers. What is 1/2 of 8?"
    assert [piece.text for piece in pieces_of_tutor(said)] == [
        "Next time we will look at mixed numbers."
    ]
    assert not pieces_of_tutor("Shall we come back to this next time?")
    assert not pieces_of_tutor("I love football and so do you.")


def test_what_was_talked_about() -> None:
    assert kinds("Why do we flip the second fraction?") == ["talked"]
    assert kinds("We learned photosynthesis at school") == ["talked"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3/4",
        "yes please",
        "I don't get it",
        "the answer is twelve apples",
        "I think it's the second one",
        "i got 12",
        "I have 3 apples and 4 pears, so I have 7 fruits",
        "hm ok let me see",
        "Can you do it?",
    ],
)
def test_what_is_not_worth_it(text: str) -> None:
    assert not kinds(text)


def test_sentences_are_pieces_of_their_own_and_bounded() -> None:
    many = " ".join(f"I love hobby{chr(97 + n)} a lot." for n in range(20))
    found = pieces_of_student(f"Hello!\nI love music; my cat is Tom. {many}")
    assert [piece.text for piece in found[:2]] == ["I love music", "my cat is Tom."]
    assert len(found) == MOST_PER_MESSAGE
    long = pieces_of_student("I love " + "very long words " * 100)
    assert len(long[0].text) <= MOST_CHARS
    assert not long[0].text.endswith("wor")


def test_content_words_ignore_form() -> None:
    assert content_words("I like adding fractions!") == content_words("i liked to add a fraction")
    assert content_words("the is and of") == frozenset()


@given(st.text(max_size=600))
def test_any_text_gives_bounded_pieces_of_itself(text: str) -> None:
    flat = " ".join(text.split())
    for piece in (*pieces_of_student(text), *pieces_of_tutor(text)):
        assert piece.text in flat
        assert 0 < len(piece.text) <= MOST_CHARS
        assert piece.kind in PieceKind
    assert pieces_of_student(text) == pieces_of_student(text)
