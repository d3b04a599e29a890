"""What kind of number is it: even or odd, prime or not, its factors and multiples.

Knows small numbers exactly; knows no wording around a question.
"""

from collections.abc import Sequence
from math import gcd, isqrt, lcm
from random import Random

from inference.nano.guesses import unlike
from inference.nano.numerals import spell
from inference.nano.problem import Problem

MOST_PRIME = 100
MOST_FACTORED = 60
MOST_SHARED = 40
_PRIMES = tuple(n for n in range(2, MOST_PRIME) if all(n % d for d in range(2, isqrt(n) + 1)))
_COUNTS = {3: "three", 4: "four", 5: "five", 6: "six"}


def listed(numbers: Sequence[int]) -> str:
    """`1, 2 and 4`."""
    *before, last = (str(number) for number in numbers)
    return f"{', '.join(before)} and {last}" if before else last


def factors_of(number: int) -> tuple[int, ...]:
    """All factors, smallest first."""
    return tuple(d for d in range(1, number + 1) if number % d == 0)


def even_odd(rng: Random) -> Problem:
    """Ask whether a number up to three digits is even."""
    number = rng.randint(0, rng.choice((30, 99, 999)))
    answer = "odd" if number % 2 else "even"
    ways = ("is {} even or odd", "is {} odd or even", "is {} even", "is {} odd",
            "is {} an even number", "is {} an odd number")  # fmt: skip
    return Problem(
        skill="even_odd",
        key=f"even_odd {number}",
        group="question",
        written=tuple(way.format(number) for way in ways),
        spoken=tuple(way.format(spell(number)) for way in ways),
        task=f"if {number} is even",
        verb="check",
        steps=f"Even numbers end in 0, 2, 4, 6 or 8. The last digit of {number} is {number % 10}.",
        conclusion=f"So {number} is {answer}.",
        answer=answer,
        why="An even number can be shared by two without a rest. Only the ones decide that, "
        "because every ten is even.",
        simpler=f"Let's make it easier. Take {number} sweets and put them in pairs. "
        f"{'One' if number % 2 else 'None'} is left alone, so it is {answer}.",
    )


def prime(rng: Random) -> Problem:
    """Ask whether a number up to 100 is prime."""
    number = rng.choice((rng.randint(1, MOST_PRIME), rng.choice(_PRIMES)))
    ways = ("is {} prime", "is {} a prime number", "is {} a prime", "is {} prime or not",
            "is {} prime or composite", "is the number {} prime")  # fmt: skip
    divisor = next((d for d in range(2, isqrt(number) + 1) if number % d == 0), 0)
    tried = [p for p in _PRIMES if p <= isqrt(number)]
    if number == 1:
        steps, verdict = "A prime number has exactly two factors. 1 has only one.", "not prime"
    elif divisor:
        steps = f"{divisor} × {number // divisor} = {number}, "
        steps += f"so it has more factors than 1 and {number}."
        verdict = "not prime"
    elif tried:
        which = "any of them" if len(tried) > 1 else "it"
        steps = f"Try {listed(tried)}: {number} can't be divided by {which} without a rest."
        verdict = "prime"
    else:
        steps, verdict = f"Its only factors are 1 and {number}.", "prime"
    return Problem(
        skill="prime",
        key=f"prime {number}",
        by_heart=True,
        group="question",
        written=tuple(way.format(number) for way in ways),
        spoken=tuple(way.format(spell(number)) for way in ways),
        task=f"if {number} is prime",
        verb="check",
        steps=steps,
        conclusion=f"So {number} is {verdict}.",
        answer=verdict,
        why="A prime number has exactly two factors, 1 and itself. One more factor, and it is "
        "not prime.",
        simpler=f"Let's make it easier. Try to lay {number} dots in equal rows. "
        + (f"{divisor} rows of {number // divisor} work, so it is not prime." if divisor
           else "It works only in one row." if number == 1
           else "It works only as one long row, so it is prime."),
    )  # fmt: skip


