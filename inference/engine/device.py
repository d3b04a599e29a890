"""Which device an engine should use, and in which number format. Imports torch only when asked."""


def best_device() -> str:
    """`cuda` when torch can use one, else `cpu`."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def best_dtype(device: str) -> str:
    """`bfloat16` where the device multiplies in it, else `float32`."""
    if device != "cpu":
        return "bfloat16"
    import torch

    able = torch.cpu.get_capabilities()
    return "bfloat16" if able.get("avx512_bf16") or able.get("amx_bf16") else "float32"
