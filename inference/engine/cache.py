"""The slot KV cache `[layer, slot, positions, heads, head_dim]`. Knows where, not what.

Keys fill the first half of `heads`, values the second: a token's are written as one piece. With
heads before positions they were 16 pieces on as many pages of memory, and a write took twice as
long, a twentieth of a step; attention reads both as fast.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from inference.engine.slots import Copy

_MASK_STEP = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Tokens of some rows for one forward pass, padded to the longest row."""

    tokens: Tensor
    """int64 [rows, n]."""
    positions: Tensor
    """int64 [rows, n]; padding points at the cache's spare last position."""
    slots: tuple[int, ...]
    """Ascending, one per row."""
    counts: tuple[int, ...]
    """Real tokens per row, 1 to n."""
    reach: int
    """Positions that any row may look at: highest real position + 1, or a little beyond."""


class SlotCache:
    """Keys and values of every slot; position `context` is a spare that padding writes to."""

    def __init__(self, shape: tuple[int, int, int, int, int], *, like: Tensor) -> None:
        """`shape` is layers, slots, key heads, context, head_dim."""
        layers, slots, heads, context, width = shape
        self.slots, self.context = slots, context
        size = (layers, slots, context + 1, 2 * heads, width)
        self._kv = torch.zeros(size, dtype=like.dtype, device=like.device)

    @property
    def device(self) -> torch.device:
        """Where the cache lives."""
        return self._kv.device

    def batch(self, rows: list[tuple[int, int, list[int]]]) -> Batch:
        """Pack rows of (slot, first position, tokens), ascending by slot."""
        longest = max(len(tokens) for _, _, tokens in rows)
        spare = self.context
        padded = [tokens + [0] * (longest - len(tokens)) for _, _, tokens in rows]
        places = [
            [*range(start, start + len(tokens)), *[spare] * (longest - len(tokens))]
            for _, start, tokens in rows
        ]
        reach = max(start + len(tokens) for _, start, tokens in rows)
        if self.device.type != "cpu":
            # Attention on a GPU pads its mask to such steps, in every layer, unless it is.
            reach = min(-(-reach // _MASK_STEP) * _MASK_STEP, self.context + 1)
        return Batch(
            tokens=torch.tensor(padded, device=self.device),
            positions=torch.tensor(places, device=self.device),
            slots=tuple(slot for slot, _, _ in rows),
            counts=tuple(len(tokens) for _, _, tokens in rows),
            reach=reach,
        )

    def copy(self, copy: Copy) -> None:
        """What one slot computed becomes another's too."""
        end = copy.count
        self._kv[:, copy.target, :end] = self._kv[:, copy.source, :end]

    def rows(self, slots: tuple[int, ...]) -> "CacheRows":
        """The part of the cache that a batch reads and writes."""
        return CacheRows(self._kv, slots)


class CacheRows:
    """One batch's rows. Neighbouring slots are read in place; others are gathered (copied)."""

    def __init__(self, kv: Tensor, slots: tuple[int, ...]) -> None:
        self._layers = kv.unbind(0)
        self._index = torch.tensor(slots, device=kv.device)
        first, last = slots[0], slots[-1]
        self._run = slice(first, last + 1) if last - first + 1 == len(slots) else None

    def write(self, layer: int, positions: Tensor, kv: Tensor) -> None:
        """Store kv [rows, n, 2 * key heads, head_dim] at positions [rows, n]."""
        self._layers[layer][self._index[:, None], positions] = kv

    def read(self, layer: int, reach: int) -> tuple[Tensor, Tensor]:
        """Keys and values [rows, key heads, reach, head_dim]."""
        kv = self._layers[layer]
        near = kv[self._run, :reach] if self._run else kv[:, :reach].index_select(0, self._index)
        keys, values = near.transpose(1, 2).chunk(2, dim=1)
        return keys, values
