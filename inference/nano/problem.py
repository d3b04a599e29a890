"""One worked problem: how it is asked, its steps, its exact answer and the words around it.

Knows the shape that all skills share; knows nothing about how any skill is solved.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from inference.nano.split import Split, split_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A problem with verified steps; `conclusion` is the sentence that states the answer."""

    skill: str
    key: str
    """Skill and numbers; decides the side of the hold-out."""
    written: tuple[str, ...]
    """Ways to type the expression; the first one is used by the tutor."""
    spoken: tuple[str, ...]
    """Ways to say it, lower case, no symbols."""
    steps: str
    conclusion: str
    answer: str
    why: str
    simpler: str
    task: str = ""
    """What is to be done, in digits; the reply opens with it. Empty for facts known by heart.

    Writing the numbers down first lets a small model work on digits instead of words.
    """
    verb: str = "do"
    wrong: tuple[str, ...] = ()
    """Likely wrong answers, never equal to the answer."""
    also_right: tuple[str, ...] = ()
    """The answer before it was reduced, where that differs."""
    group: str = "sum"
    """Which list of question wordings fits the expression."""
    by_heart: bool = False
    """A fact (times table, sum to 20) that must be trained; held out by wording only."""
    value: Fraction | None = None
    """The answer as a number when a next sum can start from it."""

    @property
    def solution(self) -> str:
        """The task, the steps and the conclusion as one reply."""
        return self.worked(self.verb)

    def worked(self, verb: str) -> str:
        """Return the reply with another verb in its opening, such as `check`."""
        opening = f"Let's {verb} {self.task}. " if self.task else ""
        if verb == "check" and not self.task:
            opening = "Let's check. "
        return f"{opening}{self.steps} {self.conclusion}"


Maker = Callable[[Random], Problem]


def draw(maker: Maker, rng: Random, split: Split) -> Problem:
    """Draw problems until one lies on the wanted side of the hold-out."""
    while True:
        problem = maker(rng)
        if problem.by_heart or split_of(problem.key) is split:
            return problem
