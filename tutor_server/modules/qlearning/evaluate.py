"""`python -m tutor_server.modules.qlearning.evaluate --data FOLDER [--plot FILE.svg]`.

Prints what the learners and the estimators are worth, and exits with 1 when a claim fails or the
data set is missing:
- in the simulated class both learners, and what the server draws, lose far less than random
  choice, and late in the year less than greedy choice; freezing by the week costs little;
- newcomers who may lean on others start better;
- the Q-table comes near the true values of the best policy;
- options are chosen as often as was logged, and none below the floor;
- intervals of the offline estimators hold the truth, on simulated logs and on bandit_obd.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np

from tutor_server.modules.qlearning.explore import FLOOR
from tutor_server.modules.qlearning.svg import Chart, Line, render
from tutor_server.modules.qlearning.trials import (
    POLICIES,
    Floats,
    Regret,
    newcomers,
    propensities,
    q_errors,
    regrets,
)
from tutor_server.modules.qlearning.trials_offline import FOLDER, coverage, crossings

SEEDS: Final = 5
LESSONS: Final = 160
EARLY: Final = 20
LATE: Final = 40
TOTAL_GOAL: Final = 0.65
"""Of random choice's regret."""
LATE_GOAL: Final = 0.25
"""Of random choice's regret, above what the floor takes."""
WEEKLY_GOAL: Final = 1.15
"""Of the regret without freezing."""
NEWCOMERS_GOAL: Final = 0.9
"""Of the regret without others to lean on."""
Q_LESSONS: Final = 12_000
Q_POINTS: Final = 24
Q_GOAL: Final = 0.25
"""Of the distance at the start."""
Z_GOAL: Final = 4.0
COVERAGE_GOAL: Final = 0.85
"""Of intervals that are meant to hold the truth in 95%: the weights leave few draws to go by."""
RUNS: Final = 100
DRAWS: Final = 400
_SMOOTH: Final = 10
"""Lessons over which regret is averaged in the picture."""


class ClaimError(Exception):
    """A claim of this evaluation does not hold."""


