"""Items of every kind for the tables of planted leaks and of innocent sentences."""

from sessions.teaching.lesson import Item, ItemKind, Test, Use


def _item(item_id: str, kind: ItemKind, question: str, answer: str, **more: object) -> Item:
    base = Item(
        item_id=item_id,
        kind=kind,
        use=Use.PRACTICE,
        skill="skill",
        question=question,
        answer=answer,
    )
    values = {name: getattr(base, name) for name in Item.__dataclass_fields__}
    return Item(**(values | more))  # type: ignore[arg-type]


ITEMS = {
    item.item_id: item
    for item in (
        _item(
            "n48",
            ItemKind.NUMBER,
            "A baker fills 6 trays. Each tray holds 8 rolls. How many rolls are that?",
            "48",
        ),
        _item(
            "n35",
            ItemKind.NUMBER,
            "A rope is 7 m long. It is cut into 2 equal pieces. How long is each piece?",
            "3.5",
            form="m",
        ),
        _item("n1200", ItemKind.NUMBER, "Round 1,187 to the nearest hundred.", "1200"),
        _item(
            "n7",
            ItemKind.NUMBER,
            "Lina has 12 shells and gives 5 away. How many shells does she keep?",
            "7",
        ),
        _item(
            "n1",
            ItemKind.NUMBER,
            "A cup has 6 blue beads and 5 green beads. How many more beads are blue than green?",
            "1",
        ),
        _item(
            "neg3",
            ItemKind.NUMBER,
            "It is 4 degrees. Then it gets 7 degrees colder. What is the temperature now?",
            "-3",
        ),
        _item(
            "pct25",
            ItemKind.NUMBER,
            "A game costs 80 coins. Today it costs 20 coins less. What percent is taken off?",
            "25",
            form="%",
        ),
        _item(
            "f34",
            ItemKind.FRACTION,
            "A ribbon is cut into 4 equal pieces. Mia takes 3. What fraction does she take?",
            "3/4",
        ),
        _item(
            "f12",
            ItemKind.FRACTION,
            "Add $\\frac{1}{4} + \\frac{1}{4}$ and write the sum in lowest terms.",
            "1/2",
            form="lowest",
        ),
        _item("f56", ItemKind.FRACTION, "What is 1/2 + 1/3?", "5/6"),
        _item("f35", ItemKind.FRACTION, "Simplify 12/20.", "3/5", form="lowest"),
        _item("m312", ItemKind.FRACTION, "Write 7/2 as a mixed number.", "3 1/2", form="mixed"),
        _item(
            "e3x2",
            ItemKind.EXPRESSION,
            "Each of 3 boxes holds x stickers, and 2 stickers lie beside them. "
            "Write an expression for all the stickers.",
            "3*x + 2",
        ),
        _item("eq4", ItemKind.EXPRESSION, "Solve 2x + 4 = 12.", "x = 4"),
        _item("exp36", ItemKind.EXPRESSION, "Expand 3(x + 2).", "3*x + 6", form="expanded"),
        _item(
            "fac23",
            ItemKind.EXPRESSION,
            "Factor $x^2 + 5x + 6$.",
            "(x + 2)*(x + 3)",
            form="factored",
        ),
        _item(
            "roots",
            ItemKind.CHOICE,
            "Which part of a plant takes in water from the soil?",
            "The roots",
            choices=("The leaves", "The roots", "The flower"),
        ),
        _item(
            "verb",
            ItemKind.CHOICE,
            "Which word is the verb in this sentence: The quick fox jumps over a log?",
            "jumps",
            choices=("fox", "quick", "jumps", "log"),
        ),
        _item(
            "prime",
            ItemKind.CHOICE,
            "Is 9 a prime number?",
            "No, because 3 divides it",
            choices=(
                "Yes, because it is odd",
                "No, because 3 divides it",
                "No, because it is big",
            ),
        ),
        _item(
            "are",
            ItemKind.CHOICE,
            "Fill the gap: The birds ___ in the tree.",
            "are",
            choices=("is", "am", "are"),
        ),
        _item(
            "cake",
            ItemKind.CHOICE,
            "Two same cakes. One is cut into 3 equal pieces, one into 6. "
            "Which cake has the bigger pieces?",
            "The cake cut into 3",
            choices=("The cake cut into 3", "The cake cut into 6", "They are the same"),
        ),
        _item(
            "seed",
            ItemKind.STEPS,
            "Put the steps of planting a seed in order.",
            "2, 4, 1, 3",
            choices=(
                "Cover the seed with soil",
                "Dig a small hole",
                "Water the soil",
                "Drop the seed into the hole",
            ),
        ),
        _item(
            "sunlight",
            ItemKind.TEXT,
            "Why does a plant need sunlight?",
            "It uses the light to make its food.",
            keys=(("make", "making", "produce"), ("food", "sugar")),
        ),
        _item(
            "decomposer",
            ItemKind.TEXT,
            "What does a decomposer do for a forest?",
            "It breaks down dead things and gives nutrients back to the soil.",
            keys=(("break", "rot", "decay"), ("soil", "nutrient")),
        ),
        _item(
            "area",
            ItemKind.PYTHON,
            "Write a function `area(w, h)` that gives back the area of a rectangle.",
            "def area(w, h):\n    return w * h\n",
            starter="def area(w, h):\n    pass\n",
            tests=(Test(call="area(2, 3)", expect="6"),),
        ),
        _item(
            "total",
            ItemKind.PYTHON,
            "Write a function `total(numbers)` that adds up all numbers of a list with a loop.",
            "def total(numbers):\n    result = 0\n    for number in numbers:\n"
            "        result = result + number\n    return result\n",
            starter="def total(numbers):\n    pass\n",
            tests=(Test(call="total([1, 2])", expect="3"),),
        ),
        _item(
            "hello",
            ItemKind.PYTHON,
            "Print the words Good morning.",
            'print("Good morning")\n',
            tests=(Test(call="", expect="Good morning"),),
        ),
    )
}
