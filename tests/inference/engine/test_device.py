"""The number format follows what the device multiplies in."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from inference.engine.device import best_dtype, compute_with


@pytest.mark.parametrize(
    ("able", "dtype"),
    [({}, "float32"), ({"avx512_f": True, "avx512_bf16": False, "amx_bf16": False}, "float32"),
     ({"avx512_bf16": True}, "bfloat16"), ({"amx_bf16": True}, "bfloat16")],
)  # fmt: skip
def test_a_cpu_gets_bf16_only_where_it_multiplies_in_it(
    able: dict[str, bool], dtype: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: able)
    assert best_dtype("cpu") == dtype
    assert best_dtype("cuda") == "bfloat16"


def test_torch_still_names_what_is_asked_for() -> None:
    """A new name would turn bf16 off in silence."""
    assert {"avx512_bf16", "amx_bf16"} <= set(torch.cpu.get_capabilities())


@pytest.fixture
def same_threads_afterwards() -> Iterator[None]:
    before = torch.get_num_threads()
    yield
    compute_with(before)


@pytest.mark.usefixtures("same_threads_afterwards")
def test_how_many_threads_is_each_threads_own() -> None:
    """Were it the process's, the loader would get a pool of helpers too."""
    compute_with(1)
    with ThreadPoolExecutor(1) as worker, ThreadPoolExecutor(1) as loader:
        loader.submit(compute_with, 1).result()
        worker.submit(compute_with, 2).result()
        assert worker.submit(torch.get_num_threads).result() == 2
        assert loader.submit(torch.get_num_threads).result() == 1
    assert torch.get_num_threads() == 1
