"""The adapters that this engine may serve: found by name in a folder, kept in memory for a while.

A name is one adapter, or two joined by `+` (a curriculum's and a student's), which add up. Names
are immutable: what a name holds is read once and never changes. Blocking; used in the preparing
thread. Knows files and memory; knows no bank and no requests.
"""

from collections import OrderedDict
from pathlib import Path
from threading import Lock

import torch

from inference.engine.lora_files import NAME, AdapterWeights, Projection, read_adapter
from inference.errors import AdapterLoadError, ModelRefusedError, UnknownModelError

JOIN = "+"
MAX_JOINED = 2


class AdapterLibrary:
    """Reads on demand. Full: the least recently used adapter is forgotten and read again later."""

    def __init__(self, folder: Path | None, *, cache_bytes: int) -> None:
        """Without a folder there is no adapter at all."""
        self._folder, self._limit = folder, cache_bytes
        self._kept: OrderedDict[str, AdapterWeights] = OrderedDict()
        self._bytes = 0
        # The event loop lists and forgets while the preparing thread reads.
        self._lock = Lock()

    @property
    def loaded(self) -> tuple[str, ...]:
        """Names in memory, least recently used first."""
        with self._lock:
            return tuple(self._kept)

    def knows(self, name: str) -> bool:
        """Whether every part of the name is a folder here."""
        if self._folder is None:
            return False
        parts = name.split(JOIN)
        folder = self._folder
        return len(parts) <= MAX_JOINED and all(
            NAME.fullmatch(part) is not None and (folder / part).is_dir() for part in parts
        )

    def get(self, name: str) -> AdapterWeights:
        """The weights. Raises UnknownModelError, AdapterLoadError."""
        with self._lock:
            kept = self._kept.get(name)
            if kept is not None:
                self._kept.move_to_end(name)
                return kept
        weights = self._read(name)
        with self._lock:
            if name not in self._kept:
                self._kept[name] = weights
                self._bytes += weights.size_bytes
            while self._bytes > self._limit and len(self._kept) > 1:
                _, oldest = self._kept.popitem(last=False)
                self._bytes -= oldest.size_bytes
        return weights

    def register(self, name: str, path: str) -> AdapterWeights:
        """vLLM's load call: `path` must be the folder that the name stands for. Raises
        ModelRefusedError for another one, because a name is never given to something else."""
        if self._folder is None or not self.knows(name):
            raise UnknownModelError(f"there is no adapter folder named {name!r}")
        wanted = Path(path) if Path(path).is_absolute() else self._folder / path
        if wanted.resolve() != (self._folder / name).resolve():
            raise ModelRefusedError("lora_path must be the folder with the adapter's own name")
        return self.get(name)

    def forget(self, name: str) -> bool:
        """Free its memory; False when it was not loaded."""
        with self._lock:
            weights = self._kept.pop(name, None)
            if weights is not None:
                self._bytes -= weights.size_bytes
        return weights is not None

    def _read(self, name: str) -> AdapterWeights:
        if self._folder is None or not self.knows(name):
            raise UnknownModelError(f"no model or adapter named {name!r} is served here")
        parts = [read_adapter(self._folder / part, part) for part in name.split(JOIN)]
        return parts[0] if len(parts) == 1 else joined(name, parts)


def joined(name: str, parts: list[AdapterWeights]) -> AdapterWeights:
    """Adapters that add up: B1 A1 x + B2 A2 x is one adapter of the ranks together."""
    places = {place for part in parts for place in part.projections}
    pairs = {
        place: [p.projections[place] for p in parts if place in p.projections] for place in places
    }
    for place, both in pairs.items():
        if len({(pair.down.shape[1], pair.up.shape[0]) for pair in both}) > 1:
            raise AdapterLoadError(f"the parts of {name!r} differ in size at layer {place[0]}")
    return AdapterWeights(
        name=name,
        rank=sum(part.rank for part in parts),
        projections={
            place: Projection(
                down=torch.cat([pair.down for pair in both]),
                up=torch.cat([pair.up for pair in both], dim=1),
            )
            for place, both in pairs.items()
        },
    )
