"""The plugin against a stand-in with the shape of vLLM 0.33.0's resolver interface.

vLLM itself cannot be installed beside our pins (it needs another torch and transformers), so this
holds us to the contract: the names that are imported, the methods' signatures, what is returned.
"""

import importlib
import importlib.metadata
import subprocess
import sys
import tomllib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from tests.inference.scaling.folders import adapter_folder

ROOT = Path(__file__).parents[3]
PLUGIN = "inference.scaling.vllm_resolver"
MODEL = "/models/base"


@dataclass
class LoRARequest:
    """As vLLM's: a number above 0 and a path are asked for."""

    lora_name: str
    lora_int_id: int
    lora_path: str = ""

    def __post_init__(self) -> None:
        assert self.lora_int_id >= 1
        assert self.lora_path


class LoRAResolver(ABC):
    """vLLM's only abstract method."""

    @abstractmethod
    async def resolve_lora(self, base_model_name: str, lora_name: str) -> LoRARequest | None: ...


class Registry:
    """vLLM keeps one of these in the module."""

    def __init__(self) -> None:
        self.resolvers: dict[str, LoRAResolver] = {}

    def register_resolver(self, resolver_name: str, resolver: LoRAResolver) -> None:
        self.resolvers[resolver_name] = resolver


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    """The stand-in in `sys.modules`, and our plugin imported over it."""
    made = Registry()
    parts = {
        "vllm": {},
        "vllm.lora": {},
        "vllm.lora.request": {"LoRARequest": LoRARequest},
        "vllm.lora.resolver": {"LoRAResolver": LoRAResolver, "LoRAResolverRegistry": made},
    }
    for name, content in parts.items():
        module = ModuleType(name)
        module.__dict__.update(content)
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.delitem(sys.modules, PLUGIN, raising=False)
    yield made
    sys.modules.pop(PLUGIN, None)


def registered(registry: Registry) -> LoRAResolver:
    """Found and called as vLLM does: by the entry point that pyproject.toml declares."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (value,) = project["entry-points"]["vllm.general_plugins"].values()
    point = importlib.metadata.EntryPoint("tutor", value, "vllm.general_plugins")
    point.load()()
    point.load()()  # "plugins can be loaded for multiple times"
    (resolver,) = registry.resolvers.values()
    assert isinstance(resolver, LoRAResolver)
    return resolver


async def test_a_students_adapter_is_resolved(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUTOR_LLM_ADAPTERS", str(tmp_path))
    resolver = registered(registry)
    name = adapter_folder(tmp_path, "ada")  # it came after vLLM started
    found = await resolver.resolve_lora(MODEL, name)
    assert found is not None
    assert (found.lora_name, found.lora_path) == (name, str(tmp_path / name))
    again = await resolver.resolve_lora(base_model_name=MODEL, lora_name=name)
    assert again == found


async def test_what_is_not_proved_is_not_found(
    registry: Registry,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("TUTOR_LLM_ADAPTERS", str(tmp_path))
    resolver = registered(registry)
    assert await resolver.resolve_lora(MODEL, "ada-v1-00000000") is None
    assert await resolver.resolve_lora(MODEL, "../ada") is None
    assert not caplog.records
    name = adapter_folder(tmp_path, "ada")
    (tmp_path / name / "adapter_model.safetensors").write_bytes(b"another's")
    assert await resolver.resolve_lora(MODEL, name) is None
    assert "not those of its name" in caplog.text


def test_without_a_folder_vllm_is_left_alone(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugin = importlib.import_module(PLUGIN)
    monkeypatch.delenv("TUTOR_LLM_ADAPTERS", raising=False)
    plugin.register()
    assert not registry.resolvers
    monkeypatch.setenv("TUTOR_LLM_ADAPTERS", str(tmp_path / "missing"))
    with pytest.raises(ValueError, match="TUTOR_LLM_ADAPTERS"):
        plugin.register()


@pytest.mark.slow
def test_it_imports_nothing_heavy_of_ours() -> None:
    """vLLM's environment has another torch, and not our other dependencies."""
    stand_in = (
        "import sys; from unittest.mock import MagicMock as M;"
        "[sys.modules.__setitem__(n, M(LoRAResolver=object)) for n in"
        " ('vllm', 'vllm.lora', 'vllm.lora.request', 'vllm.lora.resolver')];"
        "before = set(sys.modules);"
        f"import {PLUGIN};"
        "print(*{n.split('.')[0] for n in set(sys.modules) - before})"
    )
    ran = subprocess.run([sys.executable, "-c", stand_in], capture_output=True, check=True)
    assert set(ran.stdout.decode().split()) - sys.stdlib_module_names == {"inference"}
