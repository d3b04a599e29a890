"""Items and lessons, short to write in tests."""

from dataclasses import replace
from typing import Any

from sessions.teaching.lesson import Item, ItemKind, Lesson, Misconception, Probe, Test, Use, Wrong


def item(kind: ItemKind, answer: str, *, wrong: dict[str, str] | None = None, **more: Any) -> Item:
    """An item; `wrong` maps answers to misconceptions."""
    listed = tuple(Wrong(answer=key, misconception=name) for key, name in (wrong or {}).items())
    bare = Item(
        item_id="one",
        kind=kind,
        use=Use.PRACTICE,
        skill="a-skill",
        question="What is it?",
        answer=answer,
        wrong=listed,
    )
    return replace(bare, **more)


def number(answer: str, **more: Any) -> Item:
    """A number."""
    return item(ItemKind.NUMBER, answer, **more)


def fraction(answer: str, form: str = "", **more: Any) -> Item:
    """A fraction."""
    return item(ItemKind.FRACTION, answer, form=form, **more)


def expression(answer: str, form: str = "", **more: Any) -> Item:
    """Algebra."""
    return item(ItemKind.EXPRESSION, answer, form=form, **more)


def choice(answer: str, *others: str, **more: Any) -> Item:
    """One of some choices, the right one first."""
    return item(ItemKind.CHOICE, answer, choices=(answer, *others), **more)


def steps(answer: str, *choices: str, **more: Any) -> Item:
    """Steps in a shuffled order."""
    return item(ItemKind.STEPS, answer, choices=choices, **more)


def text(*keys: tuple[str, ...], answer: str = "", **more: Any) -> Item:
    """Own words."""
    return item(ItemKind.TEXT, answer, keys=keys, **more)


def python(answer: str, *tests: tuple[str, str], **more: Any) -> Item:
    """Code with tests."""
    made = tuple(Test(call=call, expect=expect) for call, expect in tests)
    return item(ItemKind.PYTHON, answer, tests=made, **more)


def misconception(name: str) -> Misconception:
    """A belief with a sound probe."""
    probe = Probe(question="Which?", choices=("this", "that"), answer="this", reveals="that")
    return Misconception(
        misconception_id=name, belief="I believe it.", correction="Look again.", probe=probe
    )


ONE_ITEM = number(
    "12",
    wrong={"7": "adds", "43": "swaps"},
    question="Three bags hold four apples each. How many apples are that in all?",
    hints=(
        "What is in each bag?",
        "Count a bag after the other.",
        "Two bags of five would hold ten.",
        "Three fours are 12.",
    ),
)


def lesson(name: str = "bags", **more: Any) -> Lesson:
    """A lesson that every proof accepts."""
    uses = [Use.PRACTICE] * 3 + [Use.QUIZ] * 2 + [Use.TRANSFER]
    items = tuple(
        replace(
            ONE_ITEM,
            item_id=f"bags-{number}",
            use=use,
            question=f"{name} {number}: {ONE_ITEM.question}",
            hints=tuple(f"{hint} ({name}, {'a' * number})" for hint in ONE_ITEM.hints),
        )
        for number, use in enumerate(uses, 1)
    )
    dialogue = "\n".join(
        line
        for number in range(4)
        for line in (f"Tutor: What is {name}{number}?", f"Student: Some {name}.")
    )
    bare = Lesson(
        lesson_id=name,
        path="number-fractions",
        order=1,
        title=f"About {name}",
        grade=3,
        objectives=("Count.", "Multiply."),
        standards=("CCSS.MATH.3.OA.A.1",),
        skills=("a-skill",),
        prerequisites=(),
        minutes=15,
        xp=30,
        simple=" ".join(f"{name}{number}." for number in range(70)),
        full=" ".join(f"full{name}{number}" for number in range(100)),
        worked_example=f"A problem of {name}.\n\n1. First {name} this.\n2. Then {name} that.",
        dialogue=dialogue,
        video=f"See: A {name}.\nSay: A {name}.\nSee: Three {name}.\nSay: Many {name}.",
        misconceptions=(misconception("adds"), misconception("swaps")),
        items=items,
    )
    return replace(bare, **more)
