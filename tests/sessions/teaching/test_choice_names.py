"""Tests of sessions.teaching.choice_names."""

from sessions.teaching.choice_names import known_choices, named_in, plain_words
from tests.sessions.teaching.leak_items import ITEMS


def test_plain_words_have_digits_and_no_article() -> None:
    assert plain_words("The *forty-eight* red rolls!") == "48 red rolls"


def test_a_choice_is_named_by_its_words() -> None:
    choices = known_choices(ITEMS["roots"])
    assert named_in(choices, plain_words("The roots and the leaves.")) == {0, 1}
    assert named_in(choices, plain_words("Something else.")) == set()


def test_a_choice_of_the_question_is_known_as_its_own() -> None:
    assert all(choice.own for choice in known_choices(ITEMS["verb"]))
    assert not any(choice.own for choice in known_choices(ITEMS["roots"]))
