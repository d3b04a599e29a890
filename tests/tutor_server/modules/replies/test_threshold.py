"""Thresholds keep their promise: by the bound's own definition, and in a simulation."""

import random

import pytest

from tutor_server.modules.replies.threshold import (
    CALIBRATION,
    CONFIDENCE,
    ERROR_BOUND,
    FLOOR,
    NEVER,
    Band,
    Check,
    _at_most,
    bands,
    threshold,
    upper_bound,
)


def checks(similarity: float, agreed: bool, count: int = 1) -> list[Check]:
    return [Check(similarity=similarity, agreed=agreed)] * count


# --- the bound ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "total", "bound"),
    # Clopper-Pearson one-sided 95%: 1 - 0.05 ** (1 / n) without a wrong one; others from tables.
    [(0, 200, 0.014867), (0, 59, 0.049508), (1, 10, 0.394163), (5, 100, 0.102253)],
)
def test_known_values(wrong: int, total: int, bound: float) -> None:
    assert upper_bound(wrong, total) == pytest.approx(bound, abs=1e-5)


@pytest.mark.parametrize(("wrong", "total"), [(0, 0), (3, 3), (5, 5)])
def test_nothing_known_or_all_wrong(wrong: int, total: int) -> None:
    assert upper_bound(wrong, total) == 1.0


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.005, 0.02, 0.1])
@pytest.mark.parametrize("total", [20, 100, 300])
def test_the_bound_is_below_the_truth_in_at_most_five_of_a_hundred(
    share: float, total: int
) -> None:
    low = [wrong for wrong in range(total + 1) if upper_bound(wrong, total) < share]
    missed = _at_most(max(low), total, share) if low else 0.0
    assert missed <= 1 - CONFIDENCE + 1e-9


# --- the threshold -----------------------------------------------------------


def test_the_shipped_calibration_keeps_the_promise() -> None:
    levels = [band.similarity for band in CALIBRATION]
    assert levels == sorted(levels)
    assert levels[0] == FLOOR
    assert threshold(()) == FLOOR
    counts = [(band.pairs, band.wrong) for band in CALIBRATION]
    assert counts == sorted(counts, reverse=True)


def test_without_any_knowledge_nothing_is_similar_enough() -> None:
    assert threshold((), ()) == NEVER
    assert threshold((), (Band(similarity=0.5, pairs=50, wrong=0),)) == NEVER


def test_one_that_disagrees_lifts_it_above_itself() -> None:
    for similarity in (0.55, 0.71, 0.83):
        lifted = threshold(checks(similarity, agreed=False))
        assert similarity < lifted <= similarity + 0.02 + 1e-9


def test_a_disagreement_near_identity_closes_the_reply() -> None:
    assert threshold(checks(0.999, agreed=False)) == NEVER


def test_agreement_brings_it_down_again_slowly() -> None:
    wrong = checks(0.75, agreed=False)
    assert threshold(wrong + checks(0.8, agreed=True, count=234)) > 0.75
    assert threshold(wrong + checks(0.8, agreed=True, count=235)) == FLOOR


@pytest.mark.slow
def test_agreement_never_raises_and_disagreement_never_lowers() -> None:
    rng = random.Random(3)
    for _ in range(200):
        known = [
            Check(similarity=rng.uniform(0.5, 1.0), agreed=rng.random() < 0.9)
            for _ in range(rng.randint(0, 30))
        ]
        before, at = threshold(known), rng.uniform(0.5, 1.0)
        assert threshold(known + checks(at, agreed=True)) <= before
        assert threshold(known + checks(at, agreed=False)) >= before


def test_a_wrong_calibration_counts() -> None:
    bad = (
        Band(similarity=0.5, pairs=1_000, wrong=30),
        Band(similarity=0.7, pairs=500, wrong=1),
        Band(similarity=0.9, pairs=300, wrong=0),
    )
    assert threshold((), bad) == 0.9


def test_bands_count_at_and_above() -> None:
    told = {band.similarity: band for band in bands([*checks(0.9, True, 3), *checks(0.6, False)])}
    assert (told[0.5].pairs, told[0.5].wrong) == (4, 1)
    assert (told[0.6].pairs, told[0.6].wrong) == (4, 1)
    assert (told[0.62].pairs, told[0.62].wrong) == (3, 0)
    assert (told[0.92].pairs, told[0.92].wrong) == (0, 0)


@pytest.mark.slow
def test_in_a_simulation_hits_are_wrong_at_most_as_often_as_promised() -> None:
    """Questions below 0.8 are wrong in 10 of 100 cases, above in none: checking what is said
    finds that, though the calibration had not seen it."""
    rng = random.Random(11)
    known: list[Check] = []
    late: list[bool] = []
    for turn in range(3_000):
        similarity = rng.uniform(0.5, 1.0)
        agreed = similarity >= 0.8 or rng.random() >= 0.1
        if similarity >= threshold(known):
            if rng.random() < 0.1:
                known.append(Check(similarity=similarity, agreed=agreed))
            if turn >= 1_500:
                late.append(agreed)
    assert len(late) > 300
    assert late.count(False) / len(late) <= ERROR_BOUND