def main() -> int:
    """Run everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--plot", type=Path)
    asked = parser.parse_args()
    try:
        for line in obd_table(asked.data):
            _say(line)
        for line in coverage_table():
            _say(line)
        found = regrets(tuple(POLICIES), seeds=SEEDS, lessons=LESSONS)
        errors = q_errors(seeds=SEEDS, lessons=Q_LESSONS, points=Q_POINTS)
        if asked.plot:
            asked.plot.write_text(picture(found, errors), encoding="utf-8")
        for part in (
            regret_table(found), newcomers_table(), q_table(errors), propensity_table(),
        ):  # fmt: skip
            for line in part:
                _say(line)
    except FileNotFoundError as error:
        sys.stderr.write(f"missing data: {error.filename}\n")
        return 1
    except ClaimError as error:
        sys.stderr.write(f"CLAIM FAILED: {error}\n")
        return 1
    return 0


def regret_table(found: Mapping[str, Regret]) -> Iterator[str]:
    """Regret by policy. Raises ClaimError."""
    yield (
        f"regret in true Q-values, per student; {SEEDS} seeds, {LESSONS} lessons each;"
        f" per lesson in the first {EARLY} and last {LATE}"
    )
    yield "policy            total     sd    first     last"
    for name, regret in found.items():
        yield (
            f"{name:15} {regret.total.mean():7.2f} {regret.total.std():6.2f}"
            f"  {regret.early(EARLY):7.4f}  {regret.late(LATE):7.4f}"
        )
    whole = {name: float(regret.total.mean()) for name, regret in found.items()}
    late = {name: regret.late(LATE) for name, regret in found.items()}
    for name in ("thompson", "q-learning", "server", "server, weekly"):
        _claim(whole[name] < TOTAL_GOAL * whole["random"], f"{name} loses little in all")
        lost = late[name] - (late["optimum, floor"] if name.startswith("server") else 0.0)
        _claim(lost < LATE_GOAL * late["random"], f"{name} converges")
        _claim(lost < late["greedy"], f"{name} ends better than greedy choice")
    _claim(
        whole["server, weekly"] < WEEKLY_GOAL * whole["server"],
        "freezing by the week costs little",
    )


def newcomers_table() -> Iterator[str]:
    """Pooling. Raises ClaimError."""
    leaning, alone = newcomers(seeds=SEEDS, before=60, lessons=EARLY)
    yield f"newcomers, first {EARLY} lessons: {leaning:.4f} leaning on others, {alone:.4f} alone"
    _claim(leaning < NEWCOMERS_GOAL * alone, "newcomers start better with others to lean on")


def q_table(errors: Floats) -> Iterator[str]:
    """Convergence of the table. Raises ClaimError."""
    means = errors.mean(axis=0)
    step = Q_LESSONS // Q_POINTS
    shown = ", ".join(
        f"{point * step}: {means[point]:.3f}" for point in (0, 1, 2, Q_POINTS // 4, Q_POINTS)
    )
    yield f"distance of Q from the true values (RMS) after lessons of random choice: {shown}"
    _claim(float(means[-1]) < Q_GOAL * float(means[0]), "the Q-table converges")


def propensity_table() -> Iterator[str]:
    """Logged probabilities against choices. Raises ClaimError."""
    found = propensities(seed=0, lessons=LESSONS)
    yield f"logged probabilities; lowest {found.lowest:.4f}, floor {FLOOR}"
    yield "option           expected  chosen      z"
    for number, option in enumerate(found.options):
        yield (
            f"{option:15} {found.expected[number]:9.1f} {found.chosen[number]:7.0f}"
            f"  {found.z[number]:5.2f}"
        )
    _claim(float(np.abs(found.z).max()) < Z_GOAL, "options are chosen as often as is logged")
    _claim(found.lowest >= FLOOR - 1e-12, "the floor is kept")


def coverage_table() -> Iterator[str]:
    """Intervals on simulated logs. Raises ClaimError."""
    yield f"95% intervals on {RUNS} simulated logs of {DRAWS} draws that hold for 1 to 5 lessons"
    yield "estimator  normal  bootstrap  draws ignored   bias"
    found = coverage(runs=RUNS, draws=DRAWS)
    for name, row in found.items():
        yield (
            f"{name:9} {row.normal:7.1%} {row.bootstrap:10.1%} {row.unclustered:14.1%}"
            f"  {row.bias:+.4f}"
        )
    for name, row in found.items():
        _claim(row.bootstrap >= COVERAGE_GOAL, f"intervals of {name} hold the truth")


def obd_table(data: Path) -> Iterator[str]:
    """Intervals on bandit_obd. Raises ClaimError, FileNotFoundError."""
    yield f"{FOLDER}: click rates in percent, one policy told from the other's log"
    yield "                              estimate  bootstrap interval  normal interval"
    missed = []
    for cross in crossings(data):
        rows = {"on-policy (truth)": cross.truth, **cross.told}
        yield f"{cross.name}; worth {cross.effective:.0f} of 10,000 decisions"
        for name, row in rows.items():
            inside, outside = row.bootstrap, row.normal
            yield (
                f"  {name:27} {100 * inside.value:8.3f}"
                f"      {100 * inside.low:.3f}..{100 * inside.high:.3f}"
                f"     {100 * outside.low:.3f}..{100 * outside.high:.3f}"
            )
            if not inside.covers(cross.truth.normal.value):
                missed.append(f"{name} of {cross.name}")
    _claim(not missed, f"intervals hold the on-policy value ({', '.join(missed)})")


def picture(found: Mapping[str, Regret], errors: Floats) -> str:
    """Regret and convergence."""
    step = Q_LESSONS // Q_POINTS
    charts = (
        Chart(
            title="Regret in all, with the lowest and highest seed", x_label="lessons",
            y_label="lost against the optimum",
            lines=tuple(_line(name, row.gaps.cumsum(axis=1)) for name, row in found.items()),
        ),
        Chart(
            title=f"Regret per lesson, mean of {_SMOOTH} lessons", x_label="lessons",
            y_label="lost against the optimum",
            lines=tuple(_line(name, _smooth(row.gaps)) for name, row in found.items()),
        ),
        Chart(
            title="Distance of the Q-table from the true values", x_label="lessons",
            y_label="root mean square",
            lines=(_line("q-learning", errors, every=step),),
        ),
    )  # fmt: skip
    return render(charts, about="Regret and convergence of the policies in the simulated class.")


def _line(name: str, values: Floats, every: int = 1) -> Line:
    """`values`: seeds x places."""
    means = values.mean(axis=0)
    return Line(
        name=name,
        points=tuple((float(n * every), float(value)) for n, value in enumerate(means)),
        low=tuple(map(float, values.min(axis=0))),
        high=tuple(map(float, values.max(axis=0))),
    )


def _smooth(gaps: Floats) -> Floats:
    kernel = np.full(_SMOOTH, 1 / _SMOOTH)
    return np.stack([np.convolve(row, kernel, mode="valid") for row in gaps])


def _claim(holds: bool, what: str) -> None:
    if not holds:
        raise ClaimError(what)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
