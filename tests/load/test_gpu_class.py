"""The GPU benchmark runs whole on a CPU, small, and needs nothing that a GPU machine lacks."""

import ast
import subprocess
import sys

import pytest
import torch

from tests.load.bench import BENCHMARKS
from tests.load.gpu_class import PARTS, Spec, run
from tests.load.plan import SMALL
from tests.load.report import ROOT, Table

ABLE = {
    "torch", "transformers", "peft", "numpy", "prometheus_client", "psutil", "tokenizers",
    "safetensors", "jinja2", "yaml", "huggingface_hub",
}  # fmt: skip
"""What such a machine has: an inference image's packages, none of ours."""
TINY = Spec(
    shape="tiny", device="cpu", students=5, tokens=6, bursts=1, peers=2, arrival_s=0.2,
    other_chunks=(64,),
)  # fmt: skip
OURS = "import sys, tests.load.gpu_class; print(*(m.__file__ for n, m in sys.modules.items()\
 if n.split('.')[0] in ('tests', 'inference') and getattr(m, '__file__', None)), sep='\\n')"


@pytest.mark.slow
async def test_every_part_measures_on_a_cpu_too() -> None:
    tables: list[Table] = []
    assert await run(TINY, tables.append) == []
    assert len(tables) >= len(PARTS)
    exact, classes, *_ = tables
    assert exact.rows[0][2] == "all"
    assert [row[0] for row in classes.rows][0::3] == ["5 at once (chunk 1024)", "one alone"]


@pytest.mark.slow
async def test_a_part_that_fails_does_not_end_the_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("out of memory")

    some = (("first", broken), *(part for part in PARTS if part[0] == "exact"))
    monkeypatch.setattr("tests.load.gpu_class.PARTS", some)
    tables: list[Table] = []
    assert await run(TINY, tables.append) == ["first"]
    assert len(tables) == 1
    assert "out of memory" in capsys.readouterr().err


@pytest.mark.slow
def test_it_imports_nothing_that_a_gpu_machine_lacks() -> None:
    listed = subprocess.run(
        [sys.executable, "-c", OURS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = listed.stdout.split()
    assert any(file.endswith("engine/worker.py") for file in files)
    for file in files:
        with open(file) as source:
            found = {name for node in ast.parse(source.read()).body for name in _imported(node)}
        assert found <= ABLE | {"inference", "tests"} | sys.stdlib_module_names, file


def _imported(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.split(".")[0] for alias in node.names]
    return [(node.module or "").split(".")[0]] if isinstance(node, ast.ImportFrom) else []


async def test_without_a_gpu_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert await BENCHMARKS["gpu"](SMALL) == []
    assert "NO CUDA GPU" in capsys.readouterr().err
