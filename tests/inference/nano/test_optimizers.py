"""Every parameter has exactly one optimiser, and rates follow the factor."""

import pytest
from transformers import LlamaConfig, LlamaForCausalLM

from inference.nano import optimizers


@pytest.fixture
def model() -> LlamaForCausalLM:
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=64, hidden_size=32, intermediate_size=64, num_hidden_layers=1,
            num_attention_heads=1, num_key_value_heads=1, tie_word_embeddings=True,
        )
    )  # fmt: skip


def test_every_parameter_is_in_one_optimiser(model: LlamaForCausalLM) -> None:
    groups = [g for o in optimizers.build(model, 1e-3) for g in o.param_groups]
    held = [id(p) for g in groups for p in g["params"]]
    assert sorted(held) == sorted(id(p) for p in model.parameters())


def test_rates_follow_the_factor(model: LlamaForCausalLM) -> None:
    made = optimizers.build(model, 1e-3)
    optimizers.set_rate(made, 0.5)
    assert [g["lr"] for o in made for g in o.param_groups] == pytest.approx([1e-3, 5e-4])
    optimizers.set_rate(made, 1.0)
    assert [g["lr"] for o in made for g in o.param_groups] == pytest.approx([2e-3, 1e-3])
