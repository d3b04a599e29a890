"""Saves and restores a training run, and exports the finished model.

Knows files and tensors; a half-written file never replaces a whole one.
"""

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from transformers import GenerationConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from inference.nano.batches import Place

STATE_FILE = "state.pt"
SHARD = "14MB"
"""Of exported weights, at most: what the repository takes as one file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is; `elapsed_s` counts training time over all its starts."""

    step: int = 0
    tokens: int = 0
    elapsed_s: float = 0.0
    place: Place = field(default_factory=Place)


def save_state(
    folder: Path,
    model: LlamaForCausalLM,
    optimizers: Sequence[torch.optim.Optimizer],
    progress: Progress,
) -> None:
    """Write model, optimisers and progress; safe against being killed half-way."""
    state = {
        "model": model.state_dict(),
        "optimizers": [optimizer.state_dict() for optimizer in optimizers],
        "progress": json.dumps(asdict(progress)),
    }
    part = folder / (STATE_FILE + ".part")
    torch.save(state, part)
    part.replace(folder / STATE_FILE)


def load_state(
    folder: Path, model: LlamaForCausalLM, optimizers: Sequence[torch.optim.Optimizer]
) -> Progress:
    """Restore a run into model and optimisers; a fresh folder gives the start."""
    path = folder / STATE_FILE
    if not path.exists():
        return Progress()
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    for optimizer, saved in zip(optimizers, state["optimizers"], strict=True):
        optimizer.load_state_dict(saved)
    fields = json.loads(state["progress"])
    return Progress(**{**fields, "place": Place(**fields["place"])})


def _narrow_copy(model: LlamaForCausalLM) -> LlamaForCausalLM:
    copy = LlamaForCausalLM(model.config)
    copy.load_state_dict(model.state_dict())
    torch.nn.Module.to(copy, torch.bfloat16)
    return copy


def export(folder: Path, model: LlamaForCausalLM, tokenizer: PreTrainedTokenizerFast) -> None:
    """Write bf16 weights, configuration and tokenizer; files appear by renaming only."""
    work = folder.with_name(folder.name + ".part")
    shutil.rmtree(work, ignore_errors=True)
    narrow = _narrow_copy(model)
    narrow.generation_config = GenerationConfig(  # type: ignore[no-untyped-call]  # not typed there
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        do_sample=False,
        max_new_tokens=224,
    )
    narrow.save_pretrained(work, max_shard_size=SHARD)
    tokenizer.save_pretrained(work)
    folder.mkdir(parents=True, exist_ok=True)
    for file in sorted(work.iterdir()):
        os.replace(file, folder / file.name)
    work.rmdir()