def factors(rng: Random) -> Problem:
    """Ask for all factors of a number up to 60."""
    number = rng.randint(2, MOST_FACTORED)
    found = factors_of(number)
    pairs = [(d, number // d) for d in found if d * d <= number]
    ways = ("what are the factors of {}", "what are the factors of {}", "the factors of {}",
            "factors of {}", "all the factors of {}", "what numbers divide {}",
            "what are all the factors of {}", "find the factors of {}")  # fmt: skip
    return Problem(
        skill="factors",
        key=f"factors {number}",
        by_heart=True,
        group="question",
        written=tuple(way.format(number) for way in ways),
        spoken=tuple(way.format(spell(number)) for way in ways),
        task=f"the factors of {number}",
        verb="find",
        steps=" ".join(f"{a} × {b} = {number}." for a, b in pairs),
        conclusion=f"So the factors of {number} are {listed(found)}.",
        answer=listed(found),
        why="Factors come in pairs. Each pair makes the number when it is multiplied.",
        simpler=f"Let's make it easier. {number} dots fit in equal rows of {listed(found)}. "
        "These are the factors.",
    )


def common_factor(rng: Random) -> Problem:
    """Ask for the greatest common factor of two numbers up to 40."""
    share = rng.choice((1, 2, 2, 3, 4, 5, 6, 7, 8, 10, 12))
    a, b = sorted(share * n for n in rng.sample(range(1, MOST_SHARED // share + 1), 2))
    greatest = gcd(a, b)
    both = (f"{a} and {b}", f"{spell(a)} and {spell(b)}")
    names = tuple(
        f"the {name} of"
        for name in ("greatest common factor", "highest common factor", "gcf", "hcf",
                     "greatest common divisor", "biggest common factor")
    )  # fmt: skip
    return Problem(
        skill="common_factor",
        key=f"common_factor {a} {b}",
        written=tuple(f"{name} {both[0]}" for name in names),
        spoken=tuple(f"{name} {both[1]}" for name in names if "cf" not in name),
        task=f"the greatest common factor of {a} and {b}",
        verb="find",
        steps=f"The factors of {a} are {listed(factors_of(a))}. "
        f"The factors of {b} are {listed(factors_of(b))}. The largest in both is {greatest}.",
        conclusion=f"So the greatest common factor of {a} and {b} is {greatest}.",
        answer=str(greatest),
        why="A common factor divides both numbers. The greatest one is the largest that does.",
        simpler=f"Let's make it easier. Cut two ropes of {a} and {b} metres into equal pieces "
        f"with no rest. The longest pieces are {greatest} metres.",
        wrong=unlike(str(greatest), "1", str(lcm(a, b)), str(a), str(greatest + 1)),
    )


def common_multiple(rng: Random) -> Problem:
    """Ask for the least common multiple of two numbers up to 12."""
    a, b = sorted(rng.sample(range(2, 13), 2))
    least = lcm(a, b)
    both = (f"{a} and {b}", f"{spell(a)} and {spell(b)}")
    names = ("the least common multiple of", "the lowest common multiple of", "the lcm of",
             "the smallest common multiple of")  # fmt: skip
    count = ", ".join(str(n) for n in range(b, least + 1, b))
    return Problem(
        skill="common_multiple",
        key=f"common_multiple {a} {b}",
        by_heart=True,
        written=tuple(f"{name} {both[0]}" for name in names),
        spoken=tuple(f"{name} {both[1]}" for name in names if "lcm" not in name),
        task=f"the least common multiple of {a} and {b}",
        verb="find",
        steps=f"Count in {b}s until {a} divides it: {count}. {least} ÷ {a} = {least // a}.",
        conclusion=f"So the least common multiple of {a} and {b} is {least}.",
        answer=str(least),
        why="A common multiple is in the times tables of both numbers. The least one comes first.",
        simpler=f"Let's make it easier. Jump in steps of {a} and in steps of {b}. "
        f"You first meet at {least}.",
        wrong=unlike(str(least), str(a * b), str(a * b), str(gcd(a, b)), str(least + b), str(b)),
    )


def multiples(rng: Random) -> Problem:
    """Ask for the first multiples of a number up to 12."""
    number, count = rng.randint(2, 12), rng.choice((3, 4, 5, 5, 5, 6))
    found = [number * n for n in range(1, count + 1)]
    some = [f"what are the first {c} multiples of {{}}" for c in (_COUNTS[count], str(count))]
    some += [f"the first {_COUNTS[count]} multiples of {{}}"]
    if count == 5:
        some += ["what are the multiples of {}", "multiples of {}", "give me multiples of {}"]
    return Problem(
        skill="multiples",
        key=f"multiples {number} {count}",
        by_heart=True,
        group="question",
        written=tuple(way.format(number) for way in some),
        spoken=tuple(way.format(spell(number)) for way in some if str(count) not in way),
        task=f"the first {_COUNTS[count]} multiples of {number}",
        verb="find",
        steps=f"Count in {number}s.",
        conclusion=f"So they are {listed(found)}.",
        answer=listed(found),
        why=f"A multiple of {number} is {number} times a whole number.",
        simpler=f"Let's make it easier. Start at 0 and jump {number} each time: {listed(found)}.",
    )
