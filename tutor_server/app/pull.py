"""`tutor models list` and `tutor models pull`: what is on disk, and fetching more from a hub."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import httpx2
from huggingface_hub import snapshot_download

from inference.errors import ModelLoadError, UnknownModelError
from inference.hearing import models as whisper
from tutor_server.app.places import Places, places
from tutor_server.errors import StartError
from tutor_server.settings import Settings

Say = Callable[[str], None]
KINDS = ("whisper", "llm", "voice")
_LLM_FILES = ["*.json", "*.safetensors", "*.model", "*.jinja"]
_VOICE_FILES = ["config.json", "*.pth", "*.json"]


def _whisper_cache(found: Places) -> Path:
    return found.models / "whisper"


async def list_models(settings: Settings, say: Say) -> None:
    """Each kind: what is used, and whether it is here."""
    found = places(settings)
    here = whisper.available(settings.whisper_model, _whisper_cache(found))
    say(f"whisper  {settings.whisper_model:<28} {'on disk' if here else 'not fetched'}\n")
    model = settings.llm_model
    where = settings.llm_url or ("in this repository" if model == "nano" else _where(model))
    say(f"llm      {model:<28} {where}\n")
    voice = settings.coqui_model or "espeak-ng"
    say(f"voice    {voice:<28} {_where(voice) if settings.coqui_model else 'built in'}\n")


def _where(name: str) -> str:
    return "on disk" if Path(name).is_dir() else "on the hub, fetched at first use"


async def pull_models(settings: Settings, say: Say, *, what: str) -> None:
    """Fetch what settings name. Raises StartError when a hub is not reachable."""
    found = places(settings)
    for kind in KINDS if what == "all" else (what,):
        try:
            await asyncio.to_thread(_PULL[kind], settings, found, say)
        except (ModelLoadError, UnknownModelError) as error:
            raise StartError(f"{kind}: {error}") from error


def _pull_whisper(settings: Settings, found: Places, say: Say) -> None:
    cache = _whisper_cache(found)
    if whisper.available(settings.whisper_model, cache):
        say(f"whisper  {settings.whisper_model} is here already\n")
        return
    kept = whisper.fetch(settings.whisper_model, cache, lambda text: say(f"\r{text}"))
    say(f"\nwhisper  {settings.whisper_model} is in {kept}\n")


def _pull_llm(settings: Settings, found: Places, say: Say) -> None:
    name = settings.llm_model
    if name == "nano" or settings.llm_url or Path(name).is_dir():
        say(f"llm      {name} needs nothing fetched\n")
        return
    say(f"llm      {name} is in {_snapshot(name, None, _LLM_FILES)}\n")


def _pull_voice(settings: Settings, found: Places, say: Say) -> None:
    name = settings.coqui_model
    if not name or Path(name).is_dir():
        say("voice    nothing to fetch; TUTOR_COQUI_MODEL may name a hub repository\n")
        return
    kept = _snapshot(name, found.models / "voices", _VOICE_FILES)
    say(f"voice    {name} is in {kept}\n         use it with TUTOR_COQUI_MODEL={kept}\n")


def _snapshot(name: str, cache: Path | None, files: list[str]) -> str:
    """Fetch a hub repository with the hub client's own progress bar. Raises ModelLoadError."""
    try:
        return snapshot_download(name, cache_dir=cache, allow_patterns=files)
    except (OSError, ValueError, httpx2.HTTPError) as error:
        sentence = (
            f"cannot fetch {name} from the model hub ({type(error).__name__}). "
            "Check the network, or copy the model's folder here and name the folder instead."
        )
        raise ModelLoadError(sentence) from error


_PULL = {"whisper": _pull_whisper, "llm": _pull_llm, "voice": _pull_voice}
