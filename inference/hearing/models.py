"""Where Whisper models are, on disk and on the hub.

Knows names, folders and the hub's client. Loads nothing: `tutor models` and `tutor doctor` use it
without faster_whisper or torch.
"""

import io
from collections.abc import Callable
from pathlib import Path

import httpx2
from huggingface_hub import snapshot_download
from huggingface_hub.errors import LocalEntryNotFoundError
from tqdm.auto import tqdm  # type: ignore[import-untyped]  # ships no types

from inference.errors import ModelLoadError, UnknownModelError

NAMES = (
    "tiny.en", "tiny", "base.en", "base", "small.en", "small", "medium.en", "medium",
    "large-v2", "large-v3",
)  # fmt: skip
"""Whisper's sizes that Systran publishes for CTranslate2; `.en` hears English only."""
FILES = ["config.json", "preprocessor_config.json", "model.bin", "tokenizer.json", "vocabulary.*"]

Progress = Callable[[str], None]
"""Told in words what takes long: `fetching whisper base.en: 40%`."""


def repository(name: str) -> str:
    """The hub's repository of a size (`base.en`) or a repository's own name (`owner/model`).

    Raises UnknownModelError.
    """
    if name in NAMES:
        return f"Systran/faster-whisper-{name}"
    if name.count("/") == 1 and not name.startswith(("/", ".")) and not name.endswith("/"):
        return name
    raise UnknownModelError(f"no Whisper model {name!r}; a folder or one of {', '.join(NAMES)}")


def folder(name_or_path: str, cache: Path) -> Path | None:
    """Where the model lies complete on disk, or None. Asks no network."""
    there = Path(name_or_path).expanduser()
    if there.is_dir():
        return there if _complete(there) else None
    try:
        kept = snapshot_download(
            repository(name_or_path), cache_dir=cache, local_files_only=True, allow_patterns=FILES
        )
    except (LocalEntryNotFoundError, UnknownModelError):
        return None
    return Path(kept) if _complete(Path(kept)) else None


def understood(name_or_path: str) -> tuple[str, ...]:
    """Languages of a Whisper model by its name: `base.en`, `distil-medium.en` know English only;
    empty is many."""
    return ("en",) if Path(name_or_path).name.endswith(".en") else ()


def available(name_or_path: str, cache: Path) -> bool:
    """The model can be loaded without a network."""
    return folder(name_or_path, cache) is not None


def fetch(name: str, cache: Path, progress: Progress) -> Path:
    """Brings a model from the hub into `cache`; blocking, minutes. What is complete stays.

    Raises UnknownModelError; ModelLoadError when the hub cannot be reached or the disk is full.
    """
    source = repository(name)
    try:
        kept = snapshot_download(
            source, cache_dir=cache, allow_patterns=FILES, tqdm_class=_reporting(name, progress)
        )
    except (OSError, httpx2.HTTPError) as error:
        raise ModelLoadError(
            f"cannot fetch {source} from the model hub ({type(error).__name__}). "
            f"Check the network, or copy the model's folder here and name the folder instead."
        ) from error
    if not _complete(Path(kept)):
        raise ModelLoadError(f"{source} holds no Whisper model for CTranslate2")
    return Path(kept)


def _complete(place: Path) -> bool:
    needed = ("config.json", "model.bin", "tokenizer.json")
    return all((place / file).is_file() for file in needed)


def _reporting(name: str, progress: Progress) -> type[tqdm]:
    """A progress bar that draws nothing and tells every tenth of the bytes."""

    class Reporting(tqdm):  # type: ignore[misc]  # its base has no types
        told = -1

        def __init__(self, *args: object, **kwargs: object) -> None:
            kwargs.pop("name", None)  # the hub's own bar takes it, tqdm's does not
            super().__init__(*args, **{**kwargs, "file": io.StringIO(), "disable": False})

        def update(self, n: float | None = 1) -> bool | None:
            moved: bool | None = super().update(n)
            if self.unit == "B" and self.total:
                self.tell(int(10 * self.n / self.total) * 10)
            return moved

        def tell(self, percent: int) -> None:
            if percent > self.told:
                self.told = percent
                progress(f"fetching whisper {name}: {min(100, percent)}%")

    return Reporting
