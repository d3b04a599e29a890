"""Finds a checkpoint and reads its config and tensors. Knows files and names, no forward pass.

Only safetensors are read: pickled checkpoints can run code when they are opened.
"""

import json
from pathlib import Path
from typing import Any

import torch
from huggingface_hub import snapshot_download
from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError
from safetensors import SafetensorError, safe_open
from transformers import AutoConfig, PretrainedConfig

from inference.errors import ModelLoadError

SUPPORTED = ("llama", "mistral", "qwen2", "qwen3", "smollm3")
"""`model_type` values that `model.py` computes exactly as transformers does."""

_FILES = ("*.json", "*.safetensors", "*.jinja", "tokenizer.model", "*.txt")


def locate(name: str) -> Path:
    """The folder of a checkpoint: `name` itself, or the hub's snapshot of it.

    Raises ModelLoadError when it is neither on disk nor reachable.
    """
    if Path(name).is_dir():
        return Path(name)
    if name.startswith(("/", ".", "~")):
        raise ModelLoadError(f"no such model folder: {name}")
    try:
        return Path(snapshot_download(name, allow_patterns=list(_FILES)))
    except (HFValidationError, HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise ModelLoadError(f"model {name!r} is not on disk and cannot be fetched") from error


def read_config(folder: Path) -> PretrainedConfig:
    """The checkpoint's config. Raises ModelLoadError when it is not a Llama-family model."""
    try:
        config: PretrainedConfig = AutoConfig.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise ModelLoadError(f"cannot read config.json in {folder.name}") from error
    if config.model_type not in SUPPORTED:
        known = ", ".join(SUPPORTED)
        raise ModelLoadError(
            f"architecture {config.model_type!r} is not supported; supported: {known}"
        )
    return config


def read_eos(folder: Path, config: PretrainedConfig) -> frozenset[int]:
    """Token ids that end a reply, from generation_config.json and config.json."""
    found: set[int] = set()
    generation = folder / "generation_config.json"
    sources: list[Any] = [config.eos_token_id]
    if generation.is_file():
        sources.append(json.loads(generation.read_text()).get("eos_token_id"))
    for value in sources:
        found.update(value if isinstance(value, list) else [] if value is None else [value])
    return frozenset(found)


def read_tensors(
    folder: Path, *, device: torch.device, dtype: torch.dtype
) -> dict[str, torch.Tensor]:
    """All tensors by name without the leading `model.`; raises ModelLoadError."""
    shards = sorted(folder.glob("*.safetensors"))
    if not shards:
        raise ModelLoadError(f"no *.safetensors file in {folder.name}")
    tensors: dict[str, torch.Tensor] = {}
    try:
        for shard in shards:
            with safe_open(shard, framework="pt", device=str(device)) as opened:
                for name in opened.keys():  # noqa: SIM118 - not a dict, it has no __iter__
                    tensors[name.removeprefix("model.")] = opened.get_tensor(name).to(dtype)
    except (SafetensorError, OSError) as error:
        raise ModelLoadError(f"weights in {folder.name} are corrupt: {error}") from error
    return tensors
