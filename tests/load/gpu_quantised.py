"""What 8-bit and 4-bit weights save and cost on a GPU: `python -m tests.load.gpu_quantised`.

A model of a 7B's shape with random weights, made on the device one tensor at a time and run by our
own decoder: peak memory, decoding steps of 1 and 32 rows, and how far the first step's logits are
from bfloat16's. Without a GPU `--shape tiny` runs the same code small; its times say nothing.
"""

import argparse
import sys
import traceback
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter

import torch
import torch.nn.functional as F
from torch import Tensor

from inference.engine.cache import SlotCache
from inference.engine.model import Decoder
from inference.engine.quantised import packer
from inference.errors import ModelLoadError
from tests.load.gpu_weights import Size

ROWS = (1, 32)
CACHED = 128
"""Positions of each row before the measured steps."""
PROMPT = 32
WARM, STEPS = 3, 20


SHAPES = {
    "7b": Size(hidden=4096, inner=14_336, layers=32, heads=32, key_heads=8, vocabulary=32_000),
    "tiny": Size(hidden=128, inner=256, layers=2, heads=4, key_heads=2, vocabulary=512),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One way of keeping the weights."""

    weights_mb: float
    load_peak_mb: float
    """The most that was allocated while loading; 0 without a GPU."""
    peak_mb: float
    """The most that was allocated at all, cache and prompt included."""
    step_ms: dict[int, float]
    """Median decoding step, by rows."""
    logits: Tensor
    """float32 [rows, vocabulary] of the prompts' last tokens."""


class RandomTensors:
    """Tensors of a shape, each made on the device when it is taken, the same for every run."""

    def __init__(self, shape: Size, *, device: torch.device) -> None:
        self._device = device
        width = shape.hidden // shape.heads
        self._outputs = {"q": shape.hidden, "k": shape.key_heads * width}
        self._outputs |= {"v": shape.key_heads * width, "o": shape.hidden}
        self._outputs |= {"gate": shape.inner, "up": shape.inner, "down": shape.hidden}
        self._shape = shape

    def pop(self, name: str, *default: None) -> Tensor | None:
        """As a checkpoint gives it; biases and query norms there are none."""
        shape = self._shape
        if name.endswith(("bias", "q_norm.weight", "k_norm.weight")):
            return None
        if name.endswith("norm.weight"):
            return torch.ones(shape.hidden, dtype=torch.bfloat16, device=self._device)
        part = name.split(".")[-2].removesuffix("_proj")
        inputs = shape.inner if part == "down" else shape.hidden
        sizes = (self._outputs.get(part, shape.vocabulary), inputs)
        generator = torch.Generator(device=self._device).manual_seed(zlib.crc32(name.encode()))
        made = torch.randn(sizes, generator=generator, dtype=torch.bfloat16, device=self._device)
        return made.mul_(inputs**-0.5)


def measure(weights: str, shape: Size, *, device: torch.device) -> Measured:
    """Build, run and forget one model. Raises ModelLoadError."""
    _reset_peak(device)
    pack = packer(weights, device=device, dtype=torch.bfloat16)
    model = Decoder(RandomTensors(shape, device=device), shape.config(), pack=pack)
    load_peak_mb = _peak_mb(device)
    cache = model.new_cache(slots=max(ROWS), context=CACHED + PROMPT + STEPS + WARM)
    draw = torch.Generator().manual_seed(5)
    prompts = torch.randint(0, shape.vocabulary, (4, PROMPT), generator=draw).tolist()
    logits = model.forward(cache.batch([(i, 0, row) for i, row in enumerate(prompts)]), cache)
    step_ms = {rows: _step_ms(model, cache, rows) for rows in ROWS}
    return Measured(
        weights_mb=model.weight_bytes() / 1e6,
        load_peak_mb=load_peak_mb,
        peak_mb=_peak_mb(device),
        step_ms=step_ms,
        logits=logits.cpu(),
    )


def _step_ms(model: Decoder, cache: SlotCache, rows: int) -> float:
    """Median milliseconds of one decoding step over `CACHED` positions."""
    found = []
    for step in range(WARM + STEPS):
        batch = cache.batch([(slot, CACHED + step, [7 + slot]) for slot in range(rows)])
        found.append(_timed(lambda batch=batch: model.forward(batch, cache), cache.device))
    return median(found[WARM:])


def _timed(work: Callable[[], object], device: torch.device) -> float:
    _settle(device)
    began_s = perf_counter()
    work()
    _settle(device)
    return (perf_counter() - began_s) * 1000


def compiled_products(shape: Size, *, device: torch.device) -> str:
    """One int8 gate-and-up product as it is and through torch.compile, beside bfloat16's: how much
    of int8's cost the compiler would take away."""
    pack = packer("int8", device=device, dtype=torch.bfloat16)
    source = RandomTensors(shape, device=device)
    whole = torch.cat([source.pop(f"layers.0.mlp.{part}_proj.weight") for part in ("gate", "up")])
    small = pack(whole)
    fused = torch.compile(F.linear, dynamic=False)
    lines = []
    for rows in ROWS:
        x = torch.randn(rows, shape.hidden, dtype=torch.bfloat16, device=device)
        times = []
        for product, weight in ((F.linear, whole), (F.linear, small), (fused, small)):
            work = torch.inference_mode()(lambda p=product, w=weight, x=x: p(x, w))
            times.append(median(_timed(work, device) for _ in range(WARM + STEPS)))
        lines.append(
            f"one product, {rows:2} rows: bfloat16 {times[0]:.3f} ms, int8 {times[1]:.3f} ms, "
            f"int8 compiled {times[2]:.3f} ms"
        )
    return "\n".join(lines)


def table(found: dict[str, Measured]) -> Iterator[str]:
    """Lines to print; errors are relative to `full` where that was measured."""
    yield (
        f"{'weights':8} {'MB':>8} {'load peak':>10} {'peak':>8} "
        + " ".join(f"{f'{rows} rows ms':>11}" for rows in ROWS)
        + f" {'logit error':>12}"
    )
    exact = found.get("full")
    for name, it in found.items():
        error = "-" if exact is None else f"{relative(it.logits, exact.logits):.4f}"
        times = " ".join(f"{it.step_ms[rows]:11.2f}" for rows in ROWS)
        yield (
            f"{name:8} {it.weights_mb:8.0f} {it.load_peak_mb:10.0f} {it.peak_mb:8.0f} {times} "
            f"{error:>12}"
        )


def relative(found: Tensor, exact: Tensor) -> float:
    """Norm of the difference by the norm of what is exact."""
    return float((found - exact).norm() / exact.norm())


@contextmanager
def _guarded(what: str) -> Iterator[None]:
    """One part that fails must not take the others' figures with it."""
    try:
        yield
    except ModelLoadError as error:
        _say(f"{what}: refused: {error}")
    except Exception:  # noqa: BLE001 - a supervisor: it prints the whole trace and goes on
        _say(f"{what}: failed")
        traceback.print_exc(file=sys.stdout)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _settle(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def _reset_peak(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats(device)


def _peak_mb(device: torch.device) -> float:
    return torch.cuda.max_memory_allocated(device) / 1e6 if device.type == "cuda" else 0.0


def main(arguments: list[str] | None = None) -> int:
    """Print everything; 2 where there is no GPU for the shape."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shape", choices=sorted(SHAPES), default="7b")
    shape_name = parser.parse_args(arguments).shape
    cuda = torch.cuda.is_available()
    device = torch.device("cuda" if cuda else "cpu")
    if not cuda:
        _say("no CUDA GPU here; --shape tiny runs on the CPU, and its times say nothing")
        if shape_name != "tiny":
            return 2
    where = torch.cuda.get_device_name() if cuda else "CPU"
    _say(f"{shape_name} shape, random weights, torch {torch.__version__}, {where}")
    began_s, shape = perf_counter(), SHAPES[shape_name]
    found: dict[str, Measured] = {}
    for weights in ("full", "int8", "int4"):
        with _guarded(weights):
            found[weights] = measure(weights, shape, device=device)
            _say(f"{weights} measured after {perf_counter() - began_s:.1f} s")
    _say("\n".join(table(found)))
    if cuda:
        with _guarded("compiled"):
            _say(compiled_products(shape, device=device))
    _say(f"done after {perf_counter() - began_s:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
