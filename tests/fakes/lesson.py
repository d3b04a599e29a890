"""A small lesson for tests: two items to practise, two to quiz, one to transfer."""

from sessions.teaching.lesson import Item, ItemKind, Lesson, Misconception, Probe, Use, Wrong

UPSIDE_DOWN = Misconception(
    misconception_id="upside-down",
    belief="The big number goes on top.",
    correction="The bottom number counts all the equal parts.",
    probe=Probe(
        question="Which number counts all the equal parts?",
        choices=("the top one", "the bottom one"),
        answer="the bottom one",
        reveals="the top one",
    ),
)


def item(item_id: str, use: Use, top: int, bottom: int) -> Item:
    """A question whose answer is top/bottom."""
    return Item(
        item_id=item_id,
        kind=ItemKind.FRACTION,
        use=use,
        skill="fraction-meaning",
        question=f"A bar has {bottom} equal pieces. Kim takes {top}. What part is that?",
        answer=f"{top}/{bottom}",
        wrong=(Wrong(answer=f"{bottom}/{top}", misconception="upside-down"),),
        hints=(
            f"How many equal pieces make the bar in {item_id}?",
            f"The pieces of the whole go below the line in {item_id}.",
            f"For 2 of 9 pieces it is 2/9. Do the same in {item_id}.",
            f"Kim takes {top} of {bottom}, so it is {top}/{bottom}.",
        ),
    )


def lesson() -> Lesson:
    """All of it."""
    return Lesson(
        lesson_id="equal-parts",
        path="number-fractions",
        order=1,
        title="Equal parts",
        grade=3,
        objectives=("Say what the top and bottom number mean.",),
        standards=("CCSS.MATH.3.NF.A.1",),
        skills=("fraction-meaning",),
        prerequisites=(),
        minutes=10,
        xp=30,
        simple="A fraction is a part of a whole. The parts are equal.",
        full="A fraction names equal parts of a whole: the denominator counts all of them.",
        worked_example="1. A pie has 6 equal pieces. 2. Ann eats 5. 3. That is 5/6.",
        dialogue="Tutor: How many pieces?\nStudent: Six.",
        video="See: a pie.\nSay: Six equal pieces.",
        misconceptions=(UPSIDE_DOWN,),
        items=(
            item("p1", Use.PRACTICE, 3, 4),
            item("p2", Use.PRACTICE, 3, 8),
            item("z1", Use.QUIZ, 4, 7),
            item("z2", Use.QUIZ, 5, 7),
            item("t1", Use.TRANSFER, 3, 5),
        ),
        version="test",
    )
