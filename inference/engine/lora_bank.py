"""The adapter bank: many LoRA adapters stacked in memory, one chosen per row of a batch.

For each stacked projection of the model `down [n, parts * R, in]` and `up [n, part, R, out]`;
place 0 is the base model (zeros). A batch of rows gathers its own and multiplies batch-wise, so
rows with different adapters cost two small products more than rows without (S-LoRA,
arXiv:2311.03285; Punica, arXiv:2310.18547). The least recently used adapter makes room, never one
that a running row uses. Knows tensors and names; knows no files and no requests.

On CPU always float32, also beside a bfloat16 model: batches of small bfloat16 products took twice
as long as the same in float32 with both conversions (200 us against 91 us for 32 rows of q, k, v).
A GPU waits for memory, so there the bank has the model's precision, and rows that use most of some
neighbouring places are brought to their adapters instead: a hundred adapters of a 7B model are
8 GB, a hundred rows of its activations less than one MB.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import torch
from torch import Tensor

from inference.engine.lora_files import AdapterWeights
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

_SPARE = 2
"""Places that may be multiplied for each row, rather than copying what the rows need."""

Key = tuple[int, str]
"""Layer and group."""


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
    in_place: bool = False
    """Multiply where the adapters are, when a batch uses most of some neighbouring places; those
    of neighbours in their order are multiplied there anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stack:
    """One group's adapters, or the gathered ones of some rows."""

    down: Tensor
    """[n, parts * R, in]: as PEFT has it, and read along what one row of x is multiplied with."""
    ups: tuple[Tensor, ...]
    """One per run of equal parts: [n, parts of the run, R, out]."""

    def rows(self, index: Tensor, into: "_Stack | None") -> "_Stack":
        """The rows at `index`, in the memory of an earlier gathering where that is large enough:
        new memory cost 60 ms of page faults where the copy takes 5."""
        count = len(index)
        if into is None or len(into.down) < count or into.down.shape[1:] != self.down.shape[1:]:
            room = 1 << (count - 1).bit_length()
            into = _Stack(
                down=self.down.new_empty((room, *self.down.shape[1:])),
                ups=tuple(up.new_empty((room, *up.shape[1:])) for up in self.ups),
            )
        torch.index_select(self.down, 0, index, out=into.down[:count])
        for up, out in zip(self.ups, into.ups, strict=True):
            torch.index_select(up, 0, index, out=out[:count])
        return into

    def part(self, first: int, count: int) -> "_Product":
        """`count` rows from `first` on, in place."""
        rows = slice(first, first + count)
        ups = tuple(up[rows].flatten(0, 1) for up in self.ups)
        return _Product(down=self.down[rows].transpose(1, 2), ups=ups)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Product:
    """What the rows of a batch are multiplied with, made once for many steps."""

    down: Tensor
    """[rows, in, parts * R]."""
    ups: tuple[Tensor, ...]
    """One per run of equal parts: [rows * parts of the run, R, out]."""

    def of(self, x: Tensor) -> Tensor:
        """What the adapters make of x [rows, n, in]: [rows, n, out], in the bank's dtype."""
        rows, n, _ = x.shape
        inner = torch.bmm(x.to(self.down.dtype), self.down)
        if n == 1 and len(self.ups) == 1:
            (up,) = self.ups
            return torch.bmm(inner.view(len(up), 1, -1), up).view(rows, 1, -1)
        return torch.cat([made for _, made in self._parts(inner)], dim=-1)

    def add(self, x: Tensor, y: Tensor) -> None:
        """The same, added to y [rows, n, out] in place; rounded to its dtype before, as in PEFT:
        a sum of two dtypes is not vectorised."""
        if x.shape[1] == 1 and (len(self.ups) > 1 or y.dtype != self.down.dtype):
            y.add_(self.of(x).to(y.dtype))
            return
        inner = torch.bmm(x.to(self.down.dtype), self.down)
        if x.shape[1] == 1:
            (up,) = self.ups
            y.view(len(up), 1, -1).baddbmm_(inner.view(len(up), 1, -1), up)
            return
        for at, made in self._parts(inner):
            y[:, :, at : at + made.shape[2]].add_(made.to(y.dtype))

    def _parts(self, inner: Tensor) -> Iterator[tuple[int, Tensor]]:
        """Where along `out` each part begins, and what it makes: [rows, n, its out]."""
        rows, at, first = len(inner), 0, 0
        for run in self.ups:
            _, rank, out = run.shape
            for up in run.view(rows, -1, rank, out).unbind(1):
                yield at, torch.bmm(inner[:, :, first : first + rank], up)
                at, first = at + out, first + rank


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLora:
    """What the rows of one batch add."""

    products: Mapping[Key, _Product]
    order: "_Order | None" = None
    """None: adapter i is row i's."""

    def add(self, layer: int, group: str, x: Tensor, y: Tensor) -> Tensor:
        """Add to y [rows, n, out], in place, what the adapters make of x [rows, n, in]."""
        product = self.products.get((layer, group))
        if product is None:
            return y
        if self.order is None:
            product.add(x, y)
        else:
            y.add_(self.order.of(product, x).to(y.dtype))
        return y


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """Which rows go to which of some neighbouring places."""

    row_of: Tensor
    """int64 [places]; a place that no row uses computes row 0, and nobody reads it."""
    place_of: Tensor
    """int64 [rows]."""

    def of(self, product: _Product, x: Tensor) -> Tensor:
        """As `_Product.of`, with x in the order of the rows."""
        return product.of(x.index_select(0, self.row_of)).index_select(0, self.place_of)


