"""Rotary position tables (RoFormer, arXiv:2104.09864) in the variants that a config may name.

Knows angles, not attention. The formulas of the scaled variants are transformers' own.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from transformers import PretrainedConfig
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS

from inference.errors import ModelLoadError

_FIXED = ("linear", "llama3", "yarn")
"""Scaled variants whose angles do not depend on the length of the sequence."""


@dataclass(frozen=True, slots=True)
class Rope:
    """cos and sin, both [positions, head_dim] in the model's dtype."""

    cos: Tensor
    sin: Tensor

    def at(self, positions: Tensor) -> tuple[Tensor, Tensor]:
        """positions int64 [rows, n] -> cos and sin, each [rows, n, 1, head_dim]."""
        return self.cos[positions].unsqueeze(2), self.sin[positions].unsqueeze(2)


def build_rope(config: PretrainedConfig, *, positions: int, like: Tensor) -> Rope:
    """Tables for `positions` positions on the device and in the dtype of `like`.

    Raises ModelLoadError for variants whose angles change with the length.
    """
    frequencies, scale = _frequencies(config)
    angles = torch.outer(torch.arange(positions).float(), frequencies.float().cpu())
    both = torch.cat((angles, angles), dim=-1)
    return Rope((both.cos() * scale).to(like), (both.sin() * scale).to(like))


def _frequencies(config: PretrainedConfig) -> tuple[Tensor, float]:
    parameters = config.rope_parameters
    kind = parameters["rope_type"]
    if parameters.get("partial_rotary_factor", 1.0) != 1.0:
        raise ModelLoadError("partial rotary embeddings are not supported")
    if kind in _FIXED:
        return ROPE_INIT_FUNCTIONS[kind](config)
    if kind != "default":
        raise ModelLoadError(f"rope type {kind!r} is not supported; supported: default, {_FIXED}")
    width = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    exponents = torch.arange(0, width, 2, dtype=torch.float) / width
    return 1.0 / parameters["rope_theta"] ** exponents, 1.0


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotate x [rows, n, heads, head_dim]; halves are paired, as in Llama checkpoints."""
    rotated = x * cos
    (low, high), half_sin = x.chunk(2, dim=-1), sin.chunk(2, dim=-1)[0]
    first, second = rotated.chunk(2, dim=-1)
    first.addcmul_(high, half_sin, value=-1)
    second.addcmul_(low, half_sin)
    return rotated
