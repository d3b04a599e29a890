"""The forward pass of Llama-family decoders over a slot cache. Knows no text and no requests.

Computes what transformers computes for Llama, Mistral, Qwen2, Qwen3 and SmolLM3 (grouped query
attention, arXiv:2305.13245; RMS norm, arXiv:1910.07467; SwiGLU, arXiv:2002.05202).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar, overload

import torch
import torch.nn.functional as F
from torch import Tensor
from transformers import PretrainedConfig

from inference.engine.cache import Batch, SlotCache
from inference.engine.lora_bank import GroupSize
from inference.engine.lora_rows import RowLora
from inference.engine.quantised import Pack, kept, stored_bytes
from inference.engine.rope import Rope, build_rope, rotate
from inference.errors import ModelLoadError

_Default = TypeVar("_Default")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Sizes that the config names."""

    layers: int
    heads: int
    key_heads: int
    head_dim: int
    vocabulary: int
    context: int
    """Positions the checkpoint was made for."""
    epsilon: float
    windows: tuple[int | None, ...]
    """Per layer: how many positions back attention may look; None is all."""
    rotary: tuple[bool, ...]
    """Per layer: whether positions are rotated in (SmolLM3 leaves every fourth layer out)."""


class Tensors(Protocol):
    """A checkpoint's tensors by name; each is taken once. A dict is one."""

    @overload
    def pop(self, name: str, /) -> Tensor: ...
    @overload
    def pop(self, name: str, default: _Default, /) -> Tensor | _Default: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """weight [out, in], quantised perhaps; several projections of one input may be stacked along
    `out`."""

    weight: Tensor
    bias: Tensor | None

    def __call__(self, x: Tensor) -> Tensor:
        return F.linear(x, self.weight, self.bias)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One block's weights; query, key and value are stacked, and so are gate and up."""

    attention_norm: Tensor
    qkv: Linear
    query_norm: Tensor | None
    key_norm: Tensor | None
    out: Linear
    mlp_norm: Tensor
    gate_up: Linear
    down: Linear

    def tensors(self) -> Iterator[Tensor | None]:
        """All of them, and None for what this model has not."""
        yield from (self.attention_norm, self.query_norm, self.key_norm, self.mlp_norm)
        for linear in (self.qkv, self.out, self.gate_up, self.down):
            yield from (linear.weight, linear.bias)


def read_shape(config: PretrainedConfig) -> Shape:
    """Sizes from a transformers config. Raises ModelLoadError for other activations."""
    if config.hidden_act != "silu":
        raise ModelLoadError(f"activation {config.hidden_act!r} is not supported; supported: silu")
    layers = config.num_hidden_layers
    width = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    return Shape(
        layers=layers,
        heads=config.num_attention_heads,
        key_heads=config.num_key_value_heads,
        head_dim=width,
        vocabulary=config.vocab_size,
        context=config.max_position_embeddings,
        epsilon=config.rms_norm_eps,
        windows=_windows(config, layers),
        rotary=tuple(bool(x) for x in getattr(config, "no_rope_layers", None) or [1] * layers),
    )


def _windows(config: PretrainedConfig, layers: int) -> tuple[int | None, ...]:
    window = getattr(config, "sliding_window", None)
    kinds = getattr(config, "layer_types", None) or ["sliding_attention"] * layers
    return tuple(window if kind == "sliding_attention" else None for kind in kinds)


