"""Offline estimators against values worked out by hand, and against a known truth."""

import numpy as np
import pytest

from tutor_server.modules.qlearning.offline import Interval, Logged, evaluate, on_policy, predict


def logged(actions, rewards, propensities, *, contexts=None, clusters=None, options=2) -> Logged:
    many = len(actions)
    return Logged(
        actions=np.array(actions),
        rewards=np.array(rewards, dtype=float),
        propensities=np.array(propensities, dtype=float),
        contexts=np.zeros(many, dtype=int) if contexts is None else np.array(contexts),
        clusters=np.arange(many) if clusters is None else np.array(clusters),
        options=options,
    )


FOUR = logged([0, 0, 1, 1], [1, 0, 1, 1], [0.5, 0.5, 0.25, 0.5])


def always(option: int, many: int, options: int = 2) -> np.ndarray:
    target = np.zeros((many, options))
    target[:, option] = 1.0
    return target


def test_ips_and_snips_of_a_fixed_policy_by_hand() -> None:
    """Weights 0, 0, 4, 2: IPS (4 + 2) / 4, SNIPS (4 + 2) / (4 + 2)."""
    found = evaluate(FOUR, always(1, 4))
    assert found["ips"].normal.value == pytest.approx(1.5)
    assert found["snips"].normal.value == pytest.approx(1.0)


def test_ips_and_snips_of_a_mixed_policy_by_hand() -> None:
    """Weights .6, .6, 2.8, 1.4: IPS 4.8 / 4, SNIPS 4.8 / 5.4."""
    found = evaluate(FOUR, np.tile([0.3, 0.7], (4, 1)))
    assert found["ips"].normal.value == pytest.approx(1.2)
    assert found["snips"].normal.value == pytest.approx(4.8 / 5.4)


def test_the_normal_interval_by_hand() -> None:
    """Weighted rewards 0, 0, 4, 2: mean 1.5, squares from it 2.25 + 2.25 + 6.25 + .25 = 11."""
    found = evaluate(FOUR, always(1, 4))["ips"].normal
    half = 1.959964 * 11**0.5 / 4
    assert (found.low, found.high) == (pytest.approx(1.5 - half), pytest.approx(1.5 + half))


def test_dr_by_hand() -> None:
    """Each decision is predicted from the other one: 0 for the first, 1 for the second. So
    (0 + 2 (1 - 0)) and (1 + 0), and their mean."""
    two = logged([0, 1], [1, 0], [0.5, 0.5])
    assert predict(two).tolist() == [[0.0, 0.0], [1.0, 1.0]]
    found = evaluate(two, always(0, 2))
    assert found["dr"].normal.value == pytest.approx(1.5)
    assert found["ips"].normal.value == pytest.approx(1.0)


def test_dr_is_the_prediction_mended_by_weighted_misses() -> None:
    dice = np.random.default_rng(3)
    many = 60
    contexts, actions = dice.integers(0, 3, many), dice.integers(0, 2, many)
    rewards = dice.random(many)
    one = logged(actions, rewards, np.full(many, 0.5), contexts=contexts)
    target = np.tile([0.2, 0.8], (many, 1))
    guess = predict(one)
    rows = np.arange(many)
    weights = target[rows, actions] / 0.5
    by_hand = (target * guess).sum(axis=1) + weights * (rewards - guess[rows, actions])
    assert evaluate(one, target)["dr"].normal.value == pytest.approx(by_hand.mean())


def test_a_reward_that_never_varies_is_known_exactly_by_snips_and_dr() -> None:
    dice = np.random.default_rng(1)
    one = logged(dice.integers(0, 2, 50), np.full(50, 0.7), np.full(50, 0.5))
    found = evaluate(one, always(1, 50))
    assert found["snips"].normal.value == pytest.approx(0.7)
    assert found["dr"].normal.value == pytest.approx(0.7)


def test_the_logging_policy_itself_earned_its_mean() -> None:
    found = on_policy(FOUR.rewards, FOUR.clusters).normal
    assert found.value == pytest.approx(0.75)
    half = 1.959964 * 0.75**0.5 / 4
    assert (found.low, found.high) == (pytest.approx(0.75 - half), pytest.approx(0.75 + half))
    as_drawn = evaluate(logged([0, 1, 0], [1, 0, 1], [1, 1, 1]), np.eye(2)[[0, 1, 0]])
    assert as_drawn["ips"].normal.value == pytest.approx(2 / 3)


