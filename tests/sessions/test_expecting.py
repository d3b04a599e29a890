"""What the tutor waits for after its own question."""

import pytest

from inference.contracts import AnswerKind, Expected
from sessions.expecting import of_item, of_question
from sessions.teaching.lesson import Item, ItemKind, Use


@pytest.mark.parametrize(
    ("text", "kind", "answers"),
    [
        ("What is 7 × 8?", AnswerKind.NUMBER, ("56",)),
        ("So 7 + 3 = 10. What is **10 + 5**?", AnswerKind.NUMBER, ("15",)),
        ("Can you tell me what 1/2 + 1/4 is?", AnswerKind.NUMBER, ("3/4",)),
        ("3/4 + 1/4 = ?", AnswerKind.NUMBER, ("1",)),
        ("What is half of 12?", AnswerKind.NUMBER, ("6",)),
        ("How many pieces are left?", AnswerKind.NUMBER, ()),
        ("What's your final answer?", AnswerKind.NUMBER, ()),
        ("What is the area of the pink rectangle?", AnswerKind.NUMBER, ()),
        ("So 9 x 5 =", AnswerKind.NUMBER, ("45",)),
        ("What did you get?", AnswerKind.NUMBER, ()),
        ("What is the rule?", AnswerKind.ANY, ()),
        ("Would you like a hint?", AnswerKind.YES_NO, ()),
        ("Is 3 + 4 equal to 8?", AnswerKind.YES_NO, ()),
        ("Why do we need a common denominator?", AnswerKind.EXPLAIN, ()),
        ("Can you explain that?", AnswerKind.EXPLAIN, ()),
        ("Do you know what a fraction is?", AnswerKind.EXPLAIN, ()),
        ("Shall we do a sum, a fraction or a word?", AnswerKind.ANY, ()),
        ("Which is bigger, 3/4 or 2/3?", AnswerKind.ANY, ()),
        ("What is 2 + 3, and what is 4 + 4?", AnswerKind.NUMBER, ()),
        ("Good. 3 + 4 = 7.", AnswerKind.ANY, ()),
        ("What is 7 × 8? Take your time.", AnswerKind.NUMBER, ("56",)),
        ("How many cubes are there? (Count the front.)", AnswerKind.NUMBER, ()),
        ("Is it right? Look again. Then go on.", AnswerKind.ANY, ()),
        ("", AnswerKind.ANY, ()),
        ("?", AnswerKind.ANY, ()),
    ],
)
def test_a_question(text: str, kind: AnswerKind, answers: tuple[str, ...]) -> None:
    assert of_question(text) == Expected(kind=kind, answers=answers)


def test_another_language_tells_sums_alone() -> None:
    assert of_question("Wie viel ist 3 + 4?", english=False).answers == ("7",)
    assert of_question("Is dat goed?", english=False) == Expected()


def item(kind: ItemKind, answer: str, choices: tuple[str, ...] = ()) -> Item:
    return Item(
        item_id="i", kind=kind, use=Use.PRACTICE, skill="s", question="?", answer=answer,
        choices=choices,
    )  # fmt: skip


def test_an_items_key_is_waited_for() -> None:
    number = of_item(item(ItemKind.FRACTION, "3/4"))
    assert (number.kind, number.answers) == (AnswerKind.NUMBER, ("3/4",))
    choice = of_item(item(ItemKind.CHOICE, "a triangle", ("a square", "a triangle")))
    assert choice.answers == ("a triangle", "b")
    assert choice.terms == ("a square", "a triangle")
    first = of_item(item(ItemKind.CHOICE, "a square", ("a square", "a triangle")))
    assert first.answers == ("a square",), "`a` begins a triangle too"
    assert of_item(item(ItemKind.STEPS, "2, 1", ("add", "carry"))).answers == ("2, 1",)
    assert of_item(item(ItemKind.TEXT, "because")) == Expected(kind=AnswerKind.EXPLAIN)