class Decoder:
    """A decoder-only transformer; every row of a batch has its own slot and positions."""

    def __init__(self, tensors: Tensors, config: PretrainedConfig, *, pack: Pack = kept) -> None:
        """Takes the tensors apart, packing the layers' projections one by one; raises
        ModelLoadError when one is missing or misshaped."""
        self.shape = read_shape(config)
        try:
            self._embedding = tensors.pop("embed_tokens.weight")
            self._norm = tensors.pop("norm.weight")
            self._head = tensors.pop("lm_head.weight", self._embedding)
            self._layers = [_take_layer(tensors, i, pack) for i in range(self.shape.layers)]
        except KeyError as error:
            raise ModelLoadError(f"the checkpoint lacks tensor {error}") from error
        if self._embedding.shape[0] != self.shape.vocabulary:
            raise ModelLoadError("the embedding's size differs from config.vocab_size")
        self._config = config
        self._rope: Rope | None = None

    def new_cache(self, *, slots: int, context: int) -> SlotCache:
        """An empty cache, and rotary tables that reach as far."""
        self._rope = build_rope(self._config, positions=context + 1, like=self._embedding)
        shape = self.shape
        sizes = (shape.layers, slots, shape.key_heads, context, shape.head_dim)
        return SlotCache(sizes, like=self._embedding)

    def weight_bytes(self) -> int:
        """Bytes of memory that the weights take as they are kept."""
        found = [self._embedding, self._norm]
        if self._head is not self._embedding:
            found.append(self._head)
        layers = (tensor for layer in self._layers for tensor in layer.tensors())
        return sum(stored_bytes(x) for x in (*found, *layers) if x is not None)

    def lora_sizes(self) -> dict[tuple[int, str], GroupSize]:
        """Sizes of what adapters may change, by (layer, group)."""
        shape, found = self.shape, {}
        heads, keys = shape.heads * shape.head_dim, shape.key_heads * shape.head_dim
        for index, layer in enumerate(self._layers):
            hidden, inner = layer.qkv.weight.shape[1], layer.down.weight.shape[1]
            outputs = {"qkv": (heads, keys, keys), "gate_up": (inner, inner)}
            for group in ("qkv", "out", "gate_up", "down"):
                found[index, group] = GroupSize(
                    inputs={"out": heads, "down": inner}.get(group, hidden),
                    outputs=outputs.get(group, (hidden,)),
                )
        return found

    @torch.inference_mode()
    def forward(self, batch: Batch, cache: SlotCache, lora: RowLora | None = None) -> Tensor:
        """Compute a batch and store its keys and values; float32 logits [rows, vocabulary] of
        each row's last real token. `lora` is what each row's adapter adds."""
        x = F.embedding(batch.tokens, self._embedding)
        # On a GPU every list that becomes a tensor waits for all work before it: not at the end.
        row = torch.arange(len(batch.counts), device=x.device)
        last = torch.tensor(batch.counts, device=x.device) - 1
        step = _Step(batch, cache, shape=self.shape, rope=self._rope)
        step.lora = lora
        for index, layer in enumerate(self._layers):
            x = x + step.attend(index, layer, self._normed(x, layer.attention_norm))
            x = x + step.feed(index, layer, self._normed(x, layer.mlp_norm))
        x = x[row, last]
        return F.linear(self._normed(x, self._norm), self._head).float()

    def _normed(self, x: Tensor, weight: Tensor) -> Tensor:
        return F.rms_norm(x, (x.shape[-1],), weight, self.shape.epsilon)


