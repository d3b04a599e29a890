"""The decoder computes what transformers computes, whatever shares its batch."""

from pathlib import Path

import pytest
import torch
from transformers import (
    LlamaConfig,
    MistralConfig,
    PretrainedConfig,
    Qwen2Config,
    Qwen3Config,
    SmolLM3Config,
)

from inference.engine.cache import SlotCache
from inference.engine.checkpoint import TensorFiles, read_config
from inference.engine.model import Decoder
from inference.errors import ModelLoadError
from tests.inference.engine.tiny import save_model

BASE = {
    "vocab_size": 300,
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 4,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 256,
    "initializer_range": 0.2,
    "bos_token_id": None,
    "eos_token_id": None,
    "pad_token_id": None,
}
LLAMA3 = {
    "rope_type": "llama3",
    "rope_theta": 1e4,
    "factor": 8.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 64,
}
YARN = {
    "rope_type": "yarn",
    "rope_theta": 1e4,
    "factor": 4.0,
    "original_max_position_embeddings": 64,
}
CONFIGS: dict[str, PretrainedConfig] = {
    "llama, tied, all biases": LlamaConfig(
        **BASE, tie_word_embeddings=True, attention_bias=True, mlp_bias=True
    ),
    "llama3 rope": LlamaConfig(**BASE, rope_parameters=LLAMA3),
    "yarn rope": LlamaConfig(**BASE, rope_parameters=YARN),
    "linear rope": LlamaConfig(
        **BASE, rope_parameters={"rope_type": "linear", "rope_theta": 1e4, "factor": 2.0}
    ),
    "one head each": LlamaConfig(**(BASE | {"num_key_value_heads": 4})),
    "mistral, sliding window": MistralConfig(**BASE, sliding_window=16, head_dim=32),
    "mistral, full": MistralConfig(**BASE, sliding_window=None),
    "qwen2, window above layer 2": Qwen2Config(
        **BASE, use_sliding_window=True, sliding_window=16, max_window_layers=2
    ),
    "qwen3": Qwen3Config(**BASE, head_dim=32),
    "smollm3, some layers without rope": SmolLM3Config(**BASE, use_sliding_window=False),
}


def read(folder: Path) -> tuple[Decoder, TensorFiles]:
    tensors = TensorFiles(folder, device=torch.device("cpu"), dtype=torch.float32)
    return Decoder(tensors, read_config(folder)), tensors


def greedy(
    model: Decoder, cache: SlotCache, *, slot: int, tokens: list[int], count: int
) -> list[int]:
    """Generate with chunked prefill of 32."""
    tokens, cached = list(tokens), 0
    while count:
        chunk = tokens[cached : cached + 32]
        logits = model.forward(cache.batch([(slot, cached, chunk)]), cache)
        cached += len(chunk)
        if cached == len(tokens):
            tokens.append(int(logits.argmax()))
            count -= 1
    return tokens


@pytest.mark.parametrize("name", CONFIGS)
def test_token_identical_to_transformers(name: str, tmp_path: Path) -> None:
    reference = save_model(tmp_path, CONFIGS[name])
    model, left = read(tmp_path)
    assert not left, "every tensor of the checkpoint is used"
    prompt = torch.randint(0, 300, (1, 70), generator=torch.Generator().manual_seed(3))
    expected = reference.generate(
        prompt, attention_mask=torch.ones_like(prompt), max_new_tokens=30, do_sample=False
    )
    cache = model.new_cache(slots=3, context=160)
    found = greedy(model, cache, slot=1, tokens=prompt[0].tolist(), count=30)
    assert found == expected[0].tolist()
    assert len(set(found[70:])) > 10, "the random model is not stuck on one token"


def test_rows_of_a_batch_do_not_touch_one_another(tmp_path: Path) -> None:
    save_model(tmp_path, CONFIGS["mistral, sliding window"])
    model, _ = read(tmp_path)
    prompts = [[5, 6, 7], list(range(40)), [9] * 12]
    alone = []
    for prompt in prompts:
        cache = model.new_cache(slots=6, context=100)
        alone.append(model.forward(cache.batch([(0, 0, prompt)]), cache)[0])
    for slots in ((1, 2, 3), (0, 2, 5)):
        cache = model.new_cache(slots=6, context=100)
        rows = [(slot, 0, prompt) for slot, prompt in zip(slots, prompts, strict=True)]
        together = model.forward(cache.batch(rows), cache)
        torch.testing.assert_close(together, torch.stack(alone), rtol=1e-4, atol=1e-4)


def test_a_full_context_does_not_spill(tmp_path: Path) -> None:
    save_model(tmp_path, CONFIGS["qwen3"])
    model, _ = read(tmp_path)
    cache = model.new_cache(slots=2, context=40)
    model.forward(cache.batch([(0, 0, list(range(40))), (1, 0, [3])]), cache)
    before = cache.rows((0,)).read(0, 40)[0].clone()
    model.forward(cache.batch([(1, 1, list(range(20)))]), cache)
    torch.testing.assert_close(cache.rows((0,)).read(0, 40)[0], before)


def test_a_missing_tensor_is_named(tmp_path: Path) -> None:
    save_model(tmp_path, CONFIGS["qwen3"])
    tensors = TensorFiles(tmp_path, device=torch.device("cpu"), dtype=torch.float32)
    tensors.pop("layers.2.mlp.up_proj.weight")
    with pytest.raises(ModelLoadError, match=r"layers\.2\.mlp\.up_proj"):
        Decoder(tensors, read_config(tmp_path))


def test_other_activations_are_refused(tmp_path: Path) -> None:
    save_model(tmp_path, LlamaConfig(**BASE, hidden_act="gelu"))
    with pytest.raises(ModelLoadError, match="gelu"):
        read(tmp_path)
