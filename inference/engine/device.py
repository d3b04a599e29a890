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


def compute_with(threads: int) -> None:
    """Let the calling thread compute with so many threads of the CPU; others keep theirs.

    Only one thread of a process should have more than one: libgomp gives each helpers of its own,
    and when there are more than CPUs, they sleep between operations instead of spinning. To wake
    one took 44 us, for each of the two hundred operations of a step: a third of the speed.
    """
    import torch

    torch.get_num_threads()  # the first call in a thread takes what another has set last
    torch.set_num_threads(threads)
