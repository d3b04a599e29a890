"""The adapter bank: many LoRA adapters stacked in memory, one chosen per row of a batch.

For each stacked projection of the model `down [n, in, parts * R]` and `up [n, parts, R, out]`, in
the model's precision; place 0 is the base model (zeros). What a batch's rows do with it is
`lora_rows`. The least recently used adapter makes room, never one that a running row uses. Knows
tensors and names; knows no files and no requests.
"""

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import torch
from torch import Tensor

from inference.engine.lora_files import AdapterWeights
from inference.engine.lora_rows import Gathering, Key, RowLora, Stack, by_lines
from inference.errors import AdapterLoadError

GROUPS: Mapping[str, tuple[str, ...]] = {
    "qkv": ("q", "k", "v"),
    "out": ("o",),
    "gate_up": ("gate", "up"),
    "down": ("down",),
}
"""The model's stacked projections and their parts, in order along `out`."""
RANK_STEP = 4
"""Room for ranks grows in such steps: a rank that nobody uses would be multiplied all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSize:
    """Sizes of one stacked projection."""

    inputs: int
    outputs: tuple[int, ...]
    """Of each part."""

    @property
    def runs(self) -> tuple[tuple[int, int], ...]:
        """Neighbouring parts of one size: how many, and the size. They multiply as one batch."""
        return tuple((len(list(same)), size) for size, same in groupby(self.outputs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Where and how adapters are kept."""

    device: torch.device
    dtype: torch.dtype = torch.float32
    """The model's."""
    in_place: bool = False
    """Multiply where the adapters are, when a batch uses most of some neighbouring places; those
    of neighbours in their order are multiplied there anyway."""


class LoraBank:
    """`places` adapters of at most `rank`, beside the base model."""

    def __init__(
        self, sizes: Mapping[Key, GroupSize], *, places: int, rank: int, memory: Memory
    ) -> None:
        """Memory is taken by the first adapter that changes a group, for the ranks that come."""
        self._sizes, self._most, self._kept = sizes, rank, memory
        self._count = places + 1
        self._rank = 0
        self._stacks: dict[Key, Stack] = {}
        self._places: OrderedDict[str, int] = OrderedDict()
        # Taken from the end: those who come together get neighbouring places, in their order.
        self._free = list(range(self._count - 1, 0, -1))
        self._chosen: tuple[tuple[tuple[int, ...], tuple[int, ...]], RowLora] | None = None
        self._gathering = Gathering(near=memory.in_place)
        self.loads = 0
        """Adapters copied in since the start."""

    @property
    def names(self) -> tuple[str, ...]:
        """Adapters that are here, least recently used first."""
        return tuple(self._places)

    def check(self, weights: AdapterWeights) -> None:
        """Raises AdapterLoadError when it does not fit this model."""
        if weights.rank > self._most:
            raise AdapterLoadError(
                f"adapter {weights.name!r} has rank {weights.rank}; at most {self._most} fit"
            )
        for (layer, part), pair in weights.projections.items():
            group = _group_of(part)
            size = self._sizes.get((layer, group)) if group else None
            if size is None:
                raise AdapterLoadError(f"adapter {weights.name!r}: no layer {layer} {part}_proj")
            outputs = size.outputs[GROUPS[group].index(part)]
            if (pair.down.shape[1], pair.up.shape[0]) != (size.inputs, outputs):
                raise AdapterLoadError(f"adapter {weights.name!r} is for another model")

    def put(self, weights: AdapterWeights, *, pinned: Collection[str]) -> None:
        """Copy an adapter in (again a no-op); evicts the least recently used that is not pinned.

        Raises AdapterLoadError when all places are pinned or it does not fit.
        """
        if weights.name in self._places:
            return
        self.check(weights)
        place = self._free_place(pinned)
        self._make_room(weights)
        for key, stack in self._stacks.items():
            self._write(key, stack, place, weights)
        self._places[weights.name] = place
        self._gathering.forget(place)
        self._chosen = None
        self.loads += 1

    def drop(self, name: str) -> None:
        """Forget an adapter; its place is free. Nothing may use it any more."""
        place = self._places.pop(name, None)
        if place is not None:
            self._free.append(place)

    def rows(self, adapters: Sequence[str | None], slots: Sequence[int] = ()) -> RowLora | None:
        """The adapters of a batch's rows, all of them here; None when all rows are base.

        `slots` are the rows' own, ascending: what was copied for them last time may be there
        still. Good until the next call: the memory is used again.
        """
        places = tuple(self._places[name] if name else 0 for name in adapters)
        for name in filter(None, adapters):
            self._places.move_to_end(name)
        if not any(places):
            return None
        # Rows stay the same for many steps: what is found out about them is kept.
        who = (places, tuple(slots or range(len(places))))
        if self._chosen is None or self._chosen[0] != who:
            self._chosen = (who, RowLora(self._stacks, *who, self._gathering))
        return self._chosen[1]

    def _free_place(self, pinned: Collection[str]) -> int:
        if self._free:
            return self._free.pop()
        victim = next((name for name in self._places if name not in pinned), None)
        if victim is None:
            raise AdapterLoadError("every place of the adapter bank is in use")
        return self._places.pop(victim)

    def _make_room(self, weights: AdapterWeights) -> None:
        """Stacks for every group it changes, wide enough for its rank."""
        wanted = {(layer, _group_of(part)) for layer, part in weights.projections}
        rank = max(self._rank, -(-weights.rank // RANK_STEP) * RANK_STEP)
        for key in wanted | set(self._stacks):
            old = self._stacks.get(key)
            if old is None or rank > self._rank:
                self._stacks[key] = self._widened(self._sizes[key], old, rank)
                self._gathering.clear()
        self._rank = rank

    def _widened(self, size: GroupSize, old: Stack | None, rank: int) -> Stack:
        parts = len(size.outputs)

        def zeros(*shape: int) -> Tensor:
            return torch.zeros(shape, device=self._kept.device, dtype=self._kept.dtype)

        down = zeros(self._count, size.inputs, parts, rank)
        if not by_lines(down):
            down = zeros(self._count, parts, rank, size.inputs).movedim(3, 1)
        ups = tuple(zeros(self._count, many, rank, out) for many, out in size.runs)
        if old is not None:
            before = old.down.shape[2] // parts
            down[..., :before] = old.down.view(self._count, size.inputs, parts, before)
            for up, old_up in zip(ups, old.ups, strict=True):
                up[:, :, :before] = old_up
        return Stack(down=down.flatten(2), ups=ups)

    def _write(self, key: Key, stack: Stack, place: int, weights: AdapterWeights) -> None:
        layer, group = key
        downs = stack.down[place].zero_().view(-1, len(GROUPS[group]), self._rank).unbind(1)
        ups = [up for stacked in stack.ups for up in stacked[place].zero_()]
        for part, down, up in zip(GROUPS[group], downs, ups, strict=True):
            pair = weights.projections.get((layer, part))
            if pair is not None:
                rank = pair.down.shape[0]
                # Moved first: a transposed copy to another device is transposed on the CPU.
                down[:, :rank] = pair.down.to(down.device).T
                up[:rank] = pair.up.to(up.device).T


def _group_of(part: str) -> str:
    return next((group for group, parts in GROUPS.items() if part in parts), "")
