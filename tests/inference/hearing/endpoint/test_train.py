"""Training on made-up pauses: it learns, and keeps its seed."""

from dataclasses import replace

import numpy as np

from inference.hearing.endpoint.features import SILENCE
from inference.hearing.endpoint.train import Plan, loss_of, rows, train
from tests.inference.hearing.endpoint.made_up import pauses

PLAN = Plan(hidden=4, epochs=20, batch=64, rate=1e-2, dropout=0.0)


def test_no_row_lies_after_its_inner_pause() -> None:
    some = [pause for pause in pauses(40, 1) if pause.gap_s is not None]
    longest_s = max(pause.gap_s or 0.0 for pause in some)
    assert rows(some, 1).inputs[:, :, SILENCE].max() <= longest_s


def test_it_learns_and_the_same_seed_gives_the_same_model() -> None:
    learn, unseen = rows(pauses(300, 1), 1), rows(pauses(100, 2), 1)
    model = train(PLAN, learn)
    share = float(unseen.over.mean())
    prior = -(share * np.log(share) + (1 - share) * np.log(1 - share))
    assert loss_of(model, unseen) < 0.6 * prior
    again = train(PLAN, learn)
    assert np.array_equal(model.inward, again.inward)
    assert not np.array_equal(model.inward, train(replace(PLAN, seed=8), learn).inward)
