"""Tests of tutor_server.modules.lessons.retrieval.sentences."""

from tutor_server.modules.lessons.retrieval.sentences import points_back, sentences


def test_a_sentence_is_not_cut_at_its_first_comma() -> None:
    text = "In the green parts of it, light is absorbed. Water comes from roots, slowly."
    assert sentences(text) == [
        "In the green parts of it, light is absorbed.",
        "Water comes from roots, slowly.",
    ]


def test_lines_are_sentences_of_their_own() -> None:
    assert sentences("A rule with no full stop\nAnother line") == [
        "A rule with no full stop",
        "Another line",
    ]


def test_what_points_back() -> None:
    assert points_back("This is called a cell.")
    assert points_back("They eat leaves.")
    assert not points_back("A cell is small.")
    assert not points_back("")
