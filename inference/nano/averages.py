"""The mean of three or four small numbers, with a whole result.

Knows adding up in steps and dividing by the count; knows no wording of questions.
"""

from fractions import Fraction
from random import Random

from inference.nano.guesses import unlike
from inference.nano.numerals import spell
from inference.nano.problem import Problem
from inference.nano.whole import BY_HEART, divide_steps


def _numbers(rng: Random) -> list[int]:
    # Below 20, because "twenty three" could be two numbers when they are said.
    count, most = rng.choice((3, 3, 4)), rng.choice((10, 10, 19))
    while True:
        numbers = [rng.randint(1, most) for _ in range(count)]
        if sum(numbers) % count == 0 and len(set(numbers)) > 1:
            return numbers


def _listed(words: list[str], comma: str = ", ", last: str = " and ") -> str:
    return comma.join(words[:-1]) + last + words[-1]


def mean(rng: Random) -> Problem:
    """Make a mean."""
    numbers = _numbers(rng)
    count, total = len(numbers), sum(numbers)
    value = total // count
    sums, running = [], numbers[0]
    for number in numbers[1:]:
        sums.append(f"{running} + {number} = {running + number}.")
        running += number
    divided = f"{total} ÷ {count} = {value}."
    if value > BY_HEART:
        divided = f"{total} ÷ {count}. {divide_steps(total, count)}"
    shown, said = [str(n) for n in numbers], [spell(n) for n in numbers]
    text = _listed(shown)
    name = rng.choice(("mean", "average"))
    middle = sorted(numbers)[count // 2]
    return Problem(
        skill="mean",
        key=f"mean {' '.join(str(n) for n in sorted(numbers))}",
        written=(
            f"the {name} of {text}",
            f"the {name} of {', '.join(shown)}",
            f"the {name} of {', '.join(shown[:-1])}, and {shown[-1]}",
            f"the {name} of {' '.join(shown)}",
            f"{name} of {', '.join(shown)}",
        ),
        spoken=(
            f"the {name} of {_listed(said, ' ')}",
            f"the {name} of {_listed(said, ' and ')}",
        ),
        task=f"the {name} of {text}",
        verb="find",
        steps=f"Add them all: {' '.join(sums)} There are {count} numbers, so divide by {count}: "
        f"{divided}",
        conclusion=f"So the {name} of {text} is {value}.",
        answer=str(value),
        why=f"The {name} makes all the numbers equal without changing the total. So we put "
        f"everything together and share it out into {count} equal parts.",
        simpler=f"Let's make it easier. {count} children put all their sweets on the table. "
        f"There are {total}. Shared fairly, each child gets {value}.",
        wrong=unlike(str(value), str(total), str(middle), str(value + 1), str(value - 1)),
        value=Fraction(value),
    )
