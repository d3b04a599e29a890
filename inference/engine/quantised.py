"""How a projection's weight is kept: as it is, or in 8 or 4 bits through torchao. Knows one
projection at a time, no model and no file.

Weights alone are quantised; activations, LoRA deltas and the cache keep their precision.
int8: one scale per output. On a GPU without a compiler pass each product first makes the weight
whole again, so it saves memory and costs time.
int4: one scale and zero per 128 inputs, torch's own tensor core kernel (bfloat16, CUDA 8.0).
"""

import logging
from collections.abc import Callable

import torch
from torch import Tensor, nn

from inference.errors import ModelLoadError

GROUP = 128
"""Inputs that share one scale in int4."""
_ABLE = (8, 0)
"""CUDA compute capability from which the int4 kernel runs."""

Pack = Callable[[Tensor], Tensor]
"""Takes a projection's weight [out, in] and returns it as the engine keeps it."""


def kept(weight: Tensor) -> Tensor:
    """The weight itself."""
    return weight


def by_inputs(weight: Tensor) -> Tensor:
    """The same weight, input after input in memory. In float32 on CPU, torch's library took 14.7
    ms to multiply 32 rows with those of 30M parameters, and 16.8 output after output (alike up to
    12 rows); in bfloat16 32 rows gained less, and one row lost a fifth."""
    return weight.t().contiguous().t()


def packer(weights: str, *, device: torch.device, dtype: torch.dtype) -> Pack:
    """What `EngineSettings.weights` asks for; what it returns may raise ModelLoadError too.

    Raises ModelLoadError where the library is missing or device and dtype cannot do it.
    """
    if weights == "full":
        return by_inputs if device.type == "cpu" and dtype is torch.float32 else kept
    if weights == "int4":
        _check_int4(device, dtype)
    for noisy in ("torchao", "torch.utils._pytree"):
        # Both warn at import: of CUDA kernels that we do not use, of torch's own next release.
        logging.getLogger(noisy).setLevel(logging.ERROR)
    try:
        from torchao import quantization
    except ImportError as error:
        raise ModelLoadError(
            f"{weights} weights need the package torchao: pip install torchao"
        ) from error
    if weights == "int8":
        plain = quantization.Int8WeightOnlyConfig(set_inductor_config=False)
        return lambda weight: _quantised(weight, plain)
    tiled = quantization.Int4WeightOnlyConfig(
        group_size=GROUP, int4_packing_format="tile_packed_to_4d", set_inductor_config=False
    )

    def pack(weight: Tensor) -> Tensor:
        if weight.shape[1] % GROUP:
            # torchao would leave such a weight as it is, and say so in its log only.
            raise ModelLoadError(
                f"int4 weights need inputs in groups of {GROUP}; one layer has {weight.shape[1]}"
            )
        return _quantised(weight, tiled)

    return pack


def stored_bytes(tensor: Tensor) -> int:
    """Bytes in memory: of a packed weight those of its parts, scales included."""
    if type(tensor) in (Tensor, nn.Parameter):
        return tensor.nbytes
    names, _ = tensor.__tensor_flatten__()  # type: ignore[attr-defined]  # packed weights have it
    return sum(stored_bytes(getattr(tensor, name)) for name in names)


def _check_int4(device: torch.device, dtype: torch.dtype) -> None:
    if device.type != "cuda":
        raise ModelLoadError(f"int4 weights need a CUDA GPU, not {device.type}; int8 runs there")
    if dtype is not torch.bfloat16:
        raise ModelLoadError("int4 weights need bfloat16")
    if torch.cuda.get_device_capability(device) < _ABLE:
        raise ModelLoadError("int4 weights need a CUDA GPU of compute capability 8.0 or higher")


def _quantised(weight: Tensor, config: object) -> Tensor:
    """torchao's stable entry is a module, so the weight passes through an empty one."""
    from torchao.quantization import quantize_

    linear = nn.Linear(weight.shape[1], weight.shape[0], bias=False, device="meta")
    linear.weight = nn.Parameter(weight, requires_grad=False)
    quantize_(linear, config)
    return linear.weight
