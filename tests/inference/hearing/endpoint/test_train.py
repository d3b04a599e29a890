"""Training on made-up pauses: it learns, and keeps its seed."""

from dataclasses import replace

import numpy as np

from inference.hearing.endpoint.features import NAMES, SILENCE
from inference.hearing.endpoint.train import HEARD, Plan, loss_of, rows, train
from tests.inference.hearing.endpoint.made_up import pauses

PLAN = Plan(hidden=4, epochs=20, batch=64, rate=1e-2, dropout=0.0)


def test_no_row_lies_after_its_inner_pause() -> None:
    some = [pause for pause in pauses(40, 1) if pause.gap_s is not None]
    longest_s = max(pause.gap_s or 0.0 for pause in some)
    assert rows(some, 1).inputs[:, :, SILENCE].max() <= longest_s


def test_an_end_whose_last_word_was_lost_is_not_learned_from() -> None:
    """`you take away the`, heard of `you take away the four`: a pause inside a turn it may be."""
    some = pauses(40, 3)
    at = NAMES.index("unfinished")
    for pause in some:
        for look in pause.looks:
            look.vectors[:, at] = 0.0
    before = rows(some, 1)
    for pause in some:
        for look in pause.looks:
            look.vectors[HEARD, at] = 1.0
    after = rows(some, 1)
    assert before.over.any()
    assert not after.over.any()
    assert len(after.over) >= sum(pause.gap_s is not None for pause in some)


def test_it_learns_and_the_same_seed_gives_the_same_model() -> None:
    learn, unseen = rows(pauses(300, 1), 1), rows(pauses(100, 2), 1)
    model = train(PLAN, learn)
    share = float(unseen.over.mean())
    prior = -(share * np.log(share) + (1 - share) * np.log(1 - share))
    assert loss_of(model, unseen) < 0.6 * prior
    again = train(PLAN, learn)
    assert np.array_equal(model.inward, again.inward)
    assert not np.array_equal(model.inward, train(replace(PLAN, seed=8), learn).inward)
