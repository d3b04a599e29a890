"""Tests of what is said of a passage."""

from inference.contracts import MAX_PASSAGE_CHARS
from tutor_server.modules.lessons.retrieval.passages import Kind, LessonPassage, Level
from tutor_server.modules.lessons.retrieval.saying import MOST_WORDS, passage_of


def passage(text: str, kind: Kind = Kind.EXPLANATION) -> LessonPassage:
    return LessonPassage(
        lesson_id="l", title="Title", kind=kind, level=Level.ANY, text=text, key=text
    )


def said(text: str, question: str, kind: Kind = Kind.EXPLANATION) -> str:
    return passage_of(passage(text, kind), question).said


def test_the_sentences_that_fit_the_question_are_said_and_questions_are_not() -> None:
    filler = "Some bread is very old and dry. " * 12
    text = f"Shall we? {filler}Water boils at 100 degrees. Then it is a gas."
    assert said(text, "When does water boil?").endswith(
        "Water boils at 100 degrees. Then it is a gas."
    )
    assert "Shall we" not in said("Shall we? A cell is small.", "cell")


def test_a_sentence_that_points_back_is_not_the_first() -> None:
    text = "A leaf is green. It makes sugar from water. " + "Other things are here. " * 30
    assert said(text, "sugar from water").startswith("A leaf is green.")


def test_code_and_lists_are_not_read_out() -> None:
    text = "A loop repeats.\n\n```python\nfor i in range(3):\n    print(i)\n```\n\n- one\n- two"
    assert said(text, "loop") == "A loop repeats."


def test_a_list_alone_is_better_than_nothing() -> None:
    assert said("1. Add the sides.\n2. Write it down.", "sides") == (
        "Add the sides. Write it down."
    )


def test_only_the_mark_of_a_list_is_taken_off() -> None:
    assert said("*Density* tells how much:", "density") == "*Density* tells how much."


def test_a_mark_of_a_list_is_not_read_out() -> None:
    text = "Things stop because *friction* acts. 2. A force changes it. It had 3. Then 4."
    assert said(text, "friction", Kind.TERM) == (
        "Things stop because *friction* acts. A force changes it. It had 3. Then 4."
    )


def test_both_have_bounds() -> None:
    long = "A sentence that has exactly eight words here. " * 60
    made = passage_of(passage(long), "sentence")
    assert len(made.text) <= MAX_PASSAGE_CHARS
    assert made.text.endswith("here.")
    assert len(made.said.split()) <= MOST_WORDS
    assert len(passage_of(passage("x" * 2_000), "x").text) <= MAX_PASSAGE_CHARS


def test_a_lesson_that_quotes_a_question_does_not_answer_it() -> None:
    text = 'A number may be the answer. "How many sides has a hexagon?" needs no data.'
    assert said(text, "How many sides has a hexagon?") == ""
    assert said(text, "needs no data").endswith("needs no data.")
    assert said("\u201cWhy?\u201d he asked. A leaf makes sugar.", "leaf sugar").endswith("sugar.")
