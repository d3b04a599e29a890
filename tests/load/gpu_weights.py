"""A model and adapters of random numbers, drawn where they are used: nothing is ever a file.

Knows sizes and names of tensors; measures nothing.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tokenizers
import torch
from tokenizers import decoders, models, pre_tokenizers
from torch import Tensor
from transformers import LlamaConfig, PreTrainedTokenizerFast

from inference.engine.adapters import AdapterLibrary
from inference.engine.lora_files import AdapterWeights, Projection
from inference.engine.model import Decoder
from inference.errors import UnknownModelError
from tests.inference.engine.tiny import CONTROLS, TEMPLATE

RANK = 16
PARTS = ("q", "k", "v", "o", "gate", "up", "down")


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What a Llama's config says about its size."""

    hidden: int
    inner: int
    layers: int
    heads: int
    key_heads: int
    vocabulary: int

    def config(self) -> LlamaConfig:
        """Nothing ends a reply early."""
        return LlamaConfig(
            vocab_size=self.vocabulary, hidden_size=self.hidden, intermediate_size=self.inner,
            num_hidden_layers=self.layers, num_attention_heads=self.heads,
            num_key_value_heads=self.key_heads, max_position_embeddings=4096,
            tie_word_embeddings=False, bos_token_id=None, eos_token_id=None, pad_token_id=0,
        )  # fmt: skip

    @property
    def projections(self) -> Mapping[str, tuple[int, int]]:
        """(out, in) of each."""
        keys = self.hidden // self.heads * self.key_heads
        wide, high = (self.inner, self.hidden), (self.hidden, self.inner)
        square, narrow = (self.hidden, self.hidden), (keys, self.hidden)
        sizes = (square, narrow, narrow, square, wide, wide, high)
        return dict(zip(PARTS, sizes, strict=True))


SEVEN_B = Size(hidden=4096, inner=14336, layers=32, heads=32, key_heads=8, vocabulary=32768)
"""Mistral 7B's shape."""
SMALL = Size(hidden=256, inner=512, layers=2, heads=8, key_heads=4, vocabulary=1024)
TINY = Size(hidden=64, inner=96, layers=2, heads=4, key_heads=2, vocabulary=512)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where numbers are drawn, and how exact they are."""

    device: torch.device
    dtype: torch.dtype

    def normal(self, *shape: int, std: float) -> Tensor:
        """Of mean 0."""
        return torch.empty(shape, device=self.device, dtype=self.dtype).normal_(0.0, std)

    def near_one(self, count: int) -> Tensor:
        """As norms have them."""
        return self.normal(count, std=0.1) + 1


class _Drawn:
    """Looks like a checkpoint's tensors; each is drawn when the decoder takes it."""

    def __init__(self, size: Size, place: Place) -> None:
        self._size, self._place = size, place
        self._std = 1.28 / math.sqrt(size.hidden)  # 0.02 at 7B, as such models begin

    def pop(self, name: str, *default: Any) -> Any:
        """Biases and the like, for which the decoder has a default, are left out."""
        if default and name != "lm_head.weight":
            return default[0]
        if name in ("embed_tokens.weight", "lm_head.weight"):
            return self._place.normal(self._size.vocabulary, self._size.hidden, std=self._std)
        part = name.split(".")[-2].removesuffix("_proj")
        if part in self._size.projections:
            return self._place.normal(*self._size.projections[part], std=self._std)
        return self._place.near_one(self._size.hidden)


def draw_model(size: Size, place: Place) -> Decoder:
    """At most one layer is in memory twice meanwhile."""
    return Decoder(_Drawn(size, place), size.config())


def draw_adapter(size: Size, place: Place, name: str) -> AdapterWeights:
    """Large enough to change the model's words; two draws, whatever the number of layers."""
    shapes = [(layer, part) for layer in range(size.layers) for part in PARTS]
    ins = [size.projections[part][1] for _, part in shapes]
    outs = [size.projections[part][0] for _, part in shapes]
    downs = place.normal(sum(ins) * RANK, std=1 / math.sqrt(size.hidden))
    ups = place.normal(sum(outs) * RANK, std=0.075)
    pairs = zip(
        shapes,
        downs.split([RANK * count for count in ins]),
        ups.split([RANK * count for count in outs]),
        strict=True,
    )
    projections = {
        where: Projection(down=down.view(RANK, -1), up=up.view(-1, RANK))
        for where, down, up in pairs
    }
    return AdapterWeights(name=name, rank=RANK, projections=projections)


class HeldAdapters(AdapterLibrary):
    """A library whose adapters were never files."""

    def __init__(self, held: Sequence[AdapterWeights]) -> None:
        super().__init__(None, cache_bytes=0)
        self._held = {weights.name: weights for weights in held}

    def knows(self, name: str) -> bool:
        """Whether it was given."""
        return name in self._held

    def get(self, name: str) -> AdapterWeights:
        """The weights. Raises UnknownModelError."""
        if name not in self._held:
            raise UnknownModelError(name)
        return self._held[name]


def save_byte_tokenizer(folder: Path, size: Size) -> None:
    """One token per byte of a prompt, so that its length is known; the rest of the vocabulary are
    words that only replies have. Nothing ends a reply."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    known = [*CONTROLS, *alphabet]
    words = [f"\u0120w{number}" for number in range(size.vocabulary - len(known))]
    vocabulary = {piece: number for number, piece in enumerate([*known, *words])}
    made = tokenizers.Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    PreTrainedTokenizerFast(
        tokenizer_object=made,
        pad_token=CONTROLS[0],
        additional_special_tokens=CONTROLS[1:],
        chat_template=TEMPLATE,
    ).save_pretrained(folder)
    size.config().save_pretrained(folder)
