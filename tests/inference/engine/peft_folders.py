"""Builders of PEFT adapters for tiny checkpoints, made and saved by PEFT itself."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import LlamaForCausalLM

ATTENTION = ("q_proj", "k_proj", "v_proj", "o_proj")
ALL = (*ATTENTION, "gate_proj", "up_proj", "down_proj")


@contextmanager
def peft_of_today() -> Iterator[None]:
    """peft 0.21 asks transformers 5 for an attribute by its old name."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "`is_gradient_checkpointing` is deprecated")
        yield


def save_adapter(
    base: Path,
    folder: Path,
    *,
    seed: int,
    rank: int = 4,
    targets: tuple[str, ...] = ALL,
) -> Path:
    """A random adapter that changes the base model's words; returns its folder."""
    model = LlamaForCausalLM.from_pretrained(base)
    config = LoraConfig(r=rank, lora_alpha=2 * rank, target_modules=list(targets), bias="none")
    with peft_of_today():
        adapted = get_peft_model(model, config)
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, weight in adapted.named_parameters():
            if "lora_" in name:
                weight.copy_(torch.randn(weight.shape, generator=generator) * 0.25)
    adapted.save_pretrained(folder)
    return folder


def peft_reply(base: Path, folder: Path | None, ids: torch.Tensor, count: int) -> list[int]:
    """Greedy tokens of PEFT with one adapter, or of the base model, for ids [1, n]."""
    model = LlamaForCausalLM.from_pretrained(base)
    if folder is not None:
        with peft_of_today():
            model = PeftModel.from_pretrained(model, folder)
    model.eval()
    whole = model.generate(
        input_ids=ids, attention_mask=torch.ones_like(ids), max_new_tokens=count, do_sample=False
    )
    return [int(token) for token in whole[0, ids.shape[1] :]]
