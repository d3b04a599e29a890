"""A name leads to one proved folder, or nowhere."""

import json
from pathlib import Path

import pytest

from inference.errors import AdapterLoadError
from inference.scaling.adapter_files import AdapterFiles
from tests.inference.scaling.folders import adapter_folder

MODEL = "org/base"


def test_a_proved_adapter_is_found(tmp_path: Path) -> None:
    name = adapter_folder(tmp_path, "s4f-2")
    assert AdapterFiles(tmp_path).find(name, model=MODEL) == tmp_path.resolve() / name


@pytest.mark.parametrize("model", ["org/base", "/models/base", "base", "/models/base/"])
def test_a_models_folder_may_lie_anywhere(tmp_path: Path, model: str) -> None:
    name = adapter_folder(tmp_path, "ada")
    assert AdapterFiles(tmp_path).find(name, model=model)


def test_names_that_are_none(tmp_path: Path) -> None:
    home = tmp_path / "adapters"
    known = adapter_folder(home, "ada")
    outside = adapter_folder(tmp_path, "out")
    files = AdapterFiles(home)
    for name in (
        "",
        ".",
        "..",
        "base",
        f"../{outside}",
        str(tmp_path / outside),
        f"{known}/",
        f"{known}+{known}",
        f"{known}\n",
        f"{known}\0",
        known.upper(),
        "ben-v1-00000000",
        "x" * 200 + "-v1-00000000",
    ):
        assert files.find(name, model=MODEL) is None, name


def test_weights_that_are_not_those_of_the_name(tmp_path: Path) -> None:
    name = adapter_folder(tmp_path, "ada")
    weights = tmp_path / name / "adapter_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1])
    with pytest.raises(AdapterLoadError, match="not those of its name"):
        AdapterFiles(tmp_path).find(name, model=MODEL)
    weights.unlink()
    with pytest.raises(AdapterLoadError, match="no readable"):
        AdapterFiles(tmp_path).find(name, model=MODEL)


def test_another_students_folder_under_this_name(tmp_path: Path) -> None:
    bens = adapter_folder(tmp_path, "ben", data=b"ben's")
    adas = bens.replace("ben", "ada")
    (tmp_path / adas).symlink_to(tmp_path / bens)
    with pytest.raises(AdapterLoadError, match="link"):
        AdapterFiles(tmp_path).find(adas, model=MODEL)


@pytest.mark.parametrize(
    "config",
    [
        {"peft_type": "IA3"},
        {"base_model_name_or_path": "org/other"},
        {"base_model_name_or_path": None},
    ],
)
def test_an_adapter_for_something_else(tmp_path: Path, config: dict[str, object]) -> None:
    name = adapter_folder(tmp_path, "ada", **config)
    with pytest.raises(AdapterLoadError):
        AdapterFiles(tmp_path).find(name, model=MODEL)


@pytest.mark.parametrize("text", ["", "[]", "\0", "{", "[" * 100_000, json.dumps("x" * 2_000_000)])
def test_a_config_that_is_none(tmp_path: Path, text: str) -> None:
    name = adapter_folder(tmp_path, "ada")
    (tmp_path / name / "adapter_config.json").write_text(text)
    with pytest.raises(AdapterLoadError, match="adapter_config"):
        AdapterFiles(tmp_path).find(name, model=MODEL)


def test_numbers_are_positive_and_each_names_own(tmp_path: Path) -> None:
    numbers = {AdapterFiles(tmp_path).number(f"s{n}-v1-00000000") for n in range(1000)}
    assert len(numbers) == 1000
    assert all(0 < number < 1 << 63 for number in numbers)
