"""What the adapters of a batch's rows add to its projections, each row's own to that row.

Two small products per projection: into the rank, and out of it, batched (S-LoRA,
arXiv:2311.03285; Punica, arXiv:2310.18547): with the places themselves where those lie side by
side, else with copies that last until another adapter is needed there. A GPU waits for memory, so
rows that use most of some neighbouring places are brought to their adapters instead: a hundred
adapters of a 7B model are 8 GB, a hundred rows of its activations less than one MB.

In bfloat16 on CPU, a few tokens a row are multiplied by sums of the matrices' lines instead
(`embedding_bag`), read where the adapter lies: nothing is gathered, and the order of the rows does
not matter. For 32 rows of a 30M model, rank 8, that took 3.9 ms a step, batched products 9.2 ms,
and 6.7 in float32 with both conversions. The adapters are rounded to bfloat16, as on a GPU. In
a float32 model the products are the faster: 5.5 ms against 6.2.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

Key = tuple[int, str]
"""Layer and group."""

_SUM = 0
"""`embedding_bag`'s number of that mode."""
_FEW = 8
"""Tokens a row up to which sums of lines are the faster."""
_SPARE = 2
"""Places that may be multiplied for each row, rather than copying what the rows need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """One group's adapters, or the gathered ones of some rows."""

    down: Tensor
    """[n, in, parts * R]; where it is summed by lines in this order, else `in` by `in`: read along
    what one row of x is multiplied with."""
    ups: tuple[Tensor, ...]
    """One per run of equal parts: [n, parts of the run, R, out]."""

    def room_for(self, count: int) -> "Stack":
        """Memory for so many, laid out alike."""
        return Stack(
            down=_room_for(count, self.down), ups=tuple(_room_for(count, up) for up in self.ups)
        )

    def copy(self, index: Tensor, into: "Stack", first: int) -> None:
        """Those at `index`, to `first` and what follows."""
        rows = slice(first, first + len(index))
        torch.index_select(self.down, 0, index, out=into.down[rows])
        for up, out in zip(self.ups, into.ups, strict=True):
            torch.index_select(up, 0, index, out=out[rows])

    def part(self, first: int, count: int) -> "_Product":
        """`count` rows from `first` on, in place."""
        rows = slice(first, first + count)
        return _Product(down=self.down[rows], ups=tuple(up[rows].flatten(0, 1) for up in self.ups))


def by_lines(like: Tensor) -> bool:
    """Whether adapters kept like this tensor are summed by lines for a few tokens a row."""
    return like.device.type == "cpu" and like.dtype is not torch.float32


def _room_for(count: int, like: Tensor) -> Tensor:
    """Memory for so many rows of `like`, in its order."""
    shape = (count, *like.shape[1:])
    return torch.empty_strided(shape, like.stride(), dtype=like.dtype, device=like.device)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Product:
    """What the rows of a batch are multiplied with, made once for many steps."""

    down: Tensor
    """[rows, in, parts * R]."""
    ups: tuple[Tensor, ...]
    """One per run of equal parts: [rows * parts of the run, R, out]."""

    def of(self, x: Tensor) -> Tensor:
        """What the adapters make of x [rows, n, in]: [rows, n, out]."""
        rows, n, _ = x.shape
        inner = torch.bmm(x, self.down)
        if n == 1 and len(self.ups) == 1:
            (up,) = self.ups
            return torch.bmm(inner.view(len(up), 1, -1), up).view(rows, 1, -1)
        made = [torch.bmm(part, up) for _, part, up in self._parts(inner)]
        return torch.cat(made, dim=-1)

    def add(self, x: Tensor, y: Tensor) -> None:
        """The same, added to y [rows, n, out] in place."""
        inner = torch.bmm(x, self.down)
        if x.shape[1] == 1 and len(self.ups) == 1:
            (up,) = self.ups
            y.view(len(up), 1, -1).baddbmm_(inner.view(len(up), 1, -1), up)
            return
        for at, part, up in self._parts(inner):
            y[:, :, at : at + up.shape[2]].baddbmm_(part, up)

    def _parts(self, inner: Tensor) -> Iterator[tuple[int, Tensor, Tensor]]:
        """Of each part: where along `out` it begins, its share of `inner`, and its matrices."""
        rows, at, first = len(inner), 0, 0
        for run in self.ups:
            _, rank, out = run.shape
            for up in run.view(rows, -1, rank, out).unbind(1):
                yield at, inner[:, :, first : first + rank], up
                at, first = at + out, first + rank


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sum:
    """A vector times a matrix is the sum of the matrix's lines, each weighted: for some vectors,
    each with a matrix of its own out of one table of lines."""

    table: Tensor
    """[lines of all matrices, out]."""
    index: Tensor
    """int32 [vectors * lines of a matrix]: which lines of the table are added up."""
    starts: Tensor
    """int32 [vectors]: where each sum begins in `index`."""

    def of(self, vectors: Tensor) -> Tensor:
        """vectors [.., lines of a matrix] -> [vectors, out]."""
        # The functional form checks its arguments anew: 72 times a step, in a cold cache.
        weights = vectors.reshape(-1)
        return torch.embedding_bag(
            self.table, self.index, self.starts, False, _SUM, False, weights, False
        )[0]


