"""Which device an engine should use. Imports torch only when asked."""


def best_device() -> str:
    """`cuda` when torch can use one, else `cpu`."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"
