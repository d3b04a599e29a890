"""Means and other middles, chance, speed and density."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from random import Random
from types import MappingProxyType
from typing import Final

from sessions.teaching.lesson import ItemKind
from tutor_server.modules.lessons.generators.draft import Draft, decimal, part, proper


def _listed(values: list[int]) -> str:
    return ", ".join(map(str, values))


def mean(rng: Random) -> Draft:
    count = rng.randint(3, 6)
    values = rng.sample(range(2, 40), count - 1)
    last = next(value for value in range(2, 60) if (sum(values) + value) % count == 0)
    values.append(last)
    total, answer = sum(values), sum(values) // count
    return Draft(
        question=f"What is the mean of {_listed(values)}?",
        answer=str(answer),
        wrong=(
            (str(total), "stops-at-the-sum"),
            (str(sorted(values)[count // 2]), "takes-the-middle"),
        ),
        hints=(
            "If everybody had the same, how much would each have?",
            "Add the values, then share the sum among all of them.",
            "For 50, 70 and 90 the sum is 210, and a third of it is 70.",
            f"The sum is {total}, and {total} ÷ {count} = {answer}.",
        ),
    )


def median(rng: Random) -> Draft:
    count = rng.choice((5, 7))
    values = rng.sample(range(2, 60), count)
    ordered = sorted(values)
    answer = ordered[count // 2]
    return Draft(
        question=f"What is the median of {_listed(values)}?",
        answer=str(answer),
        wrong=(
            (str(values[count // 2]), "forgets-to-sort"),
            (decimal(Fraction(round(Fraction(10 * sum(values), count)), 10)), "takes-the-mean"),
        ),
        hints=(
            "In which order must the values stand?",
            "Sort them from small to large and look for the one in the middle.",
            "For 95, 61 and 77, sorted 61, 77, 95, the middle value is 77.",
            f"Sorted: {_listed(ordered)}. In the middle stands {answer}.",
        ),
    )


def value_range(rng: Random) -> Draft:
    values = rng.sample(range(3, 70), rng.randint(4, 6))
    low, high = min(values), max(values)
    return Draft(
        question=f"What is the range of {_listed(values)}?",
        answer=str(high - low),
        wrong=(
            (str(high), "takes-the-largest"),
            (str(abs(values[-1] - values[0])), "takes-last-minus-first"),
        ),
        hints=(
            "Which two values say how far the list reaches?",
            "Find the largest and the smallest, then the distance between them.",
            "In 150, 480 and 720 the range is 720 − 150 = 570.",
            f"{high} − {low} = {high - low}.",
        ),
    )


def mode(rng: Random) -> Draft:
    others = rng.sample(range(2, 30), 4)
    answer = others[0]
    values = [*others, answer, answer]
    rng.shuffle(values)
    return Draft(
        question=f"What is the mode of {_listed(values)}?",
        answer=str(answer),
        wrong=(
            ("3", "gives-how-often"),
            (str(max(values)), "takes-the-largest"),
        ),
        hints=(
            "Which value do you meet most often?",
            "Make a tally mark for each value of the list.",
            "In 80, 95, 80, 61 the value 80 is there more often than any other.",
            f"{answer} is there most often, so the mode is {answer}.",
        ),
    )


def probability_simple(rng: Random) -> Draft:
    share = proper(rng, low=4, high=15)
    factor = 1 if share.denominator > 7 else rng.choice((1, 2))
    red, total = share.numerator * factor, share.denominator * factor
    blue = total - red
    return Draft(
        kind=ItemKind.FRACTION,
        question=(
            f"A bag holds {red} red and {blue} blue marbles. You take one without looking."
            " What is the chance that it is red?"
        ),
        answer=part(share),
        wrong=(
            (f"{red}/{blue}", "red-against-blue"),
            (f"1/{red}", "one-over-the-red-ones"),
            (f"{blue}/{total}", "takes-the-other-color"),
        ),
        hints=(
            "How many marbles could you take in all?",
            "Put the red marbles above the line and all marbles below it.",
            "With 16 red and 3 blue marbles there are 19 in all, so red has a chance of 16/19.",
            f"{red} of {total} marbles are red: {part(share)}.",
        ),
    )


def speed(rng: Random) -> Draft:
    hours, rate = rng.randint(2, 9), 5 * rng.randint(2, 20)
    way = hours * rate
    return Draft(
        question=f"A bus covers {way} km in {hours} hours. What is its speed in km per hour?",
        answer=str(rate),
        form="km/h",
        wrong=((str(way * hours), "multiplies"), (str(way - hours), "subtracts")),
        hints=(
            "How far does the bus get in one hour?",
            f"Share the {way} km equally over the {hours} hours.",
            "A train that covers 840 km in 7 hours has a speed of 120 km per hour.",
            f"{way} ÷ {hours} = {rate} km per hour.",
        ),
    )


def density(rng: Random) -> Draft:
    volume = rng.randint(2, 20)
    dense = Fraction(rng.choice((5, 8, 9, 12, 15, 20, 25, 30, 45, 80)), 10)
    mass = dense * volume
    return Draft(
        question=(
            f"A stone has a mass of {decimal(mass)} g and a volume of {volume} cubic cm."
            " What is its density in g per cubic cm?"
        ),
        answer=decimal(dense),
        form="g per cubic cm",
        wrong=(
            (decimal(mass * volume), "multiplies"),
            (decimal(Fraction(round(volume / mass * 100), 100)), "divides-the-wrong-way"),
        ),
        hints=(
            "What is the mass of just one cubic centimeter?",
            f"Share the mass over the {volume} cubic centimeters.",
            "A block of 77 g and 11 cubic cm has a density of 7 g per cubic cm.",
            f"{decimal(mass)} ÷ {volume} = {decimal(dense)} g per cubic cm.",
        ),
    )


MAKERS: Final[Mapping[str, Callable[[Random], Draft]]] = MappingProxyType(
    {
        "mean": mean,
        "median": median,
        "range": value_range,
        "mode": mode,
        "probability_simple": probability_simple,
        "speed": speed,
        "density": density,
    }
)
