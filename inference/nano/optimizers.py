"""The optimisers of a run: Muon for the weight matrices, AdamW for embedding and norms.

Knows which parameter goes where; the rate over time is in schedule.py. Muon makes each matrix
update orthogonal (Jordan 2024; Liu et al. 2025, "Muon is scalable for LLM training", whose
scaling lets it share AdamW's rates).
"""

from collections.abc import Sequence

import torch
from transformers import LlamaForCausalLM

MUON_GAIN = 2.0
"""Muon's peak rate as a multiple of AdamW's."""


def build(model: LlamaForCausalLM, peak_rate: float) -> list[torch.optim.Optimizer]:
    """Return the optimisers; each group carries its own peak rate as `peak`."""
    matrices = [p for p in model.model.layers.parameters() if p.dim() == 2]
    ours = {id(p) for p in matrices}
    others = [p for p in model.parameters() if id(p) not in ours]
    muon = torch.optim.Muon(
        matrices, lr=peak_rate * MUON_GAIN, weight_decay=0.05, adjust_lr_fn="match_rms_adamw"
    )
    adam = torch.optim.AdamW(others, lr=peak_rate, betas=(0.9, 0.95), weight_decay=0.0, fused=True)
    optimizers: list[torch.optim.Optimizer] = [muon, adam]
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["peak"] = group["lr"]
    return optimizers


def set_rate(optimizers: Sequence[torch.optim.Optimizer], factor: float) -> None:
    """Set every rate to its peak times `factor`."""
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * factor
