"""Logs whose truth is known: made up, and read from a set's files."""

from pathlib import Path

import numpy as np
import pytest

from tutor_server.modules.qlearning.explore import FLOOR
from tutor_server.modules.qlearning.simulate import FORMATS, STATES, TYPES, truth_of
from tutor_server.modules.qlearning.trials_offline import FOLDER, coverage, crossings, made_up_log

HEAD = "timestamp,item_id,position,click,propensity_score\n"


def test_a_made_up_log_is_reproduced_by_its_seed() -> None:
    first, again, other = (made_up_log(draws=30, option=1, seed=seed)[0] for seed in (1, 1, 2))
    assert np.array_equal(first.actions, again.actions)
    assert np.array_equal(first.rewards, again.rewards)
    assert not np.array_equal(first.propensities[:10], other.propensities[:10])


def test_the_truth_is_the_mean_reward_over_everybody_in_any_state() -> None:
    for option in range(len(FORMATS)):
        _, truth = made_up_log(draws=2, option=option, seed=1)
        means = [truth_of(kind).rewards[:, option].mean() for kind in TYPES]
        assert truth == pytest.approx(np.mean(means))


def test_decisions_of_a_draw_share_choice_state_and_probability() -> None:
    log, _ = made_up_log(draws=60, option=0, seed=3)
    assert log.options == len(FORMATS)
    assert log.propensities.min() >= FLOOR - 1e-12
    sizes = np.bincount(log.clusters)
    assert len(sizes) == 60
    assert sizes.min() >= 1
    assert sizes.max() <= 5
    assert log.contexts.max() < len(STATES)
    for draw in range(60):
        same = log.clusters == draw
        for column in (log.actions, log.contexts, log.propensities):
            assert len(set(column[same].tolist())) == 1


@pytest.mark.slow
def test_intervals_hold_the_truth_and_ignoring_draws_makes_them_too_narrow() -> None:
    found = coverage(runs=30, draws=200)
    assert set(found) == {"ips", "snips", "dr"}
    for name, row in found.items():
        assert row.bootstrap >= 0.8, name
        assert row.unclustered <= row.bootstrap, name
        assert abs(row.bias) < 0.1, name


def write(folder: Path, name: str, rows: list[str]) -> None:
    (folder / FOLDER).mkdir(exist_ok=True)
    (folder / FOLDER / name).write_text(HEAD + "".join(f"{row}\n" for row in rows))


def test_one_policy_is_told_from_the_others_log(tmp_path: Path) -> None:
    """The sampler shows item 0 at each of three positions in 100 of 100 times; half a count is
    added to each of 34 items. The random log clicked item 0 at all positions, and nothing else."""
    shown = [f"t,0,{1 + n % 3},{n % 2},0.9" for n in range(300)]
    evenly = [f"t,{n % 34},{1 + n % 3},{int(n % 34 == 0)},{1 / 34}" for n in range(34 * 30)]
    write(tmp_path, "bts_men.csv", shown)
    write(tmp_path, "random_men.csv", evenly)
    told, back = crossings(tmp_path)
    assert told.truth.normal.value == pytest.approx(0.5)
    share = (100 + 0.5) / (100 + 34 * 0.5)
    assert told.told["ips"].normal.value == pytest.approx(share)
    assert told.told["snips"].normal.value == pytest.approx(share)
    weights = np.array([34 * share] * 30 + [34 * 0.5 / 117] * (33 * 30))
    assert told.effective == pytest.approx(weights.sum() ** 2 / (weights**2).sum())
    assert back.truth.normal.value == pytest.approx(1 / 34)
    assert back.told["ips"].normal.value == pytest.approx(0.5 / 34 / 0.9)


def test_a_set_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        crossings(tmp_path)
