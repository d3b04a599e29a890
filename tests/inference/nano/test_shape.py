"""The shape is a Llama of ten million parameters."""

from transformers import AutoConfig, AutoTokenizer, LlamaForCausalLM

from inference.nano import weights_dir
from inference.nano.shape import nano_config, parameters


def test_the_default_shape_has_ten_million_parameters() -> None:
    config = nano_config(AutoTokenizer.from_pretrained(weights_dir()))
    assert 10_000_000 <= parameters(LlamaForCausalLM(config)) < 10_500_000
    assert config.tie_word_embeddings
    assert config.max_position_embeddings == 1024


def test_the_shipped_configuration_is_the_default_shape() -> None:
    shipped = AutoConfig.from_pretrained(weights_dir())
    made = nano_config(AutoTokenizer.from_pretrained(weights_dir()))
    for name in ("hidden_size", "num_hidden_layers", "vocab_size", "eos_token_id", "bos_token_id"):
        assert getattr(shipped, name) == getattr(made, name)
