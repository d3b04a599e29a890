"""Rotary tables: known angles, and refusal of variants that depend on the length."""

import pytest
import torch
from transformers import LlamaConfig

from inference.engine.rope import build_rope, rotate
from inference.errors import ModelLoadError

LIKE = torch.zeros(1)


def config(**rope: object) -> LlamaConfig:
    return LlamaConfig(
        hidden_size=16,
        num_attention_heads=4,
        max_position_embeddings=64,
        rope_parameters={"rope_theta": 100.0, "rope_type": "default", **rope},
    )


def test_default_angles() -> None:
    rope = build_rope(config(), positions=3, like=LIKE)
    assert rope.cos.shape == (3, 4)
    expected = torch.tensor([2.0, 0.2, 2.0, 0.2])
    torch.testing.assert_close(rope.cos[2], expected.cos())
    torch.testing.assert_close(rope.sin[2], expected.sin())


def test_rotation_keeps_lengths_and_depends_on_distance_only() -> None:
    rope = build_rope(config(), positions=32, like=LIKE)
    query, key = torch.randn(2, 1, 1, 1, 4)

    def score(at: int, other: int) -> float:
        first = rotate(query, *rope.at(torch.tensor([[at]])))
        second = rotate(key, *rope.at(torch.tensor([[other]])))
        return float((first * second).sum())

    assert score(5, 2) == pytest.approx(score(25, 22), abs=1e-5)


@pytest.mark.parametrize("kind", ["dynamic", "longrope"])
def test_length_dependent_variants_are_refused(kind: str) -> None:
    changed = config()
    changed.rope_parameters["rope_type"] = kind
    with pytest.raises(ModelLoadError, match=kind):
        build_rope(changed, positions=8, like=LIKE)


def test_partial_rotation_is_refused() -> None:
    changed = config()
    changed.rope_parameters["partial_rotary_factor"] = 0.5
    with pytest.raises(ModelLoadError, match="partial"):
        build_rope(changed, positions=8, like=LIKE)