class _Step:
    """What all layers of one forward pass share: masks, rotary angles and cache rows."""

    def __init__(self, batch: Batch, cache: SlotCache, *, shape: Shape, rope: Rope | None) -> None:
        assert rope is not None, "new_cache comes before forward"  # noqa: S101 - our own order
        self._batch, self._shape = batch, shape
        self._rows = cache.rows(batch.slots)
        self._angles = rope.at(batch.positions)
        self._masks = {w: self._mask(w, rope.cos) for w in set(shape.windows)}
        self.lora: RowLora | None = None

    def _mask(self, window: int | None, like: Tensor) -> Tensor:
        """Additive [rows, 1, queries, reach]; queries of one key head stand one group after
        another, so that grouped heads need no copy of the keys."""
        places = self._batch.positions[:, :, None]
        keys = torch.arange(self._batch.reach, device=places.device)
        seen = keys <= places
        if window is not None:
            seen &= keys > places - window
        mask = torch.zeros(seen.shape, dtype=like.dtype, device=like.device)
        mask = mask.masked_fill_(~seen, float("-inf"))[:, None]
        groups = self._shape.heads // self._shape.key_heads
        return mask.repeat(1, 1, groups, 1) if mask.shape[2] > 1 else mask

    def attend(self, index: int, layer: Layer, x: Tensor) -> Tensor:
        """Attention of one layer over x [rows, n, hidden], keys and values stored on the way."""
        shape, (rows, n, _) = self._shape, x.shape
        heads, keys, width = shape.heads, shape.key_heads, shape.head_dim
        qk, value = self._project(index, layer, x)
        kv = torch.cat((qk[:, :, heads:], value), dim=2)
        self._rows.write(index, self._batch.positions, kv)
        key, value = self._rows.read(index, self._batch.reach)
        query = qk[:, :, :heads].transpose(1, 2).reshape(rows, keys, -1, width)
        mask = self._masks[shape.windows[index]]
        seen = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        merged = seen.reshape(rows, heads, n, width).transpose(1, 2).reshape(rows, n, -1)
        return self._adapted(index, "out", layer.out, merged)

    def feed(self, index: int, layer: Layer, x: Tensor) -> Tensor:
        """The MLP of one layer over x [rows, n, hidden]."""
        gate, up = self._adapted(index, "gate_up", layer.gate_up, x).chunk(2, dim=-1)
        return self._adapted(index, "down", layer.down, F.silu(gate) * up)

    def _adapted(self, index: int, group: str, linear: Linear, x: Tensor) -> Tensor:
        y = linear(x)
        return y if self.lora is None else self.lora.add(index, group, x, y)

    def _project(self, index: int, layer: Layer, x: Tensor) -> tuple[Tensor, Tensor]:
        """Rotated queries and keys [rows, n, heads + key heads, d]; values beside them."""
        shape, (rows, n, _) = self._shape, x.shape
        both = shape.heads + shape.key_heads
        stacked = self._adapted(index, "qkv", layer.qkv, x).view(
            rows, n, both + shape.key_heads, shape.head_dim
        )
        qk, value = stacked[:, :, :both], stacked[:, :, both:]
        if layer.query_norm is not None and layer.key_norm is not None:
            sizes = (shape.head_dim,)
            query = F.rms_norm(qk[:, :, : shape.heads], sizes, layer.query_norm, shape.epsilon)
            key = F.rms_norm(qk[:, :, shape.heads :], sizes, layer.key_norm, shape.epsilon)
            qk = torch.cat((query, key), dim=2)
        return rotate(qk, *self._angles) if shape.rotary[index] else qk, value


def _take_layer(tensors: Tensors, index: int, pack: Pack) -> Layer:
    prefix = f"layers.{index}."

    def linear(block: str, *names: str) -> Linear:
        weights = [tensors.pop(f"{prefix}{block}.{n}_proj.weight") for n in names]
        biases = [tensors.pop(f"{prefix}{block}.{n}_proj.bias", None) for n in names]
        present = [bias for bias in biases if bias is not None]
        bias = torch.cat(present) if present else None
        return Linear(weight=pack(torch.cat(weights)), bias=bias)

    return Layer(
        attention_norm=tensors.pop(f"{prefix}input_layernorm.weight"),
        qkv=linear("self_attn", "q", "k", "v"),
        query_norm=tensors.pop(f"{prefix}self_attn.q_norm.weight", None),
        key_norm=tensors.pop(f"{prefix}self_attn.k_norm.weight", None),
        out=linear("self_attn", "o"),
        mlp_norm=tensors.pop(f"{prefix}post_attention_layernorm.weight"),
        gate_up=linear("mlp", "gate", "up"),
        down=linear("mlp", "down"),
    )
