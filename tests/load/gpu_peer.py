"""transformers + PEFT on the very weights that our decoder holds, and ours beside it, token by
token. The peer's matrices are views of ours: no second copy, no difference but the computation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import torch
from peft import LoraConfig, get_peft_model
from peft.tuners.lora import LoraLayer
from torch import Tensor, nn
from transformers import LlamaForCausalLM
from transformers.generation.streamers import BaseStreamer

from inference.engine.lora_bank import LoraBank
from inference.engine.lora_files import AdapterWeights
from inference.engine.model import Decoder
from tests.inference.engine.peft_folders import ALL, peft_of_today
from tests.load.gpu_weights import RANK, Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One call of `generate`."""

    tokens: list[list[int]]
    """One reply per row."""
    at_s: list[float]
    """When each token came, from the call on."""


class _Times(BaseStreamer):  # type: ignore[misc]
    """`generate` first puts the prompt itself."""

    def __init__(self) -> None:
        self.began_s = perf_counter()
        self.at_s: list[float] = []

    def put(self, value: Any) -> None:
        """Values come on the CPU: they were computed."""
        self.at_s.append(perf_counter() - self.began_s)

    def end(self) -> None:
        """Nothing is left to do."""


class Peer:
    """PEFT over our decoder's weights; `add` its adapters first."""

    def __init__(self, decoder: Decoder, size: Size) -> None:
        device = decoder._embedding.device
        with torch.device("meta"):
            model: Any = LlamaForCausalLM(size.config())
        model.load_state_dict(_views(decoder, size), assign=True)
        # Its frequencies are no weights and were left out.
        model.model.rotary_emb = type(model.model.rotary_emb)(size.config()).to(device)
        model.config._attn_implementation = "sdpa"
        self._model = model.eval().requires_grad_(False)
        self._device = device
        self._adapted: Any = None
        self._layers: list[tuple[str, Any]] = []
        self.names: list[str] = []

    def add(self, weights: AdapterWeights) -> None:
        """The adapter's own tensors, not a copy."""
        if self._adapted is None:
            config = LoraConfig(r=RANK, lora_alpha=RANK, target_modules=list(ALL), bias="none")
            with peft_of_today():
                self._adapted = get_peft_model(
                    self._model, config, adapter_name=weights.name, low_cpu_mem_usage=True
                ).eval()
            found = self._adapted.named_modules()
            self._layers = [(n, module) for n, module in found if isinstance(module, LoraLayer)]
        first = self.names[0] if self.names else weights.name
        self._adapted.peft_config[weights.name] = self._adapted.peft_config[first]
        for name, module in self._layers:
            words = name.split(".")
            layer = int(words[words.index("layers") + 1])
            pair = weights.projections[layer, words[-1].removesuffix("_proj")]
            _repeat(module, first, weights.name)
            module.lora_A[weights.name] = _linear(pair.down)
            module.lora_B[weights.name] = _linear(pair.up)
        self.names.append(weights.name)

    def logits(self, ids: Sequence[int], name: str) -> Tensor:
        """float32 [vocabulary] after the last of `ids`."""
        self._adapted.set_adapter(name)
        with torch.inference_mode():
            found: Tensor = self._adapted(self._tensor([ids]), logits_to_keep=1).logits[0, -1]
        return found.float()

    def one(self, ids: Sequence[int], name: str, count: int) -> Said:
        """`set_adapter`, then one reply, greedy."""
        self._adapted.set_adapter(name)
        return self._generate([ids], count)

    def mixed(self, rows: Sequence[Sequence[int]], count: int, *, most_s: float) -> Said:
        """All rows at once, each with the next adapter in turn, for at most `most_s`."""
        names = [self.names[number % len(self.names)] for number in range(len(rows))]
        return self._generate(rows, count, adapter_names=names, max_time=most_s)

    def _generate(self, rows: Sequence[Sequence[int]], count: int, **more: Any) -> Said:
        ids, times = self._tensor(rows), _Times()
        with torch.inference_mode():
            found = self._adapted.generate(
                input_ids=ids, attention_mask=torch.ones_like(ids), max_new_tokens=count,
                do_sample=False, pad_token_id=0, eos_token_id=None, streamer=times, **more,
            )  # fmt: skip
        return Said(tokens=found[:, ids.shape[1] :].tolist(), at_s=times.at_s[1:])

    def _tensor(self, rows: Sequence[Sequence[int]]) -> Tensor:
        return torch.tensor([list(row) for row in rows], device=self._device)


def _repeat(module: Any, known: str, name: str) -> None:
    """All that PEFT keeps by an adapter's name, as it stands there for the first: its own
    `add_adapter` took seconds for the hundredth."""
    for kept in (*vars(module).values(), *module.children()):
        if isinstance(kept, dict | nn.ModuleDict) and known in kept:
            kept[name] = kept[known]


def _linear(weight: Tensor) -> nn.Linear:
    linear = nn.Linear(weight.shape[1], weight.shape[0], bias=False, device="meta")
    linear.weight = nn.Parameter(weight, requires_grad=False)
    return linear


def _views(decoder: Decoder, size: Size) -> dict[str, Tensor]:
    """Our stacked matrices under the names of transformers, cut where its own begin."""
    found = {
        "model.embed_tokens.weight": decoder._embedding,
        "model.norm.weight": decoder._norm,
        "lm_head.weight": decoder._head,
    }
    for index, layer in enumerate(decoder._layers):
        prefix = f"model.layers.{index}."
        stacks = (
            ("self_attn", ("q", "k", "v"), layer.qkv),
            ("self_attn", ("o",), layer.out),
            ("mlp", ("gate", "up"), layer.gate_up),
            ("mlp", ("down",), layer.down),
        )
        for block, parts, linear in stacks:
            cut = linear.weight.split([size.projections[part][0] for part in parts])
            for part, weight in zip(parts, cut, strict=True):
                found[f"{prefix}{block}.{part}_proj.weight"] = weight
        found[f"{prefix}input_layernorm.weight"] = layer.attention_norm
        found[f"{prefix}post_attention_layernorm.weight"] = layer.mlp_norm
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """Our decoder and bank without the engine around them."""

    decoder: Decoder
    bank: LoraBank

    def greedy(
        self, rows: Sequence[tuple[Sequence[int], str | None]], count: int
    ) -> tuple[list[list[int]], Tensor]:
        """All rows in one batch: tokens, and float32 logits [rows, vocabulary] of the first."""
        context = max(len(ids) for ids, _ in rows) + count
        cache = self.decoder.new_cache(slots=len(rows), context=context)
        names = [name for _, name in rows]
        told = [(slot, 0, list(ids)) for slot, (ids, _) in enumerate(rows)]
        logits = self.decoder.forward(cache.batch(told), cache, self.bank.rows(names))
        first, replies = logits.clone(), [[] for _ in rows]  # type: list[list[int]]
        for step in range(count):
            tokens = logits.argmax(dim=-1).tolist()
            for reply, token in zip(replies, tokens, strict=True):
                reply.append(token)
            if step + 1 < count:
                told = [
                    (slot, len(ids) + step, [tokens[slot]]) for slot, (ids, _) in enumerate(rows)
                ]
                logits = self.decoder.forward(cache.batch(told), cache, self.bank.rows(names))
        return replies, first
