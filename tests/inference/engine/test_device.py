"""The number format follows what the device multiplies in."""

import pytest
import torch

from inference.engine.device import best_dtype


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