class LoraBank:
    """`places` adapters of at most `rank`, beside the base model."""

    def __init__(
        self, sizes: Mapping[Key, GroupSize], *, places: int, rank: int, memory: Memory
    ) -> None:
        """Memory is taken by the first adapter that changes a group, for the ranks that come."""
        self._sizes, self._most, self._kept = sizes, rank, memory
        self._count = places + 1
        self._rank = 0
        self._stacks: dict[Key, _Stack] = {}
        self._places: OrderedDict[str, int] = OrderedDict()
        # Taken from the end: those who come together get neighbouring places, in their order.
        self._free = list(range(self._count - 1, 0, -1))
        self._chosen: tuple[tuple[int, ...], RowLora] | None = None
        self._gathered: dict[Key, _Stack] = {}
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
        self._chosen = None
        self.loads += 1

    def drop(self, name: str) -> None:
        """Forget an adapter; its place is free. Nothing may use it any more."""
        place = self._places.pop(name, None)
        if place is not None:
            self._free.append(place)

    def rows(self, adapters: Sequence[str | None]) -> RowLora | None:
        """The adapters of a batch's rows, all of them here; None when all rows are base.

        Good until the next call: the memory is used again.
        """
        places = tuple(self._places[name] if name else 0 for name in adapters)
        for name in filter(None, adapters):
            self._places.move_to_end(name)
        if not any(places):
            return None
        # Rows stay the same for many steps: gathering once spares most of the copies.
        if self._chosen is None or self._chosen[0] != places:
            near = _are_neighbours(places) or (self._kept.in_place and _are_near(places))
            self._chosen = (places, self._here(places) if near else self._copied(places))
        return self._chosen[1]

    def _copied(self, places: tuple[int, ...]) -> RowLora:
        index = self._indices(list(places))
        for key, stack in self._stacks.items():
            self._gathered[key] = stack.rows(index, self._gathered.get(key))
        found = {key: stack.part(0, len(places)) for key, stack in self._gathered.items()}
        return RowLora(products=found)

    def _here(self, places: tuple[int, ...]) -> RowLora:
        first, last = min(places), max(places)
        here = range(first, last + 1)
        found = {key: stack.part(first, len(here)) for key, stack in self._stacks.items()}
        if places == tuple(here):
            return RowLora(products=found)
        row_of = {place: row for row, place in enumerate(places)}
        order = _Order(
            row_of=self._indices([row_of.get(place, 0) for place in here]),
            place_of=self._indices([place - first for place in places]),
        )
        return RowLora(products=found, order=order)

    def _indices(self, values: list[int]) -> Tensor:
        return torch.tensor(values, device=self._kept.device)

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
        self._rank = rank

    def _widened(self, size: GroupSize, old: _Stack | None, rank: int) -> _Stack:
        parts = len(size.outputs)

        def zeros(*shape: int) -> Tensor:
            return torch.zeros(shape, device=self._kept.device, dtype=self._kept.dtype)

        down = zeros(self._count, parts, rank, size.inputs)
        ups = tuple(zeros(self._count, many, rank, out) for many, out in size.runs)
        if old is not None:
            before = old.down.shape[1] // parts
            down[:, :, :before] = old.down.view(self._count, parts, before, size.inputs)
            for up, old_up in zip(ups, old.ups, strict=True):
                up[:, :, :before] = old_up
        return _Stack(down=down.view(self._count, parts * rank, size.inputs), ups=ups)

    def _write(self, key: Key, stack: _Stack, place: int, weights: AdapterWeights) -> None:
        layer, group = key
        downs = stack.down[place].zero_().view(len(GROUPS[group]), self._rank, -1)
        ups = [up for stacked in stack.ups for up in stacked[place].zero_()]
        for part, down, up in zip(GROUPS[group], downs, ups, strict=True):
            pair = weights.projections.get((layer, part))
            if pair is not None:
                rank = pair.down.shape[0]
                down[:rank] = pair.down
                # Moved first: a transposed copy to another device is transposed on the CPU.
                up[:rank] = pair.up.to(up.device).T


def _are_neighbours(places: tuple[int, ...]) -> bool:
    """Whether they follow each other, as those of a class that has come together do."""
    return places == tuple(range(places[0], places[0] + len(places)))


def _are_near(places: tuple[int, ...]) -> bool:
    """Whether multiplying all places between the first and the last costs little more than
    multiplying those of the rows: at least half are used, each adapter by one row."""
    used = [place for place in places if place]
    span = max(places) - min(places) + 1
    return len(set(used)) == len(used) and span <= _SPARE * len(places)


def _group_of(part: str) -> str:
    return next((group for group, parts in GROUPS.items() if part in parts), "")
