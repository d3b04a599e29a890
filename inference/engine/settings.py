"""The engine's settings: a frozen value. Knows no environment and imports no torch."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """One engine process: which checkpoint, where it listens, how much it may use."""

    model: str
    """A local folder, or a hub name such as `Qwen/Qwen3-0.6B`."""
    listen: str
    """A unix socket path (it holds a `/`), or `host:port`."""
    name: str = "nano"
    """The name that clients put into `model`."""
    dtype: str = "float32"
    """`float32` or `bfloat16`."""
    weights: str = "full"
    """`full`, `int8` or `int4`: how the layers' projections are kept. int4 needs bfloat16 and a
    CUDA GPU; both need the package torchao."""
    device: str = "cpu"
    """`cpu`, `cuda` or `cuda:N`."""
    threads: int = 1
    """CPU threads of one torch operation. More than one pays for large models on free cores only:
    beside busy processes its threads wait for one another (tests of ours took 18 times longer)."""
    slots: int = 32
    """Completions computed side by side; each may fill `context` positions of KV cache, whose
    memory a CPU takes as it is used."""
    context: int = 1024
    """Tokens of prompt and reply together; never more than the checkpoint was made for."""
    queue: int = 256
    """Completions that may wait for a slot; beyond that requests are refused."""
    chunk: int = 384
    """Prompt tokens computed between two decoding steps."""
    drain_s: float = 5.0
    """Seconds that running completions get to end when the engine is told to stop."""
    adapters: str = ""
    """Folder with one PEFT folder per adapter, named as the adapter; empty: base model only."""
    adapter_places: int = 32
    """Adapters in the bank at once; never fewer than `slots`."""
    adapter_rank: int = 16
    """The highest rank of an adapter, or of two that are joined."""
    adapter_cache_mb: int = 512
    """Memory for adapters that were read and are not in the bank."""
    abstain: bool = True
    """Obey the checkpoint's `abstention.json`: the first sentence of a worked reply is held back
    until it is judged. Without it every token is delivered at once, as the benchmarks want."""
    api_key: str = ""
    """When set, requests need it as bearer token."""

    def __post_init__(self) -> None:
        _check_range("threads", self.threads, (1, 256))
        _check_range("slots", self.slots, (1, 256))
        _check_range("context", self.context, (32, 1_048_576))
        _check_range("queue", self.queue, (1, 65_536))
        _check_range("chunk", self.chunk, (16, 8192))
        _check_range("adapter_places", self.adapter_places, (1, 4096))
        _check_range("adapter_rank", self.adapter_rank, (1, 256))
        _check_range("adapter_cache_mb", self.adapter_cache_mb, (0, 1_048_576))
        _check_range("drain_s", self.drain_s, (0, 600))
        if self.dtype not in ("float32", "bfloat16"):
            raise ValueError(f"dtype must be float32 or bfloat16, is {self.dtype!r}")
        if self.weights not in ("full", "int8", "int4"):
            raise ValueError(f"weights must be full, int8 or int4, is {self.weights!r}")
        if not self.model or not self.name:
            raise ValueError("model and name must not be empty")
        if self.socket_path is None:
            self._check_port()

    def _check_port(self) -> None:
        host, _, port = self.listen.rpartition(":")
        if not host or not port.isdigit() or int(port) > 65_535:
            raise ValueError(f"listen must be a socket path or host:port, is {self.listen!r}")

    @property
    def socket_path(self) -> str | None:
        """The unix socket, or None when it listens on a port."""
        return self.listen if "/" in self.listen else None

    @property
    def address(self) -> tuple[str, int]:
        """Host and port; only where `socket_path` is None."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)


def _check_range(name: str, value: float, limits: tuple[float, float]) -> None:
    low, high = limits
    if not low <= value <= high:
        raise ValueError(f"{name} must be {low} to {high}, is {value}")
