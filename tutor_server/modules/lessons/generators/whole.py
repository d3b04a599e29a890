"""Whole numbers: the four operations, places, rounding, order of operations and powers."""

from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType
from typing import Final

from tutor_server.modules.lessons.generators.draft import Draft

_POWERS: Final = tuple(
    (base, exponent)
    for base in range(2, 13)
    for exponent in range(2, 8)
    if base**exponent <= 1_000
)
_PLACES: Final = ("ones", "tens", "hundreds", "thousands", "ten thousands")


def _by_digit(a: int, b: int, operation: Callable[[int, int], int]) -> int:
    """Digit by digit, as somebody works who does not look at the next place."""
    digits = zip(f"{a:04}", f"{b:04}", strict=True)
    return int("".join(str(operation(int(x), int(y))) for x, y in digits))


def add(rng: Random) -> Draft:
    a, b = rng.randint(120, 899), rng.randint(115, 880)
    no_carry = _by_digit(a, b, lambda x, y: (x + y) % 10)
    return Draft(
        question=f"Work out {a} + {b}.",
        answer=str(a + b),
        wrong=((str(no_carry), "forgets-to-carry"), (str(abs(a - b)), "subtracts-instead")),
        hints=(
            f"How would you write {a} and {b} under each other?",
            "Add the ones first. If they make ten or more, a ten moves over.",
            "For 247 + 185: 7 + 5 makes twelve, so the ones digit is 2 and one ten moves over.",
            f"Ones, tens, hundreds, one after the other: {a} + {b} = {a + b}.",
        ),
    )


def subtract(rng: Random) -> Draft:
    a = rng.randint(320, 950)
    b = rng.randint(105, a - 60)
    small_from_large = _by_digit(a, b, lambda x, y: abs(x - y))
    return Draft(
        question=f"Work out {a} − {b}.",
        answer=str(a - b),
        wrong=(
            (str(small_from_large), "takes-the-smaller-digit-from-the-larger"),
            (str(a + b), "adds-instead"),
        ),
        hints=(
            f"About how much is left when you take {b} away?",
            "Look at the ones. If there are too few, open up a ten.",
            "For 532 − 218: two ones are too few, so one ten becomes ten ones, and 12 − 8 is 4.",
            f"Ones, tens, hundreds: {a} − {b} = {a - b}. Check: {a - b} + {b} = {a}.",
        ),
    )


def multiply(rng: Random) -> Draft:
    a, b = rng.randint(13, 89), rng.randint(3, 9)
    tens, ones = a // 10 * 10, a % 10
    return Draft(
        question=f"Work out {a} × {b}.",
        answer=str(a * b),
        wrong=(
            (str(tens // 10 * b + ones * b), "forgets-that-tens-are-tens"),
            (str(a + b), "adds-instead"),
        ),
        hints=(
            f"Into which tens and ones can you split {a}?",
            f"Multiply the tens by {b}, then the ones by {b}.",
            "For 34 × 6: 30 × 6 is 180 and 4 × 6 is 24, and together that is 204.",
            f"{tens} × {b} = {tens * b} and {ones} × {b} = {ones * b}, so {a} × {b} = {a * b}.",
        ),
    )


def divide(rng: Random) -> Draft:
    b, result = rng.randint(3, 9), rng.randint(12, 48)
    a = b * result
    return Draft(
        question=f"Work out {a} ÷ {b}.",
        answer=str(result),
        wrong=((str(a - b), "subtracts-instead"), (str(result + 1), "counts-one-group-too-many")),
        hints=(
            f"How many groups of {b} fit into {a}?",
            f"Start with ten groups of {b}, then see what is left.",
            "For 84 ÷ 7: ten sevens make 70, and two more sevens make the last fourteen.",
            f"{b} × {result} = {a}, so {a} ÷ {b} = {result}.",
        ),
    )


def place_value(rng: Random) -> Draft:
    digits = rng.sample("123456789", 5)
    number = int("".join(digits))
    place = rng.randint(1, 4)
    digit = digits[4 - place]
    value = int(digit) * 10**place
    return Draft(
        question=f"What is the digit {digit} worth in {number:,}?",
        answer=str(value),
        wrong=(
            (digit, "face-value-only"),
            (str(value * 10 if place < 4 else value // 10), "counts-the-places-wrong"),
        ),
        hints=(
            "A digit is worth more the further left it stands.",
            f"The digit {digit} stands in the {_PLACES[place]} place.",
            "In 61,528 the digit 1 stands in the thousands place, so it is worth one thousand.",
            f"{digit} in the {_PLACES[place]} place is worth {value:,}.",
        ),
    )


def rounding(rng: Random) -> Draft:
    place = rng.choice((1, 2, 3))
    unit = 10**place
    number = rng.randint(unit * 12, unit * 95)
    rounded = (number + unit // 2) // unit * unit
    down = number // unit * unit
    other = down if rounded != down else down + unit
    return Draft(
        question=f"Round {number:,} to the nearest {unit:,}.",
        answer=str(rounded),
        wrong=(
            (str(other), "rounds-to-the-wrong-side"),
            (str(down + (unit // 10 if number % 10 else 0)), "cuts-the-digits-off"),
        ),
        hints=(
            f"Between which two neighbors does {number:,} lie?",
            "Find the digit just to the right of that place: does it reach five?",
            "To the nearest 10, 1,484 goes down, because its last digit is less than five.",
            f"{number:,} is closer to {rounded:,} than to {other:,}, so it rounds to {rounded:,}.",
        ),
    )


def order_of_operations(rng: Random) -> Draft:
    a, b, c = rng.randint(3, 20), rng.randint(2, 9), rng.randint(2, 9)
    if rng.random() < 0.5:
        return Draft(
            question=f"Work out {a} + {b} × {c}.",
            answer=str(a + b * c),
            wrong=(((str((a + b) * c)), "works-from-left-to-right"),),
            hints=(
                "Which of the two operations comes first?",
                f"The multiplication binds closer: work out {b} × {c} before you add.",
                "In 1 + 3 × 10 the product is 30, and the sum is 31.",
                f"{b} × {c} = {b * c}, and {a} + {b * c} = {a + b * c}.",
            ),
        )
    return Draft(
        question=f"Work out {b} × ({a} + {c}).",
        answer=str(b * (a + c)),
        wrong=((str(b * a + c), "ignores-the-brackets"),),
        hints=(
            "What do the brackets tell you to do first?",
            "Work out the sum within the brackets, then multiply.",
            "In 2 × (10 + 25) the brackets hold 35, and twice that is 70.",
            f"{a} + {c} = {a + c}, and {b} × {a + c} = {b * (a + c)}.",
        ),
    )


def powers(rng: Random) -> Draft:
    base, exponent = rng.choice(_POWERS)
    factors = " × ".join([str(base)] * exponent)
    return Draft(
        question=f"Work out ${base}^{exponent}$.",
        answer=str(base**exponent),
        wrong=(
            (str(base * exponent), "multiplies-base-and-exponent"),
            (str(exponent**base), "swaps-base-and-exponent"),
        ),
        hints=(
            "What does the small raised number count?",
            f"It says how often {base} stands as a factor.",
            "The power $13^2$ means 13 × 13, which is 169.",
            f"{factors} = {base**exponent}.",
        ),
    )


MAKERS: Final[Mapping[str, Callable[[Random], Draft]]] = MappingProxyType(
    {
        "add": add,
        "subtract": subtract,
        "multiply": multiply,
        "divide": divide,
        "place_value": place_value,
        "rounding": rounding,
        "order_of_operations": order_of_operations,
        "powers": powers,
    }
)
