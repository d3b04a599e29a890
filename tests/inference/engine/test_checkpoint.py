"""Checkpoints that are missing, foreign or broken are refused in plain words."""

import json
import shutil
from pathlib import Path

import pytest
import torch
from transformers import GPT2Config

from inference.engine.checkpoint import TensorFiles, locate, read_config, read_eos
from inference.errors import ModelLoadError

CPU = torch.device("cpu")


def test_a_missing_folder_is_not_looked_up_on_the_hub() -> None:
    with pytest.raises(ModelLoadError, match="no such model folder"):
        locate("/nowhere/at/all")


def test_a_bad_hub_name_is_a_load_error() -> None:
    with pytest.raises(ModelLoadError, match="not on disk"):
        locate("not a name!!")


def test_other_architectures_are_refused_naming_the_supported_ones(tmp_path: Path) -> None:
    GPT2Config().save_pretrained(tmp_path)
    with pytest.raises(ModelLoadError, match=r"gpt2.*llama, mistral, qwen2, qwen3"):
        read_config(tmp_path)


def test_a_folder_without_config(tmp_path: Path) -> None:
    with pytest.raises(ModelLoadError, match="config"):
        read_config(tmp_path)


def test_a_folder_without_weights(tmp_path: Path) -> None:
    with pytest.raises(ModelLoadError, match="safetensors"):
        TensorFiles(tmp_path, device=CPU, dtype=torch.float32)


def test_truncated_weights(tiny: Path, tmp_path: Path) -> None:
    data = (tiny / "model.safetensors").read_bytes()
    (tmp_path / "model.safetensors").write_bytes(data[: len(data) // 2])
    with pytest.raises(ModelLoadError, match="corrupt"):
        TensorFiles(tmp_path, device=CPU, dtype=torch.float32)


def test_weights_come_in_the_asked_type_from_all_shards(tiny: Path) -> None:
    tensors = TensorFiles(tiny, device=CPU, dtype=torch.bfloat16)
    assert tensors.pop("embed_tokens.weight").dtype is torch.bfloat16
    assert "layers.1.mlp.down_proj.weight" in tensors


def test_each_tensor_is_taken_once(tiny: Path) -> None:
    tensors = TensorFiles(tiny, device=CPU, dtype=torch.float32)
    before = len(tensors)
    assert tensors.pop("norm.weight", None) is not None
    assert len(tensors) == before - 1
    assert tensors.pop("norm.weight", None) is None
    with pytest.raises(KeyError, match=r"norm\.weight"):
        tensors.pop("norm.weight")


def test_end_tokens_of_both_files_count(tiny: Path, tmp_path: Path) -> None:
    shutil.copy(tiny / "config.json", tmp_path)
    (tmp_path / "generation_config.json").write_text(json.dumps({"eos_token_id": [7, 9]}))
    assert read_eos(tmp_path, read_config(tmp_path)) == {5, 7, 9}
