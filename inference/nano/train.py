"""Trains the nano model from scratch: `python -m inference.nano.train --out DIR`.

Knows the loop, its log and its flags; data, shape, schedule and files are in their own modules.
A run that was killed goes on from its last checkpoint when started again with the same flags.
"""

import argparse
import json
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import cast

import numpy as np
import torch
from torch.nn.functional import cross_entropy
from transformers import LlamaForCausalLM, PreTrainedTokenizerFast
from transformers.modeling_outputs import BaseModelOutputWithPast

from inference.nano import optimizers
from inference.nano.batches import Batch, Place, training_batches
from inference.nano.checkpoint import Progress, export, load_state, save_state
from inference.nano.dialogues import stream
from inference.nano.encoded import encoded_batches, prepared_tokenizer
from inference.nano.encoded import read as read_encoded
from inference.nano.grounded import SHARE, read
from inference.nano.schedule import progress_of, rate_factor
from inference.nano.shape import nano_config, parameters
from inference.nano.skills import SKILLS
from inference.nano.split import Split
from inference.nano.tokenizer import TOKENIZER_CONVERSATIONS, VOCABULARY

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to train: `token_goal` and `limit_s` end the run, whichever comes first."""

    out: Path
    token_goal: int
    limit_s: float
    seed: int = 1
    hidden: int = 320
    layers: int = 7
    peak_rate: float = 3e-3
    batch_tokens: int = 8192
    shard_size: int = 4096
    save_every_s: float = 60.0
    compiled: bool = False
    """Fuse the kernels with torch.compile: 1.8 times faster, needs a C++ compiler."""
    init: Path | None = None
    """A model folder to start from instead of random weights."""
    grounded: Path | None = None
    """Conversations on passages of lessons, mixed into the generated ones."""
    grounded_share: float = SHARE
    drill: tuple[str, ...] = ()
    """Skills that come more often in what is generated (dialogues.DRILL_SHARE)."""
    encoded: tuple[Path, ...] = ()
    """Files of `inference.nano.encoded` to learn from instead of text made on the way."""
    tokenizer: Path | None = None
    """Folder of the tokenizer they were encoded with."""
    device: str = "cpu"
    """`cpu` or `cuda`."""


def prepare_tokenizer(plan: Plan) -> PreTrainedTokenizerFast:
    """Load the run's tokenizer, or train one on generated text and keep it."""
    folder = plan.tokenizer or plan.init or plan.out / "model"
    count = min(TOKENIZER_CONVERSATIONS, plan.shard_size * 10)
    conversations = islice(stream(plan.seed, Split.TRAIN), count)
    return prepared_tokenizer(folder, conversations, vocabulary=VOCABULARY)


def loss_of(
    model: LlamaForCausalLM, batch: Batch, body: Callable[..., BaseModelOutputWithPast]
) -> torch.Tensor:
    """Return the mean cross-entropy over the taught tokens only; `body` is `model.model`.

    Rows are padded on the right, so causal attention needs no mask where a row is one
    conversation; the output layer runs on the taught positions alone, about half of all.
    """
    device = model.device
    ids = torch.from_numpy(batch.ids).to(device)
    # Places are counted here: a mask on the GPU would make every step wait for its length.
    chosen = torch.from_numpy(np.flatnonzero(batch.taught[:, 1:])).to(device)
    out = body(input_ids=ids[:, :-1], use_cache=False, **_apart(batch, device))
    hidden = cast(torch.Tensor, out.last_hidden_state)
    logits = model.lm_head(hidden.flatten(0, 1)[chosen])
    return cross_entropy(logits.float(), ids[:, 1:].flatten()[chosen])


def _apart(batch: Batch, device: torch.device) -> dict[str, torch.Tensor]:
    """What keeps a row's conversations apart: each sees itself alone and counts from 0."""
    if batch.document is None:
        return {}
    document = torch.from_numpy(batch.document[:, :-1]).to(device)
    width = torch.arange(document.shape[1], device=device)
    begins = torch.ones_like(document, dtype=torch.bool)
    begins[:, 1:] = document[:, 1:] != document[:, :-1]
    first = torch.where(begins, width, 0).cummax(dim=1).values
    same = document[:, None, :, None] == document[:, None, None, :]
    return {
        "attention_mask": same & (width[:, None] >= width[None, :]),
        "position_ids": width - first,
    }


def build_model(plan: Plan, tokenizer: PreTrainedTokenizerFast) -> LlamaForCausalLM:
    """Return the model to train: fresh and seeded, or from the plan's `init` folder."""
    torch.manual_seed(plan.seed)
    if plan.init is not None:
        made = LlamaForCausalLM.from_pretrained(plan.init, dtype=torch.float32)
    else:
        made = LlamaForCausalLM(nano_config(tokenizer, hidden=plan.hidden, layers=plan.layers))
    torch.nn.Module.to(made, plan.device)
    return made


