"""Made-up weeks of students, and a rough telling of the same: repeated, spread over sessions."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from sessions.contracts import Fact
from tests.tutor_server.modules.qlearning.facts import (
    FIXES,
    MONDAY,
    OPTIONS,
    decided,
    finished,
    fixed,
    started,
    tried,
)

ERRORS = ("slip", "guess", "misread", "misconception")


@dataclass(frozen=True)
class Told:
    at: datetime
    fact: Fact


def weeks_of(number: int, lessons: int) -> list[Told]:
    """Lessons of a student, with failed items, fixes, lessons that are left and reviews."""
    dice = random.Random(number)
    now = MONDAY
    told: list[Told] = []

    def tell(fact: Fact) -> None:
        nonlocal now
        now += timedelta(seconds=dice.randrange(1, 90))
        told.append(Told(at=now, fact=fact))

    for lesson in range(lessons):
        now += timedelta(hours=dice.choice((1, 5, 26, 50)))
        run, decision = f"s{number}r{lesson}", f"s{number}d{lesson}"
        skill = f"skill{dice.randrange(3)}"
        tell(decided(decision, skill=skill, chosen=dice.choice(OPTIONS)))
        tell(started(run, decision))
        for item in range(dice.randrange(1, 5)):
            about = {"run": run, "skill": skill}
            right = dice.random() < 0.6
            tell(tried(f"i{item}", right, error="" if right else dice.choice(ERRORS), **about))
            if not right:
                fix = f"{decision}f{item}"
                tell(fixed(fix, chosen=dice.choice(FIXES), item=f"i{item}", **about))
                tell(tried(f"i{item}", dice.random() < 0.5, attempt=2, aided=True, **about))
        if dice.random() < 0.85:
            tell(finished(dice.randrange(5), 4, run=run, decision=decision))
    return told


def rough(told: list[Told], dice: random.Random) -> list[Told]:
    """The same in the same order, with some told again later by facts of other ids."""
    found: list[Told] = []
    for place, one in enumerate(told):
        found.append(one)
        while dice.random() < 0.25:
            earlier = told[dice.randrange(max(0, place - 12), place + 1)]
            again = Fact(
                fact_id=f"again{len(found)}{earlier.fact.fact_id}",
                kind=earlier.fact.kind,
                body=earlier.fact.body,
            )
            found.append(Told(at=one.at, fact=again))
    return found
