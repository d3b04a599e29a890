"""Whisper models: what is complete on disk, and what is said when the hub cannot be reached."""

from collections.abc import Callable
from pathlib import Path

import pytest

from inference.errors import ModelLoadError, UnknownModelError
from inference.hearing import models
from inference.hearing.models import NAMES, available, fetch, folder, repository

COMPLETE = ("config.json", "model.bin", "tokenizer.json")


def written(place: Path, *names: str) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    for name in names:
        (place / name).write_text("{}")
    return place


def cached(cache: Path, *names: str) -> Path:
    """As the hub's client keeps a snapshot."""
    repository_folder = cache / "models--Systran--faster-whisper-tiny.en"
    written(repository_folder / "refs", "main")
    (repository_folder / "refs" / "main").write_text("abc123")
    return written(repository_folder / "snapshots" / "abc123", *names)


@pytest.mark.parametrize("name", NAMES)
def test_sizes_have_repositories(name: str) -> None:
    assert repository(name) == f"Systran/faster-whisper-{name}"


@pytest.mark.parametrize("name", ["huge", "", "/", "a/b/c", "/etc", "./x", "owner/"])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(UnknownModelError, match="Whisper"):
        repository(name)


def test_a_folder_counts_when_it_is_complete(tmp_path: Path) -> None:
    assert available(str(written(tmp_path / "a", *COMPLETE)), tmp_path)
    assert not available(str(written(tmp_path / "b", "config.json", "model.bin")), tmp_path)
    assert not available(str(tmp_path / "c"), tmp_path)


def test_a_snapshot_counts_when_it_is_complete(tmp_path: Path) -> None:
    assert folder("tiny.en", tmp_path) is None
    kept = cached(tmp_path, *COMPLETE)
    assert folder("tiny.en", tmp_path) == kept
    (kept / "model.bin").unlink()
    assert folder("tiny.en", tmp_path) is None


def test_a_hub_out_of_reach_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "snapshot_download", _raising(ConnectionError("no route")))
    with pytest.raises(ModelLoadError, match="cannot fetch Systran"):
        fetch("tiny.en", tmp_path, lambda text: None)


def _raising(error: Exception) -> Callable[..., str]:
    def download(*_: object, **__: object) -> str:
        raise error

    return download


def test_a_repository_of_something_else_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = written(tmp_path / "other", "config.json")
    monkeypatch.setattr(models, "snapshot_download", lambda *_, **__: str(other))
    with pytest.raises(ModelLoadError, match="no Whisper model"):
        fetch("owner/model", tmp_path, lambda text: None)


def test_progress_is_told_in_tenths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    kept = written(tmp_path / "kept", *COMPLETE)

    def download(*_: object, tqdm_class: type, **__: object) -> str:
        files = tqdm_class(total=4, desc="Fetching 4 files")
        with tqdm_class(total=1000, unit="B", name="huggingface_hub.snapshot") as bytes_bar:
            for _step in range(100):
                bytes_bar.update(10)
        files.update(4)
        files.close()
        return str(kept)

    monkeypatch.setattr(models, "snapshot_download", download)
    assert fetch("tiny.en", tmp_path, told.append) == kept
    assert told[0] == "fetching whisper tiny.en: 0%"
    assert told[-1] == "fetching whisper tiny.en: 100%"
    assert len(told) == 11
