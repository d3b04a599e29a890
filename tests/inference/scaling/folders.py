"""Adapter folders that look like PEFT's, without weights that compute anything."""

import hashlib
import json
from pathlib import Path


def adapter_folder(home: Path, student: str, *, data: bytes = b"weights", **config: object) -> str:
    """Writes one and returns the name that its weights give it."""
    name = f"{student}-v1-{hashlib.sha256(data).hexdigest()[:8]}"
    folder = home / name
    folder.mkdir(parents=True)
    said = {"peft_type": "LORA", "base_model_name_or_path": "org/base"} | config
    (folder / "adapter_config.json").write_text(json.dumps(said))
    (folder / "adapter_model.safetensors").write_bytes(data)
    return name