def test_repeats_of_a_draw_add_no_certainty() -> None:
    """Every decision three times in its cluster: the same estimate with the same interval."""
    dice = np.random.default_rng(5)
    actions, rewards = dice.integers(0, 2, 80), dice.random(80)
    once = logged(actions, rewards, np.full(80, 0.5))
    thrice = logged(
        np.repeat(actions, 3), np.repeat(rewards, 3), np.full(240, 0.5),
        clusters=np.repeat(np.arange(80), 3),
    )  # fmt: skip
    loose = logged(np.repeat(actions, 3), np.repeat(rewards, 3), np.full(240, 0.5))
    for name in ("ips", "snips"):
        a = evaluate(once, always(1, 80))[name].normal
        b = evaluate(thrice, always(1, 240))[name].normal
        c = evaluate(loose, always(1, 240))[name].normal
        assert (b.value, b.low, b.high) == pytest.approx((a.value, a.low, a.high))
        assert c.high - c.low == pytest.approx((a.high - a.low) / 3**0.5)


def test_the_prediction_of_a_decision_never_saw_its_reward() -> None:
    dice = np.random.default_rng(2)
    actions, contexts = dice.integers(0, 2, 40), dice.integers(0, 2, 40)
    clusters = np.repeat(np.arange(20), 2)
    rewards = dice.random(40)
    before = predict(logged(actions, rewards, np.full(40, 0.5), contexts=contexts,
                            clusters=clusters))  # fmt: skip
    for place in (0, 17, 39):
        changed = rewards.copy()
        changed[clusters == clusters[place]] = 1_000.0
        after = predict(logged(actions, changed, np.full(40, 0.5), contexts=contexts,
                               clusters=clusters))  # fmt: skip
        assert after[place].tolist() == before[place].tolist()


def test_what_the_log_never_tried_is_not_known() -> None:
    one = logged([0, 0, 0], [1, 0, 1], [0.5, 0.5, 0.5])
    found = evaluate(one, always(1, 3))["snips"].bootstrap
    assert np.isnan(found.value)
    assert (found.low, found.high) == (-np.inf, np.inf)


def test_the_same_seed_gives_the_same_intervals() -> None:
    dice = np.random.default_rng(4)
    one = logged(dice.integers(0, 2, 60), dice.random(60), np.full(60, 0.5))
    first, again = (evaluate(one, always(0, 60), seed=7) for _ in range(2))
    assert first == again
    other = evaluate(one, always(0, 60), seed=8)
    assert other["ips"].normal == first["ips"].normal
    assert other["ips"].bootstrap != first["ips"].bootstrap


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"propensities": [0.5, 0.0]}, "propensity"),
        ({"propensities": [0.5, 1.1]}, "propensity"),
        ({"propensities": [0.5, float("nan")]}, "propensity"),
        ({"actions": [0, 2]}, "actions must be 0 to 1"),
        ({"actions": [0, -1]}, "actions must be 0 to 1"),
        ({"rewards": [1]}, "one value per decision"),
        ({"actions": [], "rewards": [], "propensities": []}, "one decision at least"),
    ],
)
def test_a_log_is_checked(change, message) -> None:
    whole = {"actions": [0, 1], "rewards": [1, 0], "propensities": [0.5, 0.5]}
    with pytest.raises(ValueError, match=message):
        logged(**{**whole, **change})


def test_a_target_is_checked() -> None:
    with pytest.raises(ValueError, match="n x k"):
        evaluate(FOUR, np.ones((4, 3)) / 3)


def test_an_interval_covers_its_ends() -> None:
    one = Interval(value=0.5, low=0.2, high=0.8)
    assert one.covers(0.2)
    assert one.covers(0.8)
    assert not one.covers(0.81)


@pytest.mark.slow
def test_intervals_hold_a_known_truth_as_often_as_they_say() -> None:
    """Two contexts, two options, coins of known chances; the log likes the worse option."""
    chances = np.array([[0.7, 0.4], [0.2, 0.6]])
    likes = np.array([[0.3, 0.7], [0.8, 0.2]])
    target_rows = np.array([[0.9, 0.1], [0.1, 0.9]])
    truth = float((target_rows * chances).sum(axis=1).mean())
    runs, many = 200, 300
    held = dict.fromkeys(("ips", "snips", "dr"), 0)
    errors: dict[str, list[float]] = {name: [] for name in held}
    for seed in range(runs):
        dice = np.random.default_rng(seed)
        contexts = dice.integers(0, 2, many)
        actions = (dice.random(many) < likes[contexts, 1]).astype(int)
        rewards = (dice.random(many) < chances[contexts, actions]).astype(float)
        one = logged(actions, rewards, likes[contexts, actions], contexts=contexts)
        for name, estimate in evaluate(one, target_rows[contexts]).items():
            held[name] += estimate.bootstrap.covers(truth)
            errors[name].append(estimate.normal.value - truth)
    for name, count in held.items():
        # 95% is meant; four standard deviations of 200 coins at 95% are 6%.
        assert count / runs >= 0.89, (name, count)
        mean = float(np.mean(errors[name]))
        assert abs(mean) < 4 * float(np.std(errors[name])) / runs**0.5 + 0.005, (name, mean)
    assert np.std(errors["dr"]) < np.std(errors["ips"])
