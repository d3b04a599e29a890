"""Small items for the tests of the judge."""

from sessions.teaching.lesson import Item, ItemKind, Test, Use, Wrong
from tests.classroom_study.judging.said import Said, Talk


def item(kind: ItemKind, question: str, answer: str, **more: object) -> Item:
    """An item with this and nothing else."""
    values: dict[str, object] = {
        "item_id": "i",
        "kind": kind,
        "use": Use.PRACTICE,
        "skill": "s",
        "question": question,
        "answer": answer,
    }
    return Item(**(values | more))  # type: ignore[arg-type]  # fields by name, checked by the tests


def talk(*tutor: str, student: str = "") -> Talk:
    """Replies, each to the same words."""
    return tuple(Said(student=student, tutor=reply) for reply in tutor)


TRAYS = item(ItemKind.NUMBER, "There are 7 trays with 6 buns each. How many buns are there?", "42")
TANK = item(ItemKind.FRACTION, "A tank holds 8 buckets and has 5 in it. How full is it?", "5/8")
ORANGES = item(
    ItemKind.CHOICE,
    "Which of these floats on water?",
    "The cork",
    choices=("The stone", "The cork", "The nail", "The coin"),
    wrong=(Wrong(answer="The coin", misconception="small"),),
)
TEA = item(
    ItemKind.STEPS,
    "Put making tea in order.",
    "2, 1, 3",
    choices=("Pour it over the leaves", "Boil the water", "Take out the leaves"),
)
DOUBLE = item(ItemKind.EXPRESSION, "Write twice y and 5 more.", "2*y + 5")
SOLVE = item(ItemKind.EXPRESSION, "Solve 3x = 27.", "x = 9")
SHADE = item(
    ItemKind.TEXT,
    "Why is it cooler below a tree?",
    "The leaves keep the sunlight away.",
    keys=(("leaves", "crown"), ("sunlight", "sun", "shade")),
)
AREA = item(
    ItemKind.PYTHON,
    "Complete `area(a)` for a square with the side a.",
    "def area(a):\n    return a * a",
    starter="def area(a):\n    pass\n",
    tests=(Test(call="area(3)", expect="9"), Test(call="area(5)", expect="25")),
)
