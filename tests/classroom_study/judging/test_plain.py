"""What is left of a reply."""

from tests.classroom_study.judging.made import ORANGES
from tests.classroom_study.judging.plain import sentences, statements, stem, unquoted, visible


def test_the_question_and_the_list_are_taken_out() -> None:
    reply = f"Try it. {ORANGES.question}\nA) The stone; B) The cork; C) The nail; D) The coin"
    assert "cork" not in unquoted(ORANGES, reply)
    assert "Try it." in unquoted(ORANGES, reply)
    assert "cork" in unquoted(ORANGES, "The cork, or the stone?")


def test_hidden_characters_and_other_digits() -> None:
    assert visible("4\u200b2") == "42"
    assert visible("\u0664\u0662") == "42"
    assert visible("\u00b3\u2044\u2087") == "3\u20447"


def test_sentences_and_statements() -> None:
    assert sentences("One. Two?\nThree!") == ("One.", "Two?", "Three!")
    assert statements("One. Two?\nThree!") == ("One.", "Three!")


def test_words_of_a_kind_have_one_stem() -> None:
    assert stem("melting") == stem("melts") == stem("melted")
    assert stem("cells") == stem("cell")
