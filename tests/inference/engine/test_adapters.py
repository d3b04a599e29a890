"""The library: names are folders, memory is bounded, two names add up."""

from pathlib import Path

import pytest
import torch

from inference.engine.adapters import AdapterLibrary, joined
from inference.engine.lora_files import read_adapter
from inference.errors import AdapterLoadError, ModelRefusedError, UnknownModelError
from tests.inference.engine.peft_folders import save_adapter
from tests.inference.engine.tiny import save_model, tiny_config

ADA, BEN, SUBJECT = "ada-v1-0a1b2c3d", "ben-v1-4e5f6a7b", "fractions-v2-8c9d0e1f"


@pytest.fixture(scope="module")
def folder(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("adapters")
    for seed, name in enumerate((ADA, BEN, SUBJECT)):
        save_adapter(tiny, home / name, seed=seed)
    return home


def test_a_name_is_a_folder_and_nothing_else(folder: Path) -> None:
    library = AdapterLibrary(folder, cache_bytes=1 << 20)
    assert library.knows(ADA)
    for name in ("../" + folder.name, "cleo-v1", "", "a+b+c", f"{ADA}+", "."):
        assert not library.knows(name)
        with pytest.raises(UnknownModelError):
            library.get(name)
    assert not AdapterLibrary(None, cache_bytes=0).knows(ADA)


def test_memory_is_bounded_and_what_was_forgotten_is_read_again(folder: Path) -> None:
    one = AdapterLibrary(folder, cache_bytes=1 << 30).get(ADA)
    library = AdapterLibrary(folder, cache_bytes=one.size_bytes)
    library.get(ADA)
    library.get(BEN)
    assert library.loaded == (BEN,)
    again = library.get(ADA)
    assert torch.equal(again.projections[0, "q"].down, one.projections[0, "q"].down)
    assert library.forget(ADA)
    assert not library.forget(ADA)
    assert library.loaded == ()


def test_a_name_is_never_given_to_another_folder(folder: Path) -> None:
    library = AdapterLibrary(folder, cache_bytes=1 << 30)
    assert library.register(ADA, ADA).name == ADA
    for path in (BEN, str(folder / BEN), "/etc", ".."):
        with pytest.raises(ModelRefusedError):
            library.register(ADA, path)
    with pytest.raises(UnknownModelError):
        library.register("cleo", "cleo")


def test_joined_adapters_add_up(folder: Path) -> None:
    library = AdapterLibrary(folder, cache_bytes=1 << 30)
    first, second = library.get(ADA), library.get(SUBJECT)
    both = library.get(f"{ADA}+{SUBJECT}")
    assert both.rank == first.rank + second.rank
    for place, pair in both.projections.items():
        parts = [adapter.projections[place] for adapter in (first, second)]
        expected = parts[0].up @ parts[0].down + parts[1].up @ parts[1].down
        assert torch.allclose(pair.up @ pair.down, expected, atol=1e-5)


def test_parts_of_different_models_do_not_join(folder: Path, tmp_path: Path) -> None:
    config = tiny_config()
    config.hidden_size, config.num_attention_heads, config.num_key_value_heads = 32, 2, 2
    save_model(tmp_path / "other", config)
    other = read_adapter(save_adapter(tmp_path / "other", tmp_path / "o", seed=3), "o")
    mine = read_adapter(folder / ADA, "ada")
    with pytest.raises(AdapterLoadError, match="differ in size"):
        joined("ada+o", [mine, other])
