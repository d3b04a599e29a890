"""The mean of two models lies between them; models of other shapes are refused."""

from pathlib import Path

import pytest
import torch
from transformers import AutoTokenizer, LlamaForCausalLM

from inference.nano import weights_dir
from inference.nano.checkpoint import export
from inference.nano.mean import main, mean_of
from inference.nano.shape import nano_config


def model(seed: int, hidden: int = 64) -> LlamaForCausalLM:
    torch.manual_seed(seed)
    tokenizer = AutoTokenizer.from_pretrained(weights_dir())
    return LlamaForCausalLM(nano_config(tokenizer, hidden=hidden, layers=1))


def test_the_command_writes_the_mean(tmp_path: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(weights_dir())
    made = [model(1), model(2)]
    for number, one in enumerate(made):
        export(tmp_path / str(number), one, tokenizer)
    main(["--of", str(tmp_path / "0"), "--of", str(tmp_path / "1"), "--out", str(tmp_path / "m")])
    mean = LlamaForCausalLM.from_pretrained(tmp_path / "m", dtype=torch.float32).state_dict()
    first, second = (one.state_dict() for one in made)
    for name, tensor in mean.items():
        assert torch.allclose(tensor, (first[name] + second[name]) / 2, atol=2e-2)
    assert (tmp_path / "m" / "tokenizer.json").exists()


def test_other_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="differ"):
        mean_of([model(1), model(1, hidden=128)])
