"""A lesson with items of every kind, and a student to play it with."""

from dataclasses import replace

from sessions.teaching.fix_plan import FIXES, AfterError, Fix, FixPlan, Proposal
from sessions.teaching.lesson import Item, Lesson, Misconception, Outcome, Probe, Use, Wrong
from sessions.teaching.run import Error, LessonRun
from tests.sessions.teaching.leak_items import ITEMS

PARTS_UP = Misconception(
    misconception_id="adds-instead",
    belief="You always add the numbers that you see.",
    correction="Equal groups are counted again and again. That is multiplying.",
    probe=Probe(
        question="Which story has equal groups?",
        choices=("Bags of apples, all the same", "A red apple and a green apple"),
        answer="Bags of apples, all the same",
        reveals="A red apple and a green apple",
    ),
)
BIG_BOTTOM = Misconception(
    misconception_id="big-bottom",
    belief="A bigger bottom number is a bigger part.",
    correction="More cuts of the same thing make smaller pieces.",
    probe=Probe(
        question="Which piece of the same cake is bigger?",
        choices=("A fifth", "A ninth", "They are the same"),
        answer="A fifth",
        reveals="A ninth",
    ),
)
_HINTS = {
    "n48": (
        "What does each tray hold?",
        "Every tray has equally many rolls, so look for groups.",
        "For 3 bags with 5 apples you would work out 3 times 5. Do it like this.",
        "6 trays with 8 rolls each: 6 × 8 = 48.",
    ),
    "f34": (
        "How many pieces make the whole ribbon?",
        "All pieces go below the line, her pieces above it.",
        "If a ribbon had 5 pieces and you took 2, that would be 2/5.",
        "She takes 3 of 4 equal pieces, so 3/4.",
    ),
    "roots": (
        "Where is the water that a plant drinks?",
        "Look at the part that touches the soil.",
        "A straw has to be in the drink. Which part is like a straw?",
        "The water is in the soil, and there are the roots: The roots.",
    ),
    "e3x2": (
        "What is in every box?",
        "The boxes are equal groups, the rest lies beside them.",
        "For 4 bags with y nuts and 5 loose nuts you would write 4y + 5.",
        "3 boxes with x stickers are 3x, and the loose ones: 3*x + 2.",
    ),
    "seed": (
        "What must be there before a seed can be put in?",
        "Look for the step that makes a place for the seed.",
        "When you plant a tree, you also begin with digging. Think on from there.",
        "Dig, drop, cover, water: 2, 4, 1, 3.",
    ),
    "sunlight": (
        "What would a plant miss in the dark?",
        "Think about what happens inside the leaves.",
        "People cook; what is the kitchen of a plant for?",
        "With light a plant makes its own food.",
    ),
    "area": (
        "How do you find the area on paper?",
        "Look at the line with the word pass.",
        "For a square with sides s it would be `return s ** 2`.",
        "```python\ndef area(w, h):\n    return w * h\n```",
    ),
    "eq4": (
        "What stands on each side?",
        "First get rid of what is added to the letter part.",
        "For 3x + 1 = 10 you take away 1 and then divide by 3.",
        "2x = 8, so x = 4.",
    ),
    "neg3": (
        "Which way does the temperature go?",
        "Start at the warm end of a number line.",
        "From 2 degrees it gets 5 colder: you walk through zero and on.",
        "4 - 7 = -3, so it is -3 degrees.",
    ),
}


def _item(name: str, use: Use, skill: str, wrong: str, misconception: str) -> Item:
    return replace(
        ITEMS[name],
        use=use,
        skill=skill,
        hints=_HINTS[name],
        wrong=(Wrong(answer=wrong, misconception=misconception),),
    )


def sample() -> Lesson:
    """Five items to practise, three to quiz, one to transfer."""
    return Lesson(
        lesson_id="sample",
        path="samples",
        order=1,
        title="A bit of everything",
        grade=3,
        objectives=("Try a bit of everything.",),
        standards=(),
        skills=("groups", "parts", "plants"),
        prerequisites=(),
        minutes=10,
        xp=50,
        simple=(
            "Equal groups can be counted fast. Three bags with five apples are fifteen apples.\n\n"
            "Why is that so? You count the same again and again.\n\n"
            "The denominator of a fraction counts all the equal parts."
        ),
        full="Multiplication counts equal groups. The denominator counts the parts of a whole.",
        worked_example="1. There are 3 bags.\n2. Each has 5 apples.\n3. 3 times 5 is 15.",
        dialogue=(
            "Tutor: Look at these bags. How many are there?\nStudent: Three.\n"
            "Tutor: And in each? Count them. What do you get?\nStudent: Is it five?\nTutor: Yes."
        ),
        video="See: three bags.\nSay: Each bag holds five apples. How many are that?",
        misconceptions=(PARTS_UP, BIG_BOTTOM),
        items=(
            _item("n48", Use.PRACTICE, "groups", "14", "adds-instead"),
            _item("f34", Use.PRACTICE, "parts", "4/3", "big-bottom"),
            _item("roots", Use.PRACTICE, "plants", "The flower", "big-bottom"),
            _item("seed", Use.PRACTICE, "plants", "1, 2, 3, 4", "adds-instead"),
            _item("area", Use.PRACTICE, "groups", "return w + h", "adds-instead"),
            _item("e3x2", Use.QUIZ, "groups", "5*x", "adds-instead"),
            _item("sunlight", Use.QUIZ, "plants", "to look nice", "adds-instead"),
            _item("eq4", Use.QUIZ, "groups", "x = 8", "adds-instead"),
            _item("neg3", Use.TRANSFER, "groups", "11", "adds-instead"),
        ),
        version="1",
    )


def fresh(**changes: object) -> LessonRun:
    """A run of the sample in which nothing has happened."""
    return replace(LessonRun(lesson=sample(), run_id="run_1"), **changes)  # type: ignore[arg-type]


RIGHT = Outcome(correct=True)
WRONG = Outcome(correct=False)
NO_ANSWER = Outcome(correct=False, attempt=False)


def believes(name: str) -> Outcome:
    """A wrong answer that is listed for a misconception."""
    return Outcome(correct=False, misconception=name)


def plan(often: Fix, *, chance: float = 0.85) -> FixPlan:
    """Two learners who agree that one kind of help is best, after any error."""
    rest = (1 - chance) / (len(FIXES) - 1)
    chances = tuple(chance if fix is often else rest for fix in FIXES)
    return FixPlan(
        after=tuple(
            AfterError(
                error=error.value,
                state=f"state error:{error.value or 'unnamed'}",
                proposals=(
                    Proposal(source="qlearning", share=0.5, chances=chances),
                    Proposal(source="bandit", share=0.5, chances=chances),
                ),
            )
            for error in Error
        )
    )
