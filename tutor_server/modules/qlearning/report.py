"""What the learners have come to, from decisions whose reward is known. Pure.

Rewards and movement of the values by day, the rewards by who chose, and what each fixed policy
would have earned, told from the probabilities that the decisions were drawn by.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import numpy as np

from inference.contracts import JsonValue
from tutor_server.modules.qlearning.explore import Source, week_of
from tutor_server.modules.qlearning.offline import Estimate, Logged, evaluate, on_policy
from tutor_server.modules.qlearning.svg import Chart, Line, render

FEWEST: Final = 100
"""Draws below which no policy is judged."""
_LABELS: Final = 6
"""Days that are named below a chart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A decision with its reward."""

    decision: str
    kind: str
    student: str
    skill: str
    state: str
    options: tuple[str, ...]
    chosen: str
    probabilities: tuple[float, ...]
    source: str
    reward: float
    at: datetime

    @property
    def draw(self) -> tuple[object, ...]:
        """Decisions with the same one may share a draw; every fix has its own."""
        if self.kind == "fix":
            return (self.student, self.decision)
        return (
            self.student, self.skill, self.state, frozenset(self.options), week_of(self.at),
        )  # fmt: skip

    @property
    def propensity(self) -> float:
        """Of what was chosen."""
        return self.probabilities[self.options.index(self.chosen)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """All outcomes of a day."""

    day: date
    outcomes: int
    reward: float
    """Mean."""
    moved: float
    """How far a value went for an outcome, mean."""


def series_json(days: Sequence[Day]) -> list[JsonValue]:
    """Oldest first."""
    return [
        {
            "day": day.day.isoformat(),
            "outcomes": day.outcomes,
            "reward": day.reward,
            "moved": day.moved,
        }
        for day in days
    ]


def sources_json(outcomes: Sequence[Outcome]) -> list[JsonValue]:
    """Who chose, how often, and the mean reward."""
    found: dict[str, list[float]] = defaultdict(list)
    for outcome in outcomes:
        found[outcome.source].append(outcome.reward)
    return [
        {"source": source, "outcomes": len(rewards), "reward": sum(rewards) / len(rewards)}
        for source, rewards in sorted(found.items())
    ]


def policies_json(outcomes: Sequence[Outcome]) -> list[JsonValue]:
    """`as_logged`, `evenly` and `always NAME`, over decisions with the set of options that was
    offered most; empty while there are too few draws. A teacher's word is no draw."""
    drawn = [one for one in outcomes if one.source != Source.TEACHER and one.propensity > 0]
    offered = Counter(frozenset(one.options) for one in drawn)
    if not offered:
        return []
    (most, _), *_ = offered.most_common(1)
    same = [one for one in drawn if frozenset(one.options) == most]
    options = sorted(most)
    logged = _logged(same, options)
    if len(np.unique(logged.clusters)) < FEWEST:
        return []
    shape = (len(same), len(options))
    found: list[JsonValue] = [
        {
            "policy": "as_logged",
            "outcomes": len(same),
            "mean": _estimate(on_policy(logged.rewards, logged.clusters)),
        }
    ]
    targets = {"evenly": np.full(shape, 1 / len(options))}
    for column, option in enumerate(options):
        targets[f"always {option}"] = np.zeros(shape)
        targets[f"always {option}"][:, column] = 1.0
    for name, target in targets.items():
        estimates = evaluate(logged, target)
        known = {key: _estimate(value) for key, value in estimates.items()}
        found.append({"policy": name, "outcomes": len(same), **known})
    return found


def plot(days: Sequence[Day], *, kind: str) -> str:
    """The series as two charts."""
    names = _named([day.day for day in days])
    rewards = tuple((float(n), day.reward) for n, day in enumerate(days))
    moved = tuple((float(n), day.moved) for n, day in enumerate(days))
    charts = (
        Chart(
            title=f"Reward by day: {kind}", x_label="day", y_label="mean reward",
            lines=(Line(name="reward", points=rewards),), x_names=names,
        ),
        Chart(
            title=f"Movement of the values by day: {kind}", x_label="day",
            y_label="mean step of Q", lines=(Line(name="movement", points=moved),),
            x_names=names,
        ),
    )  # fmt: skip
    return render(charts, about=f"Rewards and convergence of the choice of a {kind}.")


def _named(days: Sequence[date]) -> tuple[tuple[float, str], ...]:
    every = max(1, -(-len(days) // _LABELS))
    return tuple((float(n), day.isoformat()) for n, day in enumerate(days) if n % every == 0)


def _logged(outcomes: Sequence[Outcome], options: Sequence[str]) -> Logged:
    states, draws = _numbers([o.state for o in outcomes]), _numbers([o.draw for o in outcomes])
    return Logged(
        actions=np.array([options.index(one.chosen) for one in outcomes]),
        rewards=np.array([one.reward for one in outcomes]),
        propensities=np.array([min(one.propensity, 1.0) for one in outcomes]),
        contexts=np.array([states[one.state] for one in outcomes]),
        clusters=np.array([draws[one.draw] for one in outcomes]),
        options=len(options),
    )


def _numbers(things: Sequence[object]) -> Mapping[object, int]:
    return {thing: number for number, thing in enumerate(dict.fromkeys(things))}


def _estimate(estimate: Estimate) -> JsonValue:
    """Ends that are not known are null."""
    interval = estimate.bootstrap
    values = {"value": interval.value, "low": interval.low, "high": interval.high}
    return {name: value if np.isfinite(value) else None for name, value in values.items()}
