"""Finds a checkpoint and reads its config and tensors. Knows files and names, no forward pass.

Only safetensors are read: pickled checkpoints can run code when they are opened.
"""

import json
from pathlib import Path
from typing import Any, TypeVar, overload

import torch
from huggingface_hub import snapshot_download
from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError
from safetensors import SafetensorError, safe_open
from transformers import AutoConfig, PretrainedConfig

from inference.errors import ModelLoadError

SUPPORTED = ("llama", "mistral", "qwen2", "qwen3", "smollm3")
"""`model_type` values that `model.py` computes exactly as transformers does."""

_Default = TypeVar("_Default")
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


class TensorFiles:
    """A checkpoint's tensors by name, without the leading `model.`; each is read when taken.

    So no more than one layer is in memory twice while layers are stacked or quantised.
    """

    def __init__(self, folder: Path, *, device: torch.device, dtype: torch.dtype) -> None:
        """Opens every shard. Raises ModelLoadError."""
        self._folder, self._dtype = folder.name, dtype
        self._places: dict[str, tuple[safe_open, str]] = {}
        shards = sorted(folder.glob("*.safetensors"))
        if not shards:
            raise ModelLoadError(f"no *.safetensors file in {folder.name}")
        try:
            for shard in shards:
                opened = safe_open(shard, framework="pt", device=str(device))
                names = opened.keys()  # type: ignore[no-untyped-call]  # untyped package
                for name in names:
                    self._places[name.removeprefix("model.")] = (opened, name)
        except (SafetensorError, OSError) as error:
            raise self._corrupt(error) from error

    def __len__(self) -> int:
        """How many were not taken."""
        return len(self._places)

    def __contains__(self, name: str) -> bool:
        """Whether it is there to be taken."""
        return name in self._places

    @overload
    def pop(self, name: str, /) -> torch.Tensor: ...
    @overload
    def pop(self, name: str, default: _Default, /) -> torch.Tensor | _Default: ...
    def pop(self, name: str, /, *default: _Default) -> torch.Tensor | _Default:
        """Read a tensor on the asked device in the asked type, as `dict.pop` would give it.

        Raises ModelLoadError where its file cannot be read.
        """
        if default and name not in self._places:
            return default[0]
        shard, stored = self._places.pop(name)
        try:
            tensor: torch.Tensor = shard.get_tensor(stored)  # type: ignore[no-untyped-call]
        except (SafetensorError, OSError) as error:
            raise self._corrupt(error) from error
        return tensor.to(self._dtype)

    def _corrupt(self, error: Exception) -> ModelLoadError:
        return ModelLoadError(f"weights in {self._folder} are corrupt: {error}")
