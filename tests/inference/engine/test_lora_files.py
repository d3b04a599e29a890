"""PEFT folders are read as PEFT means them, and refused by name when they mean more."""

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from inference.engine.lora_files import NAME, read_adapter
from inference.errors import AdapterLoadError
from tests.inference.engine.peft_folders import ATTENTION, save_adapter


def change(folder: Path, **settings: object) -> None:
    path = folder / "adapter_config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | settings))


def test_scaling_is_folded_in(tiny: Path, tmp_path: Path) -> None:
    folder = save_adapter(tiny, tmp_path / "a", seed=1, rank=4, targets=ATTENTION)
    weights = read_adapter(folder, "a")
    raw = load_file(folder / "adapter_model.safetensors")
    down = raw["base_model.model.model.layers.1.self_attn.q_proj.lora_A.weight"]
    assert weights.rank == 4
    assert torch.equal(weights.projections[1, "q"].down, down * 2)
    assert {part for _, part in weights.projections} == {"q", "k", "v", "o"}
    change(folder, use_rslora=True)
    assert torch.equal(read_adapter(folder, "a").projections[1, "q"].down, down * 4)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("use_dora", True),
        ("bias", "all"),
        ("modules_to_save", ["lm_head"]),
        ("rank_pattern", {"q_proj": 2}),
        ("peft_type", "IA3"),
        ("r", 0),
        ("lora_alpha", None),
    ],
)
def test_what_is_computed_otherwise_is_refused(
    tiny: Path, tmp_path: Path, setting: str, value: object
) -> None:
    folder = save_adapter(tiny, tmp_path / "a", seed=1)
    change(folder, **{setting: value})
    with pytest.raises(AdapterLoadError):
        read_adapter(folder, "a")


def test_missing_corrupt_and_incomplete_files(tiny: Path, tmp_path: Path) -> None:
    with pytest.raises(AdapterLoadError, match="not here"):
        read_adapter(tmp_path / "nowhere", "nowhere")
    folder = save_adapter(tiny, tmp_path / "a", seed=1)
    path = folder / "adapter_model.safetensors"
    whole = load_file(path)
    first = next(iter(whole))
    save_file({name: t for name, t in whole.items() if name != first}, path)
    with pytest.raises(AdapterLoadError, match="incomplete"):
        read_adapter(folder, "a")
    save_file(whole | {"base_model.model.lm_head.lora_A.weight": torch.zeros(2, 2)}, path)
    with pytest.raises(AdapterLoadError, match="lm_head"):
        read_adapter(folder, "a")
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(AdapterLoadError, match="corrupt"):
        read_adapter(folder, "a")


@pytest.mark.parametrize("name", ["../../etc", "a/b", "", ".hidden", "a" * 200, "a\n"])
def test_no_name_leaves_the_folder(name: str) -> None:
    assert NAME.fullmatch(name) is None
