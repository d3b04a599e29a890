"""How a choice is drawn: half by the Q-learner, half by the bandit, never below the floor, once a
week. Pure; chance is an argument.

What a choice is logged with is the probability of the draw as a whole, over both learners. A
frozen choice repeats an earlier draw and carries that draw's probabilities: its propensity over
the draw. Choices that share a draw are not independent; `offline` takes them as one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from random import Random
from typing import Final

from tutor_server.modules.qlearning.pooling import Outlook
from tutor_server.modules.qlearning.qtable import epsilon, epsilon_greedy
from tutor_server.modules.qlearning.thompson import best_probabilities

FLOOR: Final = 0.05
"""The least probability of an option that is drawn."""


class Source(StrEnum):
    """Who chose."""

    QLEARNING = "qlearning"
    BANDIT = "bandit"
    TEACHER = "teacher"
    FROZEN = "frozen"


SHARES: Final[Mapping[Source, float]] = {Source.QLEARNING: 0.5, Source.BANDIT: 0.5}
"""How often each learner is asked, so that each can be judged beside the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was chosen, and how."""

    chosen: str
    probabilities: tuple[float, ...]
    """In the order of the options."""
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What was drawn earlier this week for the same skill and state."""

    options: tuple[str, ...]
    chosen: str
    probabilities: tuple[float, ...]


def choose(
    outlooks: Sequence[Outlook],
    *,
    override: str | None = None,
    held: Sequence[Held] = (),
    random: Random,
) -> Choice:
    """A teacher's word first, then what was drawn earlier from the same options, else a draw.

    Another set of options is another draw: its probabilities could not be known otherwise.
    """
    options = [outlook.option for outlook in outlooks]
    if override in options:
        certain = tuple(float(option == override) for option in options)
        return Choice(chosen=str(override), probabilities=certain, source=Source.TEACHER)
    for earlier in held:
        if set(earlier.options) == set(options):
            by_option = dict(zip(earlier.options, earlier.probabilities, strict=True))
            return Choice(
                chosen=earlier.chosen,
                probabilities=tuple(by_option[option] for option in options),
                source=Source.FROZEN,
            )
    return draw(outlooks, random)


def draw(outlooks: Sequence[Outlook], random: Random) -> Choice:
    """A new choice."""
    by_source = proposals(outlooks)
    source = random.choices(list(SHARES), weights=list(SHARES.values()))[0]
    chosen = random.choices(outlooks, weights=by_source[source])[0].option
    return Choice(chosen=chosen, probabilities=mixed(by_source), source=source)


def proposals(outlooks: Sequence[Outlook]) -> dict[Source, tuple[float, ...]]:
    """Each learner's probabilities, floor kept."""
    explore = epsilon(sum(outlook.visits for outlook in outlooks))
    greedy = epsilon_greedy([outlook.value for outlook in outlooks], explore=explore)
    sampled = best_probabilities([outlook.belief for outlook in outlooks])
    return {Source.QLEARNING: with_floor(greedy), Source.BANDIT: with_floor(sampled)}


def mixed(by_source: Mapping[Source, Sequence[float]]) -> tuple[float, ...]:
    """The probabilities before it is known which learner is asked."""
    columns = zip(*(by_source[source] for source in SHARES), strict=True)
    return tuple(
        sum(share * value for share, value in zip(SHARES.values(), column, strict=True))
        for column in columns
    )


def with_floor(probabilities: Sequence[float], floor: float = FLOOR) -> tuple[float, ...]:
    """At least `floor` for each (an equal share when there are too many), the rest as given."""
    floor = min(floor, 1 / len(probabilities))
    rest = max(0.0, 1 - floor * len(probabilities))
    return tuple(floor + rest * value for value in probabilities)


def week_of(now: datetime) -> datetime:
    """When the ISO week began (ISO 8601), in UTC."""
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())
