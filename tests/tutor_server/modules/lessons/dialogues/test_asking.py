"""Questions about a passage, and what of it answers them."""

from random import Random

from inference.contracts import Passage
from tutor_server.modules.lessons.dialogues.asking import (
    MOST_WORDS,
    about_text,
    answer_of,
    nearest,
    terms_of,
)
from tutor_server.modules.lessons.retrieval.passages import Kind, LessonPassage, Level

SAID = (
    "Light falls on a leaf in the morning and warms it, and then much happens inside of it. "
    "Sugar is made there from water and from air. "
    "A plant keeps it in its roots for the winter."
)


def passage(text: str, key: str = "", kind: Kind = Kind.EXPLANATION) -> LessonPassage:
    return LessonPassage(
        lesson_id="l", title="Plants", kind=kind, level=Level.SIMPLE, text=text, key=key or text
    )


def answer(question: str, said: str = SAID, level: Level = Level.SIMPLE) -> str:
    return answer_of(Passage(title="Plants", text=said, said=said), question, level)


def test_an_answer_is_the_sentences_that_share_most() -> None:
    roots = "A plant keeps it in its roots for the winter."
    assert answer("what about the roots in winter").endswith(roots)
    assert answer("sugar, roots, winter").startswith("Sugar is made")


def test_an_answer_is_short_and_shorter_for_the_young() -> None:
    for level, most in MOST_WORDS.items():
        assert len(answer("why light", level=level).split()) <= most
    assert len(answer("why light")) < len(answer("why light", level=Level.FULL))


def test_what_ends_in_the_air_is_no_answer() -> None:
    assert answer("what does the theorem state", "The *theorem* states") == ""


def test_terms_are_those_that_can_be_asked_for() -> None:
    key = "Plants. What is sugar and $x$ and people? Sugar is sweet."
    assert terms_of(passage("Sugar is sweet.", key, Kind.TERM)) == ["sugar"]
    assert terms_of(passage("Sugar is sweet.", key)) == []


def test_a_question_has_two_words_of_one_sentence() -> None:
    asked = about_text("Sugar dissolves. Granite erodes.", Random(1))
    pairs = (("sugar", "dissolves"), ("granite", "erodes"))
    assert any(one in asked and other in asked for one, other in pairs)
    assert about_text("It is so.", Random(1)) == ""


def test_the_nearest_passage_shares_most() -> None:
    leaf, stone = passage("Light falls on a leaf."), passage("Granite is a stone.")
    assert nearest([leaf, stone], "what is granite") is stone
    assert nearest([leaf, stone], "why sing") is None
