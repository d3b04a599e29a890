"""The offline estimators where the truth is known: on simulated logs, and on bandit_obd.

The set has two logs of one shop: under the one policy 34 items were equally likely, the other was
a Thompson sampler that looked at the position only. Each log tells the other policy's click rate
by its propensities, and the other log says what it really was. Reads files; knows no output.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tutor_server.modules.qlearning.explore import with_floor
from tutor_server.modules.qlearning.offline import Estimate, Logged, evaluate, on_policy
from tutor_server.modules.qlearning.simulate import FORMATS, STATES, TYPES, teach, truth_of
from tutor_server.modules.qlearning.waiting import COMPLETION, LATER

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FOLDER: Final = Path("bandit_obd")
ITEMS: Final = 34
POSITIONS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How often intervals of one estimator held the truth."""

    normal: float
    bootstrap: float
    unclustered: float
    """The bootstrap's, when decisions of one draw are taken for independent."""
    bias: float
    """Mean error of the estimate."""


def coverage(*, runs: int, draws: int) -> dict[str, Coverage]:
    """Of a policy that always takes one format, told from logs by a policy that likes others."""
    held: dict[str, list[tuple[bool, bool, bool, float]]] = {}
    for seed in range(runs):
        option = seed % len(FORMATS)
        logged, truth = made_up_log(draws=draws, option=option, seed=seed)
        target = np.zeros((len(logged.actions), logged.options))
        target[:, option] = 1.0
        alone = _alone(logged)
        found, loose = evaluate(logged, target), evaluate(alone, target)
        for name, estimate in found.items():
            held.setdefault(name, []).append(
                (
                    estimate.normal.covers(truth),
                    estimate.bootstrap.covers(truth),
                    loose[name].bootstrap.covers(truth),
                    estimate.normal.value - truth,
                )
            )
    means = {name: np.mean(np.array(rows, dtype=float), axis=0) for name, rows in held.items()}
    return {
        name: Coverage(normal=row[0], bootstrap=row[1], unclustered=row[2], bias=row[3])
        for name, row in means.items()
    }


def made_up_log(*, draws: int, option: int, seed: int) -> tuple[Logged, float]:
    """Weeks of students who are anybody in any state, with one draw a week that holds for 1 to 5
    lessons, and the mean reward of always taking `option` over all of them."""
    dice = Random(seed)  # noqa: S311 a simulation
    likes = {state: _likes(dice) for state in STATES}
    rows: list[tuple[int, float, float, int, int]] = []
    means = [
        (kind, row, float(truth_of(kind).rewards[row, option]))
        for kind in TYPES
        for row in range(len(STATES))
    ]
    for draw in range(draws):
        kind, row, _ = dice.choice(means)
        chances = likes[STATES[row]]
        chosen = dice.choices(range(len(FORMATS)), weights=chances)[0]
        for _ in range(dice.randint(1, 5)):
            went = teach(kind, STATES[row], chosen, dice)
            alone = (1 - LATER) * went.share + LATER * went.later
            reward = went.finished * (COMPLETION + (1 - COMPLETION) * alone)
            rows.append((chosen, reward, chances[chosen], row, draw))
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    actions, rewards, chance, contexts, clusters = columns
    logged = Logged(
        actions=actions, rewards=rewards, propensities=chance, contexts=contexts,
        clusters=clusters, options=len(FORMATS),
    )  # fmt: skip
    return logged, sum(mean for _, _, mean in means) / len(means)


def _likes(dice: Random) -> tuple[float, ...]:
    weights = [dice.expovariate(1) for _ in FORMATS]
    return with_floor([weight / sum(weights) for weight in weights])


def _alone(logged: Logged) -> Logged:
    """The same with every decision a draw of its own."""
    return Logged(
        actions=logged.actions,
        rewards=logged.rewards,
        propensities=logged.propensities,
        contexts=logged.contexts,
        clusters=np.arange(len(logged.actions)),
        options=logged.options,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """One policy's click rate, told from the other's log."""

    name: str
    truth: Estimate
    """From its own log."""
    told: Mapping[str, Estimate]
    effective: float
    """How many decisions of its own the weighted log is worth."""


def crossings(data: Path) -> list[Crossing]:
    """Both ways. Raises FileNotFoundError."""
    evenly, sampler = _read(data, "random_men.csv"), _read(data, "bts_men.csv")
    frequency = _frequencies(sampler)
    even = np.full((POSITIONS, ITEMS), 1 / ITEMS)
    return [
        _cross("Thompson from the random log", evenly, frequency, sampler),
        _cross("random from the Thompson log", sampler, even, evenly),
    ]


def _cross(name: str, log: Logged, policy: Floats, other: Logged) -> Crossing:
    """`policy` is positions x items."""
    target = policy[log.contexts]
    weights = target[np.arange(len(log.actions)), log.actions] / log.propensities
    return Crossing(
        name=name,
        truth=on_policy(other.rewards, other.clusters),
        told=evaluate(log, target),
        effective=float(weights.sum() ** 2 / (weights**2).sum()),
    )


def _frequencies(log: Logged) -> Floats:
    """How often a policy showed each item at each position. The log has the propensity of what
    was shown only; over many decisions the frequencies are the policy's mean probabilities."""
    counts = np.full((POSITIONS, ITEMS), 0.5)
    np.add.at(counts, (log.contexts, log.actions), 1.0)
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))


def _read(data: Path, name: str) -> Logged:
    with (data / FOLDER / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return Logged(
        actions=np.array([int(row["item_id"]) for row in rows]),
        rewards=np.array([float(row["click"]) for row in rows]),
        propensities=np.array([float(row["propensity_score"]) for row in rows]),
        contexts=np.array([int(row["position"]) - 1 for row in rows]),
        clusters=np.arange(len(rows)),
        options=ITEMS,
    )