class Run:
    """One training run: holds model, optimiser and progress, and goes batch by batch."""

    def __init__(self, plan: Plan, clock: Callable[[], float] = time.monotonic) -> None:
        plan.out.mkdir(parents=True, exist_ok=True)
        self.plan = plan
        self.tokenizer = prepare_tokenizer(plan)
        self.model = build_model(plan, self.tokenizer)
        self.optimizers = optimizers.build(self.model, plan.peak_rate)
        self.progress = load_state(plan.out, self.model, self.optimizers)
        if plan.device == "cpu" and not plan.encoded:
            # There the flash kernel's backward pass takes 23% of a step; plain is faster.
            self.model.set_attn_implementation("eager")
        body = self.model.model
        self._body = torch.compile(body, dynamic=not plan.encoded) if plan.compiled else body
        self._grounded = read(plan.grounded) if plan.grounded else ()
        self._clock = clock
        self._tick = clock()
        self._saved_s = self.progress.elapsed_s

    @property
    def share(self) -> float:
        """How much of the run is done, 0 to 1."""
        return progress_of(
            tokens=self.progress.tokens,
            token_goal=self.plan.token_goal,
            elapsed_s=self.progress.elapsed_s,
            limit_s=self.plan.limit_s,
        )

    @property
    def rate_factor(self) -> float:
        """Of the next step, 0 to 1."""
        return rate_factor(self.share, self.progress.step)

    def step(self, batch: Batch, place: Place) -> torch.Tensor:
        """Learn from one batch; return its loss in nats per taught token, on its device."""
        optimizers.set_rate(self.optimizers, self.rate_factor)
        with torch.autocast(self.plan.device, dtype=torch.bfloat16):
            loss = loss_of(self.model, batch, self._body)
        self.model.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
        now = self._clock()
        self.progress = Progress(
            step=self.progress.step + 1,
            tokens=self.progress.tokens + int(batch.ids.size),
            elapsed_s=self.progress.elapsed_s + now - self._tick,
            place=place,
        )
        self._tick = now
        return loss.detach()

    def log(self, loss: float) -> None:
        """Append a line to the run's JSONL log."""
        line = {
            "step": self.progress.step,
            "tokens": self.progress.tokens,
            "elapsed_s": round(self.progress.elapsed_s, 1),
            "loss": round(loss, 4),
            "rate_factor": round(self.rate_factor, 4),
        }
        with (self.plan.out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def save(self) -> None:
        """Write the checkpoint and the model folder."""
        save_state(self.plan.out, self.model, self.optimizers, self.progress)
        export(self.plan.out / "model", self.model, self.tokenizer)
        self._saved_s = self.progress.elapsed_s

    def go(self, *, steps: int | None = None) -> None:
        """Train until the plan's end, or for `steps` batches, saving now and then."""
        self.model.train()
        plan = self.plan
        for batch, place in islice(self._batches(), steps):
            loss = self.step(batch, place)
            if self.progress.step % 10 == 0:
                self.log(float(loss))
            if self.progress.elapsed_s - self._saved_s > plan.save_every_s:
                self.save()
            if self.share >= 1.0:
                break
        self.save()

    def _batches(self) -> Iterator[tuple[Batch, Place]]:
        plan, start = self.plan, self.progress.place
        if plan.encoded:
            return encoded_batches(
                read_encoded(plan.encoded), self.tokenizer, start,
                seed=plan.seed, size=plan.shard_size, budget=plan.batch_tokens,
            )  # fmt: skip
        return training_batches(
            self.tokenizer, start,
            seed=plan.seed, size=plan.shard_size, budget=plan.batch_tokens,
            grounded=self._grounded, share=plan.grounded_share, drill=plan.drill,
        )  # fmt: skip


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m inference.nano.train", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--tokens", type=int, default=25_000_000, help="stop after so many tokens")
    parser.add_argument("--minutes", type=float, default=60.0, help="stop after so many minutes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=3e-3, help="peak learning rate")
    parser.add_argument("--batch-tokens", type=int, default=8192)
    parser.add_argument("--shard-size", type=int, default=4096, help="conversations of a shard")
    parser.add_argument("--hidden", type=int, default=320)
    parser.add_argument("--layers", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--compile", action="store_true", help="fuse kernels (needs g++)")
    parser.add_argument("--init", type=Path, help="model folder to go on from")
    parser.add_argument(
        "--grounded", type=Path, help="file of tutor_server.modules.lessons.dialogues.write"
    )
    parser.add_argument("--grounded-share", type=float, default=SHARE, help="of conversations")
    parser.add_argument("--drill", action="append", choices=sorted(SKILLS), help="more of a skill")
    parser.add_argument("--encoded", type=Path, action="append", help="inference.nano.encoded's")
    parser.add_argument("--tokenizer", type=Path, help="folder of their tokenizer")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line."""
    flags = _arguments(argv)
    logging.basicConfig(level=logging.INFO)
    torch.set_num_threads(flags.threads)
    plan = Plan(
        out=flags.out,
        token_goal=flags.tokens,
        limit_s=flags.minutes * 60,
        seed=flags.seed,
        peak_rate=flags.rate,
        batch_tokens=flags.batch_tokens,
        shard_size=flags.shard_size,
        hidden=flags.hidden,
        layers=flags.layers,
        compiled=flags.compile,
        init=flags.init,
        grounded=flags.grounded,
        grounded_share=flags.grounded_share,
        drill=tuple(flags.drill or ()),
        encoded=tuple(flags.encoded or ()),
        tokenizer=flags.tokenizer,
        device=flags.device,
    )
    run = Run(plan)
    logger.info("training nano", extra={"parameters": parameters(run.model)})
    run.go()


if __name__ == "__main__":
    main()
