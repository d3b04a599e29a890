"""Checkpoints come back whole, and the exported folder is never half new."""

from pathlib import Path

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaForCausalLM

from inference.nano import optimizers, weights_dir
from inference.nano.batches import Place
from inference.nano.checkpoint import Progress, export, load_state, save_state
from inference.nano.shape import nano_config


@pytest.fixture
def model() -> LlamaForCausalLM:
    tokenizer = AutoTokenizer.from_pretrained(weights_dir())
    return LlamaForCausalLM(nano_config(tokenizer, hidden=64, layers=1))


def test_an_empty_folder_is_the_start(tmp_path: Path, model: LlamaForCausalLM) -> None:
    assert load_state(tmp_path, model, optimizers.build(model, 1e-3)) == Progress()


def test_state_comes_back(tmp_path: Path, model: LlamaForCausalLM) -> None:
    made = optimizers.build(model, 1e-3)
    progress = Progress(step=3, tokens=99, elapsed_s=1.5, place=Place(shard=2, batch=7))
    save_state(tmp_path, model, made, progress)
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
    assert load_state(tmp_path, model, made) == progress
    assert all(torch.equal(before[name], tensor) for name, tensor in model.state_dict().items())
    assert not (tmp_path / "state.pt.part").exists()


def test_export_loads_and_replaces_an_older_one(tmp_path: Path, model: LlamaForCausalLM) -> None:
    tokenizer = AutoTokenizer.from_pretrained(weights_dir())
    folder = tmp_path / "model"
    export(folder, model, tokenizer)
    export(folder, model, tokenizer)
    loaded = AutoModelForCausalLM.from_pretrained(folder)
    assert loaded.dtype == torch.bfloat16
    assert model.dtype == torch.float32
    assert loaded.generation_config.eos_token_id == tokenizer.eos_token_id
    assert not folder.with_name("model.part").exists()
