"""`tutor doctor`: what is installed, which models are in use, what is missing, how to get it."""

import importlib.metadata
import importlib.util
import os
import platform
import shutil
from collections.abc import Callable
from pathlib import Path

import aiohttp

from inference.hearing.choose import describe as describe_hearing
from inference.languages.table import LANGUAGES
from inference.nano import weights_dir
from inference.speaking.coqui import coqui_status
from tutor_server.app import running
from tutor_server.app.places import Places, places
from tutor_server.app.speech_role import hearing_settings
from tutor_server.errors import TutorError
from tutor_server.launcher.confined import service_account
from tutor_server.launcher.postgres_cluster import find_programs
from tutor_server.launcher.redis import find_program
from tutor_server.settings import Settings

Say = Callable[[str], None]
Line = tuple[str, str, str]
"""`ok`, `--` (works without) or `!!` (does not work), a name, a sentence."""

_PACKAGES = ("torch", "transformers", "peft", "faster-whisper", "aiortc", "asyncpg", "redis")
_MARKS = ("ok", "--", "!!")


async def doctor(settings: Settings, say: Say) -> None:
    """Look everywhere and say it plainly."""
    found = places(settings)
    lines = [*_machine(settings), *_packages(), *_stores(settings)]
    lines += [*_thinking(settings), *_speech(settings, found)]
    lines.append(await _server(found))
    for mark, name, sentence in lines:
        say(f"  {mark}  {name:<16} {sentence}\n")
    missing = sum(mark == _MARKS[2] for mark, _, _ in lines)
    say("\nEverything needed is here.\n" if not missing else f"\n{missing} things are missing.\n")


def _machine(settings: Settings) -> list[Line]:
    free_gb = shutil.disk_usage(settings.home).free / 1e9
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    room = _MARKS[0] if free_gb > 1 else _MARKS[2]
    return [
        ("ok", "python", f"{platform.python_version()} on {platform.machine()}"),
        ("ok", "processor", f"{os.cpu_count()} cores, {memory_gb:.0f} GB of memory"),
        (room, "disk", f"{free_gb:.0f} GB free at {settings.home} (TUTOR_HOME)"),
    ]


def _packages() -> list[Line]:
    return [("ok", name, importlib.metadata.version(name)) for name in _PACKAGES]


def _stores(settings: Settings) -> list[Line]:
    return [
        _store("postgres", settings.database_url, lambda: find_programs(service_account())),
        _store("redis", settings.redis_url, lambda: find_program(service_account())),
    ]


def _store(name: str, url: str, find: Callable[[], Path]) -> Line:
    if url:
        return (
            "ok",
            name,
            f"external (TUTOR_{'DATABASE' if name == 'postgres' else 'REDIS'}_URL)",
        )
    try:
        return ("ok", name, f"embedded, {find()}")
    except TutorError as error:
        return ("!!", name, error.detail)


def _thinking(settings: Settings) -> list[Line]:
    if settings.llm_url:
        return [("ok", "language model", f"{settings.llm_model} at {settings.llm_url}")]
    if settings.llm_model == "nano":
        there = any(weights_dir().glob("*.safetensors"))
        sentence = "our own nano model: arithmetic, fractions, simple equations, school terms"
        more = "Larger ones: TUTOR_LLM_URL (vLLM, Ollama) or TUTOR_LLM_MODEL (name or folder)."
        return [
            ("ok" if there else "!!", "language model", sentence if there else "weights missing"),
            ("--", "", more),
        ]
    return [("ok", "language model", f"{settings.llm_model} in our engine")]


def _speech(settings: Settings, found: Places) -> list[Line]:
    limits = describe_hearing(hearing_settings(settings, found))
    mark = "ok" if limits.free_speech else "--"
    lines: list[Line] = [(mark, "hearing", f"{limits.engine} {limits.model}")]
    if limits.advice:
        lines.append(("--", "", limits.advice))
    said = f"espeak-ng, {len(LANGUAGES)} languages; `tutor voices` tries each"
    lines.append(("ok", "speaking", said))
    model = Path(settings.coqui_model) if settings.coqui_model else None
    coqui = "ok" if model is not None and importlib.util.find_spec("TTS") else "--"
    lines.append((coqui, "coqui voices", coqui_status(model)))
    return lines


async def _server(found: Places) -> Line:
    info = running.read(found)
    if info is None:
        return ("--", "server", "not running; start it with: make serve")
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session,
            session.get(f"{info.base_url}/ready", ssl=False) as response,
        ):
            body = await response.json()
    except (aiohttp.ClientError, TimeoutError, OSError):
        return ("!!", "server", f"does not answer at {info.base_url}; start it with: make serve")
    if response.status == 200:
        return ("ok", "server", f"ready at {info.base_url}")
    down = [name for name, state in body["parts"].items() if state != "ok"]
    return ("!!", "server", f"at {info.base_url}, not ready: {', '.join(down)}")
