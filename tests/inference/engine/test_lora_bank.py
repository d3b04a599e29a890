"""The bank: rows get their own adapter and no other, places are found without evicting users."""

from collections.abc import Sequence

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.engine.loading import Loaded
from inference.engine.lora_bank import GROUPS, GroupSize, LoraBank, Memory
from inference.engine.lora_files import AdapterWeights, Projection
from inference.engine.lora_rows import Gathering, Stack
from inference.errors import AdapterLoadError

SIZES = {
    (0, "qkv"): GroupSize(inputs=6, outputs=(6, 4, 4)),
    (0, "out"): GroupSize(inputs=6, outputs=(6,)),
    (0, "gate_up"): GroupSize(inputs=6, outputs=(8, 8)),
    (0, "down"): GroupSize(inputs=8, outputs=(6,)),
}
OUTPUTS = {"q": 6, "k": 4, "v": 4, "o": 6, "gate": 8, "up": 8, "down": 6}
INPUTS = {"down": 8}
ADAPTERS = st.sampled_from("-abcd")
EVERYTHING = "q k v o gate up down"


def weights(
    name: str, seed: int, *, rank: int = 2, parts: str = "q v gate down"
) -> AdapterWeights:
    generator = torch.Generator().manual_seed(seed)

    def pair(part: str) -> Projection:
        return Projection(
            down=torch.randn(rank, INPUTS.get(part, 6), generator=generator),
            up=torch.randn(OUTPUTS[part], rank, generator=generator),
        )

    return AdapterWeights(
        name=name, rank=rank, projections={(0, part): pair(part) for part in parts.split()}
    )


def odd(name: str, layer: int, part: str, inputs: int) -> AdapterWeights:
    pair = Projection(down=torch.zeros(1, inputs), up=torch.zeros(6, 1))
    return AdapterWeights(name=name, rank=1, projections={(layer, part): pair})


def bank(
    places: int = 2, *, in_place: bool = False, dtype: torch.dtype = torch.float32
) -> LoraBank:
    memory = Memory(device=torch.device("cpu"), in_place=in_place, dtype=dtype)
    return LoraBank(SIZES, places=places, rank=6, memory=memory)


def expected(adapter: AdapterWeights | None, group: str, x: torch.Tensor) -> torch.Tensor:
    """What the adapter adds to x [n, in], from the textbook."""
    columns = []
    for part, out in zip(GROUPS[group], SIZES[0, group].outputs, strict=True):
        pair = adapter.projections.get((0, part)) if adapter else None
        columns.append(x @ (pair.up @ pair.down).T if pair else x.new_zeros((len(x), out)))
    return torch.cat(columns, dim=-1)


def check_rows(
    subject: LoraBank,
    rows: list[AdapterWeights | None],
    *,
    slots: Sequence[int] = (),
    dtype: torch.dtype = torch.float32,
) -> None:
    """Every row of every group gets exactly its own adapter's addition."""
    lora = subject.rows([row.name if row else None for row in rows], slots)
    assert lora is not None
    for (_, group), size in SIZES.items():
        for tokens in (1, 2, 9):
            x = torch.randn(len(rows), tokens, size.inputs)
            y = torch.randn(len(rows), tokens, sum(size.outputs))
            added = lora.add(0, group, x.to(dtype), y.to(dtype, copy=True)).float()
            for place, row in enumerate(rows):
                wanted = y[place] + expected(row, group, x[place])
                assert torch.allclose(added[place], wanted, atol=1e-5)


@given(
    batches=st.lists(st.dictionaries(st.integers(0, 4), ADAPTERS, min_size=1, max_size=3)),
    in_place=st.booleans(),
    dtype=st.sampled_from([torch.float32, torch.float64]),
)
@settings(max_examples=120, deadline=None)
def test_every_row_gets_what_its_own_adapter_adds(
    batches: list[dict[int, str]], in_place: bool, dtype: torch.dtype
) -> None:
    """In float32 by batched products, in any other precision by sums of lines as in bfloat16;
    a batch is the adapter in each slot, "-" is none."""
    library = {name: weights(name, seed) for seed, name in enumerate("abcd")}
    subject = bank(places=3, in_place=in_place, dtype=dtype)
    for batch in batches:
        slots = sorted(batch)
        rows = [library.get(batch[slot]) for slot in slots]
        for row in filter(None, rows):
            subject.put(row, pinned=set(batch.values()))
        if any(rows):
            check_rows(subject, rows, slots=slots, dtype=dtype)
        else:
            assert subject.rows([None] * len(rows)) is None


