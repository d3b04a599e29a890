"""Word problems that take two sums, such as three bags with four apples each and two eaten.

Knows the numbers and the steps of each kind; the wordings are in phrases.toml.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random
from types import MappingProxyType

from inference.nano.phrases import is_group, pick
from inference.nano.problem import Problem
from inference.nano.split import Split
from inference.nano.stories import HALVES_SHARE, filled, halves

_APPLY: Mapping[str, Callable[[int, int], int]] = MappingProxyType(
    {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "×": lambda a, b: a * b,
        "÷": lambda a, b: a // b,
    }
)
_OTHER = {"+": "-", "-": "+"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sums:
    """Two sums: `a first b`, then the result `second c`; where `paid`, c minus the result."""

    kind: str
    a: int
    first: str
    b: int
    second: str
    c: int
    paid: bool = False

    @property
    def between(self) -> int:
        return _APPLY[self.first](self.a, self.b)

    def pair(self, between: int) -> tuple[int, int]:
        return (self.c, between) if self.paid else (between, self.c)

    @property
    def answer(self) -> int:
        return _APPLY[self.second](*self.pair(self.between))

    @property
    def task(self) -> str:
        head = f"{self.a} {self.first} {self.b}"
        if self.paid:
            return f"{self.c} {self.second} {head}"
        return f"{head} {self.second} {self.c}"


def _less(rng: Random) -> _Sums:
    a, b = rng.randint(2, 9), rng.randint(2, 9)
    return _Sums(
        kind="groups_less", a=a, first="×", b=b, second="-", c=rng.randint(2, min(a * b - 1, 12))
    )


def _more(rng: Random) -> _Sums:
    a, b = rng.randint(2, 9), rng.randint(2, 9)
    return _Sums(kind="groups_more", a=a, first="×", b=b, second="+", c=rng.randint(2, 12))


def _come_and_go(rng: Random) -> _Sums:
    a, b = rng.randint(5, 40), rng.randint(2, 20)
    return _Sums(
        kind="come_and_go", a=a, first="+", b=b, second="-", c=rng.randint(2, min(a - 1, 20))
    )


def _twice_less(rng: Random) -> _Sums:
    a = rng.randint(12, 60)
    b = rng.randint(2, a // 2)
    return _Sums(
        kind="twice_less", a=a, first="-", b=b, second="-", c=rng.randint(2, min(a - b, 20))
    )


def _change(rng: Random) -> _Sums:
    a, b = rng.randint(2, 9), rng.randint(2, 9)
    paid = rng.choice([note for note in (10, 20, 30, 40, 50, 60, 70, 80, 90) if note > a * b])
    return _Sums(kind="change", a=a, first="×", b=b, second="-", c=paid, paid=True)


def _share_more(rng: Random) -> _Sums:
    b, each = rng.randint(2, 9), rng.randint(2, 10)
    return _Sums(kind="share_more", a=b * each, first="÷", b=b, second="+", c=rng.randint(2, 9))


KINDS: Mapping[str, Callable[[Random], _Sums]] = MappingProxyType(
    {
        "groups_less": _less,
        "groups_more": _more,
        "come_and_go": _come_and_go,
        "twice_less": _twice_less,
        "change": _change,
        "share_more": _share_more,
    }
)

_WHY = (
    "The story holds two sums. We do the first one, because the second one needs its answer. "
    "Then we go on from there."
)


def _wrong(sums: _Sums, answer: int) -> tuple[str, ...]:
    """Stopping after one step, the other operation, or a slip by one."""
    more = _APPLY[_OTHER[sums.second]](*sums.pair(sums.between))
    likely = (sums.between, more, answer + 1, answer - 1)
    return tuple(str(n) for n in dict.fromkeys(likely) if n >= 0 and n != answer)


def problem_of(sums: _Sums) -> Problem:
    """Build the problem with its steps; the sums stand for its wording."""
    between, answer = sums.between, sums.answer
    left, right = sums.pair(between)
    one = f"{sums.a} {sums.first} {sums.b} = {between}"
    two = f"{left} {sums.second} {right} = {answer}"
    return Problem(
        skill="story_two_steps",
        key=f"story_two_steps {sums.task}",
        written=(sums.task,),
        spoken=(),
        task=sums.task,
        steps=f"First {one}. Then {two}.",
        conclusion=f"So the answer is {answer}.",
        answer=str(answer),
        why=_WHY,
        simpler=f"Let's make it easier. Do one step at a time. Start with {one}. "
        f"Now use the {between}: {two}.",
        wrong=_wrong(sums, answer),
    )


def two_sums(rng: Random) -> Problem:
    """Make the sums of a story without its words."""
    return problem_of(KINDS[rng.choice(tuple(KINDS))](rng))


def _wording(kind: str, rng: Random, split: Split) -> str:
    if is_group(f"told.{kind}") and rng.random() < HALVES_SHARE:
        return halves(kind, rng, split)
    return pick(f"stories.{kind}", rng, split)


def two_step_story(rng: Random, split: Split) -> Problem:
    """Make a story of any kind; the wording obeys the split, the caller sees to the numbers."""
    sums = KINDS[rng.choice(tuple(KINDS))](rng)
    numbers = {"a": sums.a, "b": sums.b, "c": sums.c}
    text = filled(_wording(sums.kind, rng, split), numbers, rng, split)
    return replace(problem_of(sums), written=(text,), group="story")
