"""Reads a checkpoint into everything the engine computes with. Blocking; runs in a thread."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import torch
from transformers.utils import logging as transformers_logging

from inference.engine.abstention import Abstention, read_abstention
from inference.engine.adapters import AdapterLibrary
from inference.engine.batcher import Batcher
from inference.engine.checkpoint import TensorFiles, locate, read_config, read_eos
from inference.engine.device import compute_with
from inference.engine.lora_bank import LoraBank, Memory
from inference.engine.masks import TokenTable
from inference.engine.metrics import EngineMetrics
from inference.engine.model import Decoder
from inference.engine.quantised import packer
from inference.engine.settings import EngineSettings
from inference.engine.tokenizer import Tokenizer
from inference.engine.worker import Machine
from inference.errors import ModelLoadError

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A checkpoint, ready to serve."""

    machine: Machine
    tokenizer: Tokenizer
    adapters: AdapterLibrary
    tokens: TokenTable
    context: int
    """Tokens of prompt and reply together."""
    abstention: Abstention | None = None
    """When the model rather says that it does not know."""


class Loader(Protocol):
    """Makes what an engine computes with: `load`, or something whose weights were never a file."""

    def __call__(
        self, settings: EngineSettings, *, metrics: EngineMetrics, clock: Callable[[], float]
    ) -> Loaded:
        """Raises ModelLoadError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a checkpoint and a folder of adapters hold."""

    model: Decoder
    tokenizer: Tokenizer
    adapters: AdapterLibrary
    abstention: Abstention | None = None


def load(
    settings: EngineSettings, *, metrics: EngineMetrics, clock: Callable[[], float]
) -> Loaded:
    """Load what the settings name. Raises ModelLoadError."""
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # untyped package
    compute_with(1)
    device = _device(settings.device)
    folder = locate(settings.model)
    config = read_config(folder)
    tokenizer = Tokenizer(folder, eos=read_eos(folder, config))
    dtype = _dtype(settings)
    pack = packer(settings.weights, device=device, dtype=dtype)
    model = Decoder(TensorFiles(folder, device=device, dtype=dtype), config, pack=pack)
    metrics.weight_bytes.set(model.weight_bytes())
    _log.info(
        "model loaded: %s, %s with %s weights of %d bytes on %s",
        config.model_type,
        settings.dtype,
        settings.weights,
        model.weight_bytes(),
        settings.device,
    )
    adapters = AdapterLibrary(
        Path(settings.adapters) if settings.adapters else None,
        cache_bytes=settings.adapter_cache_mb << 20,
    )
    abstention = read_abstention(folder) if settings.abstain else None
    parts = Parts(model=model, tokenizer=tokenizer, adapters=adapters, abstention=abstention)
    return assemble(parts, settings, metrics=metrics, clock=clock)


def assemble(
    parts: Parts, settings: EngineSettings, *, metrics: EngineMetrics, clock: Callable[[], float]
) -> Loaded:
    """Cache, bank and batcher around a model, in the settings' sizes."""
    model = parts.model
    context = min(settings.context, model.shape.context)
    cache = model.new_cache(slots=settings.slots, context=context)
    if cache.device.type == "cuda":
        # cuDNN plans attention anew for every length, and each step is longer than the one before.
        torch.backends.cuda.enable_cudnn_sdp(False)
    machine = Machine(
        model=model,
        cache=cache,
        bank=LoraBank(
            model.lora_sizes(),
            places=max(settings.adapter_places, settings.slots),
            rank=settings.adapter_rank,
            memory=_bank_memory(cache.device, _dtype(settings)),
        ),
        batcher=Batcher(slots=settings.slots, queue=settings.queue, chunk=settings.chunk),
        metrics=metrics,
        clock=clock,
        threads=settings.threads,
    )
    tokens = TokenTable(
        parts.tokenizer.vocabulary, size=model.shape.vocabulary, device=cache.device
    )
    return Loaded(
        machine=machine,
        tokenizer=parts.tokenizer,
        adapters=parts.adapters,
        tokens=tokens,
        context=context,
        abstention=parts.abstention,
    )


def _bank_memory(device: torch.device, dtype: torch.dtype) -> Memory:
    return Memory(device=device, dtype=dtype, in_place=device.type != "cpu")


def _dtype(settings: EngineSettings) -> torch.dtype:
    return torch.bfloat16 if settings.dtype == "bfloat16" else torch.float32


def _device(name: str) -> torch.device:
    device = torch.device(name)
    if device.type == "cuda" and not torch.cuda.is_available():
        raise ModelLoadError("device cuda was asked for, but there is no CUDA GPU")
    return device