def test_the_least_recently_used_goes_but_never_one_in_use() -> None:
    subject = bank(places=2)
    for name in "ab":
        subject.put(weights(name, 1), pinned=())
    subject.rows(["a"])
    subject.put(weights("c", 3), pinned={"a"})
    assert set(subject.names) == {"a", "c"}
    with pytest.raises(AdapterLoadError, match="in use"):
        subject.put(weights("d", 4), pinned={"a", "c"})
    assert set(subject.names) == {"a", "c"}


def test_a_place_that_is_used_again_keeps_nothing_of_the_one_before() -> None:
    subject = bank(places=1)
    subject.put(weights("a", 1, rank=3, parts=EVERYTHING), pinned=())
    small = weights("b", 2, rank=1, parts="q")
    subject.put(small, pinned=())
    check_rows(subject, [small])


def test_gathered_rows_follow_a_reload() -> None:
    subject = bank(places=1)
    first, second = weights("a", 1), weights("b", 2)
    for adapter in (first, second, first):
        subject.put(adapter, pinned=())
        check_rows(subject, [adapter, adapter])
        check_rows(subject, [adapter, None])
    assert subject.loads == 3


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_room_for_a_higher_rank_keeps_what_is_there(dtype: torch.dtype) -> None:
    subject = bank(places=3, dtype=dtype)
    adapters = [weights("a", 1, rank=1, parts="q"), weights("b", 2, rank=6, parts=EVERYTHING)]
    adapters.append(weights("c", 3, rank=5, parts="up down"))
    for adapter in adapters:
        subject.put(adapter, pinned=())
        check_rows(subject, [adapter, adapter], dtype=dtype)
    check_rows(subject, [adapters[1], None, adapters[0], adapters[2]], dtype=dtype)


@pytest.mark.parametrize("tokens", [1, 2, 9])
def test_a_bfloat16_model_gets_its_own_precision_back(tokens: int) -> None:
    subject, adapter = bank(dtype=torch.bfloat16), weights("a", 1)
    subject.put(adapter, pinned=())
    lora = subject.rows(["a"])
    assert lora is not None
    x = torch.randn(1, tokens, 6).bfloat16()
    added = lora.add(0, "qkv", x, torch.zeros(1, tokens, 14).bfloat16())
    assert added.dtype is torch.bfloat16
    wanted = expected(adapter, "qkv", x[0].float())
    assert torch.allclose(added[0].float(), wanted, rtol=0.05, atol=0.15)


def test_a_dropped_adapter_frees_its_place() -> None:
    subject = bank(places=1)
    subject.put(weights("a", 1), pinned=())
    subject.drop("a")
    subject.drop("a")
    subject.put(weights("b", 2), pinned={"a"})
    assert subject.names == ("b",)


@pytest.mark.parametrize(
    "wrong",
    [
        weights("big", 1, rank=7),
        odd("deep", 7, "q", 6),
        odd("wide", 0, "q", 9),
        odd("other", 0, "lm_head", 6),
    ],
    ids=lambda adapter: adapter.name,
)
def test_what_does_not_fit_is_refused_and_changes_nothing(wrong: AdapterWeights) -> None:
    subject = bank()
    with pytest.raises(AdapterLoadError):
        subject.put(wrong, pinned=())
    assert subject.names == ()


def test_sizes_are_the_models_own(loaded: Loaded) -> None:
    sizes = loaded.machine.model.lora_sizes()
    assert sizes[0, "qkv"] == GroupSize(inputs=64, outputs=(64, 32, 32))
    assert sizes[1, "down"] == GroupSize(inputs=96, outputs=(64,))
    assert len(sizes) == 8


def test_copies_of_a_few_far_rows_do_not_take_the_memory_of_every_slot() -> None:
    """On a GPU, where neighbours are multiplied in place."""
    stack = Stack(down=torch.zeros(101, 6, 4), ups=(torch.zeros(101, 1, 4, 6),))
    products = Gathering(near=True).products({(0, "out"): stack}, (3, 97), (60, 99))
    assert products.of[0, "out"].down.untyped_storage().nbytes() <= 2 * 6 * 4 * 4
