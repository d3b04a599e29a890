"""Adapter folders by immutable name, proved before another engine may load them.

`<opaque student>-v<N>-<sha8>`: the last part is how the SHA-256 of `adapter_model.safetensors`
begins, so a file that was cut short, mixed up or replaced by mistake is not served under the
name; eight digits are no seal against somebody who may write there. Whose adapter it is and who
may speak with it, only the tutor server knows: engines serve the names that it asks for. Reads
files; imports no model library.
"""

import hashlib
import json
import re
from pathlib import Path, PurePosixPath

from inference.errors import AdapterLoadError

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._]*(?:-[A-Za-z0-9._]+)*-v[0-9]+-([0-9a-f]{8})")
MAX_NAME = 128
CONFIG, WEIGHTS = "adapter_config.json", "adapter_model.safetensors"
MAX_CONFIG_BYTES = 1 << 20


class AdapterFiles:
    """One folder with a PEFT folder per adapter. Blocking."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def find(self, name: str, *, model: str) -> Path | None:
        """The adapter's folder, proved; None when there is none of that name. Raises
        AdapterLoadError when there is one that must not be served with `model`."""
        match = NAME.fullmatch(name) if len(name) <= MAX_NAME else None
        folder = self._folder / name
        if match is None or not folder.is_dir():
            return None
        if folder.resolve() != folder:
            raise AdapterLoadError(f"adapter {name!r} is a link to another place")
        _check_config(_config(folder, name), name, model)
        if not _digest(folder / WEIGHTS, name).startswith(match[1]):
            raise AdapterLoadError(f"the weights of adapter {name!r} are not those of its name")
        return folder

    def number(self, name: str) -> int:
        """A positive number below 2^63 for a name, the same in every process."""
        return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") >> 1 or 1


def _config(folder: Path, name: str) -> dict[str, object]:
    try:
        with (folder / CONFIG).open("rb") as file:
            config = json.loads(file.read(MAX_CONFIG_BYTES))
    except (OSError, ValueError, RecursionError) as error:
        raise AdapterLoadError(f"adapter {name!r} has no readable {CONFIG}") from error
    if not isinstance(config, dict):
        raise AdapterLoadError(f"adapter {name!r} has no readable {CONFIG}")
    return config


def _check_config(config: dict[str, object], name: str, model: str) -> None:
    if config.get("peft_type") != "LORA":
        raise AdapterLoadError(f"adapter {name!r} is not LoRA")
    made_for = config.get("base_model_name_or_path")
    # A model's folder lies elsewhere on each machine; its own name is the last part.
    if not isinstance(made_for, str) or _last(made_for) != _last(model):
        raise AdapterLoadError(f"adapter {name!r} was made for {made_for!r}, not for {model!r}")


def _last(model: str) -> str:
    return PurePosixPath(model).name


def _digest(path: Path, name: str) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise AdapterLoadError(f"adapter {name!r} has no readable {WEIGHTS}") from error
