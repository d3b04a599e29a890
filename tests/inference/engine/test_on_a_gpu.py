"""What a GPU would refuse, found without one: tensors on torch's `meta` device compute shapes
only, and here no operation may take tensors of two devices but to bring one to the other."""

from collections.abc import Iterator

import pytest
import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from inference.engine.cache import SlotCache
from inference.engine.lora_bank import LoraBank, Memory
from inference.engine.model import Decoder
from inference.engine.sampling import Draw, choose_tokens
from inference.engine.slots import Copy
from tests.load.gpu_weights import RANK, TINY, Place, draw_adapter, draw_model

CPU, OTHER = torch.device("cpu"), torch.device("meta")
PLACE = Place(device=OTHER, dtype=torch.bfloat16)
BRINGS = ("aten::_to_copy", "aten::copy_")


class OneDevice(TorchDispatchMode):
    """Refuses what a GPU would."""

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):  # type: ignore[no-untyped-def]
        kwargs = kwargs or {}
        taken = [*args, *kwargs.values()]
        taken += [x for some in taken if isinstance(some, list | tuple) for x in some]
        homes = {x.device for x in taken if isinstance(x, Tensor) and x.dim()}
        made = function(*args, **kwargs)
        if isinstance(made, Tensor):
            homes.add(made.device)
        if len(homes) > 1:
            name = function._schema.name
            assert name in BRINGS, f"{name} takes tensors of {homes}"
        return made


@pytest.fixture
def gpu() -> Iterator[None]:
    with OneDevice():
        yield


def made() -> tuple[Decoder, SlotCache, LoraBank]:
    model = draw_model(TINY, PLACE)
    memory = Memory(device=OTHER, dtype=torch.bfloat16, in_place=True)
    bank = LoraBank(model.lora_sizes(), places=8, rank=RANK, memory=memory)
    return model, model.new_cache(slots=9, context=64), bank


@pytest.mark.usefixtures("gpu")
@pytest.mark.parametrize("home", [OTHER, CPU], ids=str)
@pytest.mark.parametrize(
    "names",
    [["a", "b", "c"], ["c", "a", "b"], ["a", None, "b"], ["a", "a", "b"], [None, None, None]],
    ids=["in place", "in another order", "a base row", "one twice", "base"],
)
def test_a_step_stays_on_its_device(names: list[str | None], home: torch.device) -> None:
    model, cache, bank = made()
    for name in "abc":
        at = Place(device=home, dtype=torch.float32 if home == CPU else torch.bfloat16)
        bank.put(draw_adapter(TINY, at, name), pinned=())
    cache.copy(Copy(source=2, target=3, count=5))
    for slots in ((0, 1, 2), (0, 3, 8)):
        for new in ([7], [7] * 12):
            told = [(slot, 5, new) for slot in slots]
            logits = model.forward(cache.batch(told), cache, bank.rows(names))
            assert logits.device == OTHER
            assert logits.dtype is torch.float32


@pytest.mark.usefixtures("gpu")
@pytest.mark.parametrize("temperature", [0.0, 0.7])
def test_drawing_waits_for_nothing_but_the_tokens(temperature: float) -> None:
    logits = torch.zeros(3, 16, device=OTHER)
    allowed = torch.ones(16, dtype=torch.bool, device=OTHER)
    draws = [
        Draw(temperature=heat, top_p=0.9, uniform=0.5, allowed=mask)
        for heat, mask in ((temperature, None), (0.0, allowed), (temperature, allowed))
    ]
    with pytest.raises((NotImplementedError, RuntimeError), match="meta") as stopped:
        choose_tokens(logits, draws)
    lines = [str(e.statement) for e in stopped.traceback if str(e.path).endswith("sampling.py")]
    assert lines[-1].endswith("tolist()")


@pytest.mark.usefixtures("gpu")
def test_lists_that_become_tensors_do_not_grow_in_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """The host waits for each."""
    counts, real, made_now = [], torch.tensor, 0

    def counted(*values: object, **more: object) -> Tensor:
        nonlocal made_now
        made_now += 1
        return real(*values, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(torch, "tensor", counted)
    for rows in (2, 8):
        model, cache, bank = made()
        names = [f"s{row}" for row in range(rows)]
        for name in names:
            bank.put(draw_adapter(TINY, PLACE, name), pinned=())
        made_now = 0
        batch = cache.batch([(row, 5, [7]) for row in range(rows)])
        model.forward(batch, cache, bank.rows(names[::-1]))
        counts.append(made_now)
    assert counts == [6, 6]


def test_the_reach_comes_in_steps_where_attention_needs_it() -> None:
    model = draw_model(TINY, Place(device=CPU, dtype=torch.float32))
    assert model.new_cache(slots=1, context=64).batch([(0, 0, [1] * 9)]).reach == 9
    _, cache, _ = made()
    assert cache.batch([(0, 0, [1] * 9)]).reach == 16
    assert cache.batch([(0, 60, [1] * 4)]).reach == 64
    assert cache.batch([(0, 0, [1] * 64)]).reach == 64