class _Sums:
    """What the rows of a batch are multiplied with for `n` tokens each, where it lies."""

    def __init__(self, places: tuple[int, ...], n: int) -> None:
        self._places = torch.tensor(places, dtype=torch.int32).repeat_interleave(n)
        self._lines: dict[tuple[int, int], tuple[Tensor, Tensor]] = {}

    def product(self, stack: Stack) -> "_SumProduct":
        """One group's."""
        ups = tuple((up.shape[1], self._sum(up)) for up in stack.ups)
        return _SumProduct(down=self._sum(stack.down[:, None]), ups=ups)

    def _sum(self, matrices: Tensor) -> _Sum:
        """Of each token with all the matrices of its place; matrices [places, m, lines, out]."""
        _, many, lines, out = matrices.shape
        index, starts = self._where(many * lines, lines)
        return _Sum(table=matrices.view(-1, out), index=index, starts=starts)

    def _where(self, place: int, lines: int) -> tuple[Tensor, Tensor]:
        """`index` and `starts`, alike in every layer; `place` is how many lines each place has."""
        found = self._lines.get((place, lines))
        if found is None:
            each = torch.arange(place, dtype=torch.int32)
            index = (self._places[:, None] * place + each).flatten()
            found = (index, torch.arange(0, len(index), lines, dtype=torch.int32))
            self._lines[place, lines] = found
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _SumProduct:
    """One group's sums of lines, made once for many steps."""

    down: _Sum
    ups: tuple[tuple[int, _Sum], ...]
    """Per run of equal parts: how many parts, and their sums."""

    def add(self, x: Tensor, y: Tensor) -> None:
        """As `_Product.add`."""
        inner = self.down.of(x)
        if len(self.ups) == 1:
            ((_, up),) = self.ups
            y.add_(up.of(inner).view_as(y))
            return
        rank = inner.shape[1] // sum(parts for parts, _ in self.ups)
        at = first = 0
        for parts, up in self.ups:
            made = up.of(inner[:, first : first + parts * rank]).view(*y.shape[:2], -1)
            y[:, :, at : at + made.shape[2]].add_(made)
            at, first = at + made.shape[2], first + parts * rank


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Products:
    """Batched products of every group."""

    of: Mapping[Key, _Product]
    order: _Order | None = None
    """None: adapter i is row i's."""


