"""Lengths, areas, angles, volumes and distances."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from random import Random
from types import MappingProxyType
from typing import Final

from tutor_server.modules.lessons.generators.draft import Draft, decimal

_TRIPLES: Final = ((3, 4, 5), (5, 12, 13), (8, 15, 17), (7, 24, 25), (20, 21, 29))


def _sides(rng: Random) -> tuple[int, int]:
    a = rng.randint(3, 20)
    return a, a + rng.randint(1, 15)


def perimeter_rectangle(rng: Random) -> Draft:
    a, b = _sides(rng)
    return Draft(
        question=f"A rectangle is {b} cm long and {a} cm wide. What is its perimeter in cm?",
        answer=str(2 * (a + b)),
        form="cm",
        wrong=((str(a + b), "adds-two-sides-only"), (str(a * b), "takes-the-area")),
        hints=(
            "Imagine walking once around the edge.",
            "You pass two long sides and two short sides.",
            "Around a rectangle of 50 cm by 31 cm you walk 50 + 31 + 50 + 31 = 162 cm.",
            f"{b} + {a} + {b} + {a} = {2 * (a + b)} cm.",
        ),
    )


def area_rectangle(rng: Random) -> Draft:
    a, b = _sides(rng)
    return Draft(
        question=f"A rectangle is {b} cm long and {a} cm wide. What is its area in square cm?",
        answer=str(a * b),
        form="square cm",
        wrong=((str(2 * (a + b)), "takes-the-perimeter"), (str(a + b), "adds-the-sides")),
        hints=(
            "How many squares of one centimeter fit into one row?",
            "Count the squares in one row, then the rows.",
            "In a rectangle of 50 cm by 21 cm there are 21 rows of 50 squares: 1,050.",
            f"{a} rows of {b} squares: {a} × {b} = {a * b} square cm.",
        ),
    )


def area_triangle(rng: Random) -> Draft:
    base, height = 2 * rng.randint(2, 12), rng.randint(3, 15)
    answer = base * height // 2
    return Draft(
        question=(
            f"A triangle has a base of {base} cm and a height of {height} cm."
            " What is its area in square cm?"
        ),
        answer=str(answer),
        form="square cm",
        wrong=((str(base * height), "forgets-to-halve"), (str(base + height), "adds")),
        hints=(
            "Which rectangle would the triangle fit into?",
            "The triangle fills exactly one of the two equal parts of that rectangle.",
            "With a base of 40 cm and a height of 21 cm the rectangle has 840 squares, the"
            " triangle 420.",
            f"{base} × {height} = {base * height}, and half of it is {answer} square cm.",
        ),
    )


def angles_on_line(rng: Random) -> Draft:
    a = rng.randint(25, 155)
    return Draft(
        question=(
            f"Two angles lie side by side on a straight line. One is {a} degrees."
            " How many degrees has the other?"
        ),
        answer=str(180 - a),
        form="degrees",
        wrong=(
            (str(360 - a), "takes-a-full-turn"),
            (str(abs(90 - a)), "takes-a-right-angle"),
        ),
        hints=(
            "What do the two angles make together?",
            "A straight line is half of a full turn, which has 360 degrees.",
            "Beside an angle of 23 degrees there is one of 157 degrees.",
            f"180 − {a} = {180 - a} degrees.",
        ),
    )


def angles_in_triangle(rng: Random) -> Draft:
    a, b = rng.randint(25, 85), rng.randint(25, 85)
    return Draft(
        question=(
            f"Two angles of a triangle are {a} and {b} degrees. How many degrees has the third?"
        ),
        answer=str(180 - a - b),
        form="degrees",
        wrong=((str(360 - a - b), "takes-a-full-turn"), (str(a + b), "stops-after-adding")),
        hints=(
            "What do the three angles of any triangle make together?",
            "Add the two angles you know, then see what is missing from half a turn.",
            "With 97 and 21 degrees the sum is 118, so 62 degrees are missing from 180.",
            f"{a} + {b} = {a + b}, and 180 − {a + b} = {180 - a - b} degrees.",
        ),
    )


def volume_box(rng: Random) -> Draft:
    a, b, c = rng.randint(2, 9), rng.randint(2, 9), rng.randint(2, 9)
    surface = 2 * (a * b + b * c + a * c)
    return Draft(
        question=(
            f"A box is {a} cm long, {b} cm wide and {c} cm high. What is its volume in cubic cm?"
        ),
        answer=str(a * b * c),
        form="cubic cm",
        wrong=(
            (str(a + b + c), "adds-the-edges"),
            (str(a * b), "forgets-the-height"),
            (str(surface), "takes-the-surface"),
        ),
        hints=(
            "How many little cubes cover the bottom of the box?",
            "Find the cubes of one layer, then count the layers.",
            "A box of 10 by 12 by 11 cm holds 11 layers of 120 cubes: 1,320.",
            f"One layer has {a} × {b} = {a * b} cubes, and {c} layers hold {a * b * c} cubic cm.",
        ),
    )


def circumference(rng: Random) -> Draft:
    radius = rng.randint(2, 60)
    around = Fraction(314, 100) * 2 * radius
    return Draft(
        question=(
            f"A circle has a radius of {radius} cm. What is its circumference in cm?"
            " Use 3.14 for pi."
        ),
        answer=decimal(around),
        form="cm",
        tolerance=0.02,
        wrong=(
            (decimal(around / 2), "forgets-to-double-the-radius"),
            (decimal(Fraction(314, 100) * radius**2), "takes-the-area"),
        ),
        hints=(
            "How long is the way straight across the circle?",
            "The way around is about 3.14 times the way across.",
            "With a radius of 100 cm the way across is 200 cm, and the way around 628 cm.",
            f"Across it is {2 * radius} cm, and {2 * radius} × 3.14 = {decimal(around)} cm.",
        ),
    )


def pythagoras(rng: Random) -> Draft:
    factor = rng.randint(1, 8)
    a, b, c = (side * factor for side in rng.choice(_TRIPLES))
    return Draft(
        question=(
            f"The two short sides of a right triangle are {a} cm and {b} cm."
            " How long is the longest side in cm?"
        ),
        answer=str(c),
        form="cm",
        wrong=((str(a + b), "adds-the-sides"), (str(a * a + b * b), "forgets-the-root")),
        hints=(
            "What is true of the squares over the three sides?",
            f"Add {a} × {a} and {b} × {b}. Which number, times itself, gives that sum?",
            "For 9 and 40 the squares make 81 + 1,600 = 1,681, which is 41 × 41.",
            f"{a * a} + {b * b} = {a * a + b * b}, and that is {c} × {c}, so it is {c} cm.",
        ),
    )


def coordinates_distance(rng: Random) -> Draft:
    fixed, a = rng.randint(-9, 9), rng.randint(-9, 5)
    b = a + rng.randint(2, 14)
    upright = rng.random() < 0.5
    one, two = ((fixed, a), (fixed, b)) if upright else ((a, fixed), (b, fixed))
    return Draft(
        question=f"How far is it from the point {one} to the point {two}?",
        answer=str(b - a),
        wrong=(
            (str(abs(a + b)), "adds-the-coordinates"),
            (str(b - a + 1), "counts-the-points"),
        ),
        hints=(
            "Which of the two coordinates stays the same?",
            "Count the steps between the two coordinates that differ.",
            "From (30, -12) to (30, 15) it is 12 steps to zero and fifteen more, so 27.",
            f"From {a} to {b} there are {b - a} steps.",
        ),
    )


MAKERS: Final[Mapping[str, Callable[[Random], Draft]]] = MappingProxyType(
    {
        "perimeter_rectangle": perimeter_rectangle,
        "area_rectangle": area_rectangle,
        "area_triangle": area_triangle,
        "angles_on_line": angles_on_line,
        "angles_in_triangle": angles_in_triangle,
        "volume_box": volume_box,
        "circumference": circumference,
        "pythagoras": pythagoras,
        "coordinates_distance": coordinates_distance,
    }
)
