"""Training on made-up pauses: it learns, and keeps its seed."""

from dataclasses import replace

import numpy as np

from inference.contracts import AnswerKind
from inference.hearing.endpoint.features import NAMES, SILENCE
from inference.hearing.endpoint.pauses import Look, Pause
from inference.hearing.endpoint.train import Plan, loss_of, rows, train
from inference.hearing.endpoint.turns import Split

PLAN = Plan(hidden=4, epochs=20, batch=64, rate=1e-2, dropout=0.0)


def pauses(count: int, seed: int) -> list[Pause]:
    """Half are ends; the first feature tells, and pauses are short."""
    random = np.random.default_rng(seed)
    found = []
    for number in range(count):
        over = number % 2 == 0
        vectors = random.normal(0, 1, (3, len(NAMES))).astype(np.float32)
        vectors[:, 0] += 2.0 if over else -2.0
        look = Look(silence_s=0.128, speech_s=1.0, texts=("", "", ""), vectors=vectors)
        found.append(
            Pause(
                turn=str(number),
                split=Split.TRAIN,
                source="espeak",
                style="short",
                gap_s=None if over else float(random.uniform(0.2, 1.0)),
                expects=AnswerKind.ANY,
                looks=(look,),
            )
        )
    return found


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
