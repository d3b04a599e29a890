"""What is expected of each option for one student in one state: own experience, leaning on what
others of the same school experienced as long as there is little of it. Pure.

Three things are known of an option: how it went for this student in this state, how it went for
this student in other states compared with the other options there, and how it went for others in
this state. Own experience counts fully; the other two make the prior, worth at most WORTH own
outcomes, so that a new student starts with what is usual and soon goes own ways.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Self

from tutor_server.modules.qlearning.qtable import START, USUAL, Cell
from tutor_server.modules.qlearning.thompson import Beta

WORTH: Final = 10.0
"""Own outcomes that the prior can be worth at most."""
SHRINK: Final = 4.0
"""Outcomes of others that are needed to believe them half."""
LEAN: Final = 6.0
"""Own outcomes in other states that are needed to believe in half of what sets an option apart
there."""
FORMAT_FLIPS: Final = 3.0
"""A lesson's reward is an average over about nine answers, but they hang together. In the
simulation its variance is a fifth of a single answer's; lessons also differ, so not 5 but 3."""
FIX_FLIPS: Final = 1.0
"""A fix is rewarded by one answer."""
_NEAREST: Final = 0.02
"""A prior mean stays this far from 0 and 1."""


class Place(NamedTuple):
    """Where outcomes are filed."""

    state: str
    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Outcomes of one option in one state, of one student or of many."""

    visits: float = 0.0
    rewards: float = 0.0
    values: float = 0.0
    """Q-values, each as often as it was visited."""

    @classmethod
    def of(cls, cell: Cell) -> Self:
        """Of one cell."""
        return cls(visits=cell.visits, rewards=cell.rewards, values=cell.visits * cell.value)

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            visits=self.visits + other.visits,
            rewards=self.rewards + other.rewards,
            values=self.values + other.values,
        )

    @property
    def mean_reward(self) -> float:
        """USUAL for nothing."""
        return self.rewards / self.visits if self.visits else USUAL

    @property
    def mean_value(self) -> float:
        """START for nothing."""
        return self.values / self.visits if self.visits else START


NOTHING: Final = Sums()


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """What a decision can build on."""

    own: Mapping[Place, Sums] = field(default_factory=dict)
    """In every state that the student was in."""
    others: Mapping[Place, Sums] = field(default_factory=dict)
    """Of other students, in the same states and in the present one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What is expected of an option now."""

    option: str
    belief: Beta
    """About its reward; for the bandit."""
    value: float
    """Q; for the Q-learner."""
    visits: float
    """Own outcomes in this state."""


def outlooks(
    experience: Experience, state: str, options: Sequence[str], *, flips: float
) -> list[Outlook]:
    """One per option, in their order. `flips`: how many flips of a coin a reward tells as much
    as, see FORMAT_FLIPS."""
    elsewhere = _elsewhere(experience, state)
    return [
        _outlook(experience, Place(state, option), elsewhere.get(option, _Apart()), flips)
        for option in options
    ]


class _Apart(NamedTuple):
    """By how much an option was above the average of its state, and how far to trust it."""

    reward: float = 0.0
    value: float = 0.0
    trusted: float = 0.0


def _outlook(experience: Experience, place: Place, apart: _Apart, flips: float) -> Outlook:
    own = experience.own.get(place, NOTHING)
    others = experience.others.get(place, NOTHING)
    trusted = others.visits / (others.visits + SHRINK)
    mean = USUAL + trusted * (others.mean_reward - USUAL) + apart.trusted * apart.reward
    mean = min(max(mean, _NEAREST), 1 - _NEAREST)
    value = START + trusted * (others.mean_value - START) + apart.trusted * apart.value
    worth = WORTH * max(trusted, apart.trusted)
    rewards = min(max(own.rewards, 0.0), own.visits)
    return Outlook(
        option=place.option,
        belief=Beta(
            a=1 + flips * (worth * mean + rewards),
            b=1 + flips * (worth * (1 - mean) + own.visits - rewards),
        ),
        value=(own.values + (worth + 1) * value) / (own.visits + worth + 1),
        visits=own.visits,
    )


def _elsewhere(experience: Experience, state: str) -> dict[str, _Apart]:
    """How the student's options stood apart in other states, beyond how they do for others."""
    own, others = _apart(experience.own), _apart(experience.others)
    visits: dict[str, float] = {}
    sums: dict[str, tuple[float, float]] = {}
    for place, mine in own.items():
        if place.state != state:
            theirs, count = others.get(place, _Apart()), experience.own[place].visits
            reward, value = sums.get(place.option, (0.0, 0.0))
            sums[place.option] = (
                reward + count * (mine.reward - theirs.trusted * theirs.reward),
                value + count * (mine.value - theirs.trusted * theirs.value),
            )
            visits[place.option] = visits.get(place.option, 0.0) + count
    return {
        option: _Apart(reward / visits[option], value / visits[option], _trust(visits[option]))
        for option, (reward, value) in sums.items()
    }


def _trust(visits: float) -> float:
    return visits / (visits + LEAN)


def _apart(table: Mapping[Place, Sums]) -> dict[Place, _Apart]:
    """Of every option in its state."""
    states: dict[str, Sums] = {}
    for place, sums in table.items():
        states[place.state] = states.get(place.state, NOTHING) + sums
    return {
        place: _Apart(
            sums.mean_reward - states[place.state].mean_reward,
            sums.mean_value - states[place.state].mean_value,
            sums.visits / (sums.visits + SHRINK),
        )
        for place, sums in table.items()
        if sums.visits
    }