class Gathering:
    """Brings the adapters of some rows side by side, where they do not lie so already.

    The first row's copy lies at its slot, the others behind it. A student keeps the slot for the
    whole reply, so while nobody in between leaves, only what is new is copied: 3 MB for each who
    joins, where all of a class are 94 MB. With `near` there are copies of a few rows only, and
    they lie from 0 on: for the slots of a hundred students a 7B model's would take 10 GB.
    """

    def __init__(self, *, near: bool) -> None:
        """`near`: multiply in place also when the rows use most of some neighbouring places."""
        self._near = near
        self._copies: dict[Key, Stack] = {}
        self._held: dict[int, int] = {}
        """Which place's adapter lies at which of the copies."""
        self._room = 0

    def forget(self, place: int) -> None:
        """Another adapter has come to this place."""
        self._held = {at: held for at, held in self._held.items() if held != place}

    def clear(self) -> None:
        """The stacks are others now."""
        self._copies, self._held, self._room = {}, {}, 0

    def products(
        self, stacks: Mapping[Key, Stack], places: tuple[int, ...], slots: tuple[int, ...]
    ) -> _Products:
        """Good until the next call: the memory is used again."""
        if _are_neighbours(places) or (self._near and _are_near(places)):
            return _here(stacks, places)
        first = 0 if self._near else slots[0]
        self._copy(stacks, places, first)
        found = {key: copy.part(first, len(places)) for key, copy in self._copies.items()}
        return _Products(of=found)

    def _copy(self, stacks: Mapping[Key, Stack], places: tuple[int, ...], first: int) -> None:
        end = first + len(places)
        if end > self._room:
            # New memory costs six times what the copy takes, in page faults: rarely, then.
            self.clear()
            self._room = 1 << (end - 1).bit_length()
            self._copies = {key: stack.room_for(self._room) for key, stack in stacks.items()}
        new = [at for at, place in enumerate(places, first) if self._held.get(at) != place]
        if not new:
            return
        begin, end = new[0], new[-1] + 1
        device = next(iter(stacks.values())).down.device
        index = torch.tensor(places[begin - first : end - first], device=device)
        for key, stack in stacks.items():
            stack.copy(index, self._copies[key], begin)
        self._held.update(enumerate(places, first))


class RowLora:
    """What the rows of one batch add."""

    def __init__(
        self,
        stacks: Mapping[Key, Stack],
        places: tuple[int, ...],
        slots: tuple[int, ...],
        gathering: Gathering,
    ) -> None:
        """Row i is in slots[i]; its adapter is at places[i]."""
        self._stacks, self._gathering = stacks, gathering
        self._places, self._slots = places, slots
        self._sums: dict[int, _Sums] = {}
        self._few: dict[tuple[int, int, str], _SumProduct] = {}

    def add(self, layer: int, group: str, x: Tensor, y: Tensor) -> Tensor:
        """Add to y [rows, n, out], in place, what the adapters make of x [rows, n, in]."""
        n = x.shape[1]
        few = self._few.get((n, layer, group))
        if few is not None:
            few.add(x, y)
            return y
        stack = self._stacks.get((layer, group))
        if stack is None:
            return y
        if n <= _FEW and by_lines(stack.down):
            self._summed(n, (layer, group)).add(x, y)
            return y
        product, order = self._products.of[layer, group], self._products.order
        if order is None:
            product.add(x, y)
        else:
            y.add_(order.of(product, x))
        return y

    def _summed(self, n: int, key: Key) -> _SumProduct:
        if n not in self._sums:
            self._sums[n] = _Sums(self._places, n)
        found = self._few[n, *key] = self._sums[n].product(self._stacks[key])
        return found

    @cached_property
    def _products(self) -> _Products:
        return self._gathering.products(self._stacks, self._places, self._slots)


def _here(stacks: Mapping[Key, Stack], places: tuple[int, ...]) -> _Products:
    """All places from the first to the last, where they are."""
    first, last = min(places), max(places)
    here = range(first, last + 1)
    found = {key: stack.part(first, len(here)) for key, stack in stacks.items()}
    if places == tuple(here):
        return _Products(of=found)
    row_of = {place: row for row, place in enumerate(places)}
    device = next(iter(stacks.values())).down.device
    order = _Order(
        row_of=torch.tensor([row_of.get(place, 0) for place in here], device=device),
        place_of=torch.tensor([place - first for place in places], device=device),
    )
    return _Products(of=found, order=order)


def _are_neighbours(numbers: tuple[int, ...]) -> bool:
    """Whether they follow each other, as those of a class that has come together do."""
    return numbers == tuple(range(numbers[0], numbers[0] + len(numbers)))


def _are_near(places: tuple[int, ...]) -> bool:
    """Whether multiplying all places between the first and the last costs little more than
    multiplying those of the rows: at least half are used, each adapter by one row."""
    used = [place for place in places if place]
    span = max(places) - min(places) + 1
    return len(set(used)) == len(used) and span <= _SPARE * len(places)
