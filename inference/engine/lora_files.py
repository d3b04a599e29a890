"""Reads PEFT adapter folders (`adapter_config.json`, `adapter_model.safetensors`). Knows files and
names; knows no bank.

Only plain LoRA (Hu et al. 2021, arXiv:2106.09685) on attention and MLP projections is read, so
that what is computed here is what PEFT computes; everything else is refused by name.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from inference.errors import AdapterLoadError

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
"""Adapter names are immutable; a file name of one is safe in any folder."""
_KEY = re.compile(
    r"base_model\.model\.model\.layers\.(\d+)\.(?:self_attn|mlp)\.(\w+)_proj\.lora_([AB])\.weight"
)
_PLAIN: Mapping[str, tuple[object, ...]] = {
    "peft_type": ("LORA",),
    "bias": ("none",),
    "use_dora": (None, False),
    "modules_to_save": (None, []),
    "rank_pattern": (None, {}),
    "alpha_pattern": (None, {}),
    "layer_replication": (None,),
    "fan_in_fan_out": (None, False),
}
"""Settings that change the computation, with the values that are plain LoRA."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """One adapted projection; scaling is folded into `down`."""

    down: Tensor
    """float32 [rank, in]."""
    up: Tensor
    """float32 [out, rank]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdapterWeights:
    """An adapter in memory."""

    name: str
    rank: int
    projections: Mapping[tuple[int, str], Projection]
    """By layer and projection: `q`, `k`, `v`, `o`, `gate`, `up`, `down`."""

    @property
    def size_bytes(self) -> int:
        """Memory that it takes."""
        pairs = self.projections.values()
        return sum(p.down.nbytes + p.up.nbytes for p in pairs)


def read_adapter(folder: Path, name: str) -> AdapterWeights:
    """Read one adapter. Raises AdapterLoadError saying what is wrong with it."""
    try:
        config = json.loads((folder / "adapter_config.json").read_text("utf-8"))
        tensors = load_file(folder / "adapter_model.safetensors")
    except FileNotFoundError as error:
        raise AdapterLoadError(f"adapter {name!r} is not here") from error
    except (OSError, ValueError, SafetensorError) as error:
        raise AdapterLoadError(f"the files of adapter {name!r} are corrupt") from error
    scale = _scale(config, name)
    return AdapterWeights(
        name=name, rank=int(config["r"]), projections=_projections(tensors, scale, name)
    )


def _scale(config: Mapping[str, object], name: str) -> float:
    for setting, plain in _PLAIN.items():
        if config.get(setting) not in plain:
            raise AdapterLoadError(f"adapter {name!r}: {setting} is not supported")
    rank, alpha = config.get("r"), config.get("lora_alpha")
    if not isinstance(rank, int) or rank < 1 or not isinstance(alpha, int | float):
        raise AdapterLoadError(f"adapter {name!r} has no usable rank and alpha")
    return float(alpha) / (rank**0.5 if config.get("use_rslora") else rank)


def _projections(
    tensors: Mapping[str, Tensor], scale: float, name: str
) -> dict[tuple[int, str], Projection]:
    halves: dict[tuple[int, str], dict[str, Tensor]] = {}
    for key, tensor in tensors.items():
        match = _KEY.fullmatch(key)
        if match is None:
            raise AdapterLoadError(f"adapter {name!r} changes {key}, which is not supported")
        place = (int(match[1]), match[2])
        halves.setdefault(place, {})[match[3]] = tensor.to(torch.float32)
    found = {}
    for place, pair in halves.items():
        if set(pair) != {"A", "B"} or pair["A"].shape[0] != pair["B"].shape[1]:
            raise AdapterLoadError(f"adapter {name!r} is incomplete at layer {place[0]}")
        found[place] = Projection(down=pair["A"] * scale, up=pair["B"])
    if not found:
        raise AdapterLoadError(f"adapter {name!r} holds no weights")
    return found
