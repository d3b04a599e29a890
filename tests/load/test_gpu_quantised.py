"""The GPU measurement runs small without a GPU; one part that fails loses no other's."""

import pytest
import torch

from inference.errors import ModelLoadError
from tests.load import gpu_quantised

CPU = torch.device("cpu")
WAYS = ("full", "int8", "int4")


@pytest.fixture(autouse=True)
def no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)


def test_the_large_shape_wants_a_gpu(capsys: pytest.CaptureFixture[str]) -> None:
    assert gpu_quantised.main([]) == 2
    assert "no CUDA GPU" in capsys.readouterr().out


def test_the_tiny_shape_runs_on_a_cpu(capsys: pytest.CaptureFixture[str]) -> None:
    assert gpu_quantised.main(["--shape", "tiny"]) == 0
    lines = capsys.readouterr().out.splitlines()
    cells = [line.split() for line in lines]
    rows = {words[0]: words for words in cells if len(words) == 7 and words[0] in WAYS}
    assert set(rows) == {"full", "int8"}
    assert float(rows["full"][-1]) == 0.0
    assert 0.0 < float(rows["int8"][-1]) < 0.1
    assert any(line.startswith("int4: refused: int4 weights need a CUDA GPU") for line in lines)


def test_a_part_that_fails_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    measure = gpu_quantised.measure

    def broken(weights: str, *arguments: object, **named: object) -> object:
        if weights == "full":
            raise RuntimeError("out of memory, say")
        return measure(weights, *arguments, **named)

    monkeypatch.setattr(gpu_quantised, "measure", broken)
    assert gpu_quantised.main(["--shape", "tiny"]) == 0
    out = capsys.readouterr().out
    assert "full: failed" in out
    assert "out of memory, say" in out
    assert any(line.startswith("int8 ") and line.endswith("-") for line in out.splitlines())


def test_every_run_draws_the_same_weights() -> None:
    shape = gpu_quantised.SHAPES["tiny"]
    first, again = (gpu_quantised.RandomTensors(shape, device=CPU) for _ in range(2))
    name = "layers.1.self_attn.k_proj.weight"
    weight = first.pop(name)
    assert weight is not None
    assert weight.shape == (64, 128)
    assert torch.equal(weight, again.pop(name))
    assert not torch.equal(weight, again.pop(name.replace("layers.1", "layers.0")))


def test_int4_wants_a_gpu() -> None:
    with pytest.raises(ModelLoadError):
        gpu_quantised.measure("int4", gpu_quantised.SHAPES["tiny"], device=CPU)
