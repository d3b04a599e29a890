"""Trains the end-of-turn model: `python -m inference.hearing.endpoint.train --data DIR --out DIR`

Needs the set whose hash is committed; takes about a quarter of an hour of two cores, most of it to
render the speech. Writes the weights and `training.json`, and prints the waits that belong into
`PauseWaits`, fitted on the tuning voices.
Test turns are never looked at here; `evaluate.py` measures them.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from inference.hearing.endpoint.evaluate import cases
from inference.hearing.endpoint.features import LONGEST_SILENCE_S, NAMES, as_if
from inference.hearing.endpoint.manifest import committed, digest
from inference.hearing.endpoint.model import EndpointModel
from inference.hearing.endpoint.pauses import Look, Pause, all_pauses
from inference.hearing.endpoint.policy import fitted, scaled
from inference.hearing.endpoint.turns import Split

Floats = NDArray[np.float32]
HEARD, TRUE, NONE = 0, 1, 2
"""Rows of Look.vectors: words as recognised, the true ones, no words."""
_UNFINISHED = NAMES.index("unfinished")
MOMENTS = 2
SHARE = 1 / 12
"""Turns of the tuning voices that may be cut off as shipped. At one in twenty the others wait
a third as long again; a student who needs that gets patience."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to train."""

    seed: int = 7
    hidden: int = 128
    epochs: int = 30
    batch: int = 512
    rate: float = 3e-3
    decay: float = 2e-3
    dropout: float = 0.2
    wordless: float = 0.15
    """So often a row is shown without its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """One moment of one pause each."""

    inputs: Floats
    """float32 [rows, 2, features]: with words as recognised, and with none."""
    over: Floats
    """float32 [rows]; 1 where the turn was over."""


def rows(found: Sequence[Pause], seed: int) -> Rows:
    """Every look, as if taken at several moments; none after an inner pause has ended, and none
    of a turn's end that looks unfinished because its last word was not heard: one who has only
    come to `the` must be waited for, and the others wait a little longer."""
    random = np.random.default_rng(seed)
    inputs: list[Floats] = []
    over: list[bool] = []
    for pause in found:
        for look in pause.looks:
            if pause.gap_s is None and _cropped(look):
                continue
            drawn = random.uniform(look.silence_s, LONGEST_SILENCE_S, MOMENTS)
            moments = np.array([look.silence_s, *drawn], np.float32)
            lasts = moments <= (np.inf if pause.gap_s is None else pause.gap_s)
            both = [as_if(look.vectors[row], moments[lasts]) for row in (HEARD, NONE)]
            inputs.append(np.stack(both, axis=1))
            over += [pause.gap_s is None] * int(lasts.sum())
    return Rows(inputs=np.concatenate(inputs), over=np.array(over, np.float32))


def _cropped(look: Look) -> bool:
    heard, true = look.vectors[HEARD], look.vectors[TRUE]
    return bool(heard[_UNFINISHED] > true[_UNFINISHED])


def train(plan: Plan, learn: Rows) -> EndpointModel:
    """The network after the last epoch."""
    torch.manual_seed(plan.seed)
    torch.set_num_threads(1)
    random = np.random.default_rng(plan.seed)
    flat = learn.inputs[:, 0]
    mean = flat.mean(axis=0)
    scale = np.maximum(flat.std(axis=0), 0.05).astype(np.float32)
    net = nn.Sequential(
        nn.Linear(len(NAMES), plan.hidden), nn.Tanh(), nn.Dropout(plan.dropout),
        nn.Linear(plan.hidden, 1),
    )  # fmt: skip
    optimizer = torch.optim.AdamW(net.parameters(), lr=plan.rate, weight_decay=plan.decay)
    steps = plan.epochs * -(-len(learn.over) // plan.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, plan.rate, total_steps=steps)
    step = _Step(net=net, optimizer=optimizer, schedule=schedule)
    for _ in range(plan.epochs):
        _epoch(plan, step, _shown(plan, learn, random), (mean, scale))
    return _exported(net, mean, scale)


def loss_of(model: EndpointModel, learn: Rows) -> float:
    """Mean cross-entropy in nats, with words."""
    found = np.clip(model.probabilities(learn.inputs[:, 0]), 1e-6, 1 - 1e-6)
    return float(-np.mean(learn.over * np.log(found) + (1 - learn.over) * np.log(1 - found)))


def _shown(plan: Plan, learn: Rows, random: np.random.Generator) -> tuple[Floats, Floats]:
    """This epoch's rows, shuffled, some without words."""
    order = random.permutation(len(learn.over))
    wordless = (random.random(len(order)) < plan.wordless).astype(int)
    return learn.inputs[order, wordless], learn.over[order]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """What a batch changes."""

    net: nn.Module
    optimizer: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.OneCycleLR

    def take(self, loss: torch.Tensor) -> None:
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self.optimizer.step()
        self.schedule.step()


def _epoch(
    plan: Plan, step: _Step, shown: tuple[Floats, Floats], norm: tuple[Floats, Floats]
) -> None:
    inputs, over = shown
    scaled = torch.from_numpy(np.clip((inputs - norm[0]) / norm[1], -6.0, 6.0))
    wanted = torch.from_numpy(over)
    step.net.train()
    for at in range(0, len(wanted), plan.batch):
        logits = step.net(scaled[at : at + plan.batch])[:, 0]
        step.take(
            nn.functional.binary_cross_entropy_with_logits(logits, wanted[at : at + plan.batch])
        )


def _exported(net: nn.Sequential, mean: Floats, scale: Floats) -> EndpointModel:
    tensors = {name: value.numpy().copy() for name, value in net.state_dict().items()}
    return EndpointModel(
        mean=mean,
        scale=scale,
        inward=tensors["0.weight"].T,
        inward_bias=tensors["0.bias"],
        outward=tensors["3.weight"][0],
        outward_bias=tensors["3.bias"],
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    turns = committed(arguments.data)
    learnt = [turn for turn in turns if turn.split is not Split.TEST]
    found = all_pauses(arguments.data, learnt, processes=arguments.processes)
    plan = Plan()
    model, told = fit(plan, found)
    arguments.out.mkdir(parents=True, exist_ok=True)
    model.save(arguments.out / "endpoint.safetensors")
    text = json.dumps({"manifest": digest(turns), "plan": asdict(plan), **told}, indent=1) + "\n"
    (arguments.out / "training.json").write_text(text, "utf-8")
    sys.stdout.write(text)


def fit(plan: Plan, found: Sequence[Pause]) -> tuple[EndpointModel, dict[str, object]]:
    """The model, and what is told of the training.

    The waits are fitted on voices and wording that the model did not learn from. What ships is
    then trained once more, the same way, on both: sentences are what it needs most.
    """
    learn, tune = ([p for p in found if p.split is s] for s in (Split.TRAIN, Split.TUNE))
    model = train(plan, rows(learn, plan.seed))
    judged_cases = cases(tune, model)
    waits = fitted(judged_cases, SHARE)
    delayed = scaled(judged_cases, waits)(1.0)
    told: dict[str, object] = {
        "waits": asdict(waits),
        "pauses": {"train": len(learn), "tune": len(tune)},
        "tune": {
            "turns": len(set(judged_cases.turns)),
            "loss_nats": round(loss_of(model, rows(tune, plan.seed)), 4),
            "cut_share": round(delayed.cut_share, 4),
            "mean_delay_s": round(delayed.mean_s, 3),
        },
    }
    return train(plan, rows(found, plan.seed)), told


if __name__ == "__main__":
    main()
