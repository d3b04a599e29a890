"""Opens the best recogniser there is: Whisper when its model can be had, else pocketsphinx.

Knows what is on disk and what can be fetched; knows no environment variables. faster_whisper is
imported only when it is used.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from inference.contracts import HearingLimits, SpeechToText
from inference.errors import ModelLoadError, UnknownModelError
from inference.hearing.models import Progress, available, fetch, understood
from inference.hearing.phrases import SCHOOL_TERMS
from inference.hearing.pocket import ADVICE, ENGLISH, PocketSpeechToText

log = logging.getLogger(__name__)

WHISPER, POCKET = "faster-whisper", "pocketsphinx"
MISSING = "The Whisper model is not here. Fetch it: run `tutor models pull whisper`."
Fetch = Callable[[str, Path, Progress], Path]


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingSettings:
    """Which recogniser."""

    engine: str = "auto"
    """`faster-whisper`, `pocketsphinx`, or `auto`: the first that works."""
    model: str = "base.en"
    """Whisper's size (`base.en`), hub repository or folder."""
    cache: Path
    """Where fetched models are kept."""
    fetch: bool = True
    """May ask the hub for a model that is missing."""
    device: str = "cpu"
    threads: int = 2
    school_terms: tuple[str, ...] = SCHOOL_TERMS
    """What pocketsphinx hears besides the lesson's own words."""

    def __post_init__(self) -> None:
        if self.engine not in ("auto", WHISPER, POCKET):
            raise ValueError(f"engine must be auto, {WHISPER} or {POCKET}, is {self.engine!r}")


def describe(settings: HearingSettings) -> HearingLimits:
    """What would be opened now, from what is on disk. Asks no network, loads nothing."""
    if settings.engine != POCKET and available(settings.model, settings.cache):
        return HearingLimits(
            engine=WHISPER,
            model=settings.model,
            free_speech=True,
            languages=understood(settings.model),
        )
    if settings.engine == WHISPER:
        return HearingLimits(
            engine=WHISPER, model=settings.model, free_speech=False, advice=MISSING
        )
    return HearingLimits(
        engine=POCKET,
        model="en-us grammar",
        free_speech=False,
        advice=ADVICE,
        languages=ENGLISH,
    )


@asynccontextmanager
async def open_stt(
    settings: HearingSettings, *, progress: Progress, fetch: Fetch = fetch
) -> AsyncIterator[SpeechToText]:
    """The recogniser, loaded, until the context is left.

    Raises ModelLoadError or UnknownModelError when `faster-whisper` was asked for by name and
    cannot be had; under `auto` that is logged and pocketsphinx listens.
    """
    async with AsyncExitStack() as stack:
        yield await _best(settings, stack, progress, fetch)


async def _best(
    settings: HearingSettings, stack: AsyncExitStack, progress: Progress, fetch: Fetch
) -> SpeechToText:
    if settings.engine != POCKET:
        try:
            return await _whisper(settings, stack, progress, fetch)
        except (ModelLoadError, UnknownModelError) as error:
            if settings.engine == WHISPER:
                raise
            log.warning("no Whisper, pocketsphinx listens", extra={"why": str(error)})
    progress("loading pocketsphinx")
    return await stack.enter_async_context(PocketSpeechToText(school_terms=settings.school_terms))


async def _whisper(
    settings: HearingSettings, stack: AsyncExitStack, progress: Progress, fetch: Fetch
) -> SpeechToText:
    if not available(settings.model, settings.cache):
        if not settings.fetch:
            raise ModelLoadError(f"no Whisper model {settings.model!r} on this disk")
        await asyncio.to_thread(fetch, settings.model, settings.cache, progress)
    progress(f"loading whisper {settings.model}")
    # 0.8 s of imports and 40 MB that a server with pocketsphinx does not need.
    from inference.hearing.whisper import WhisperRecogniser, WhisperSettings, WhisperSpeechToText

    wanted = WhisperSettings(
        model=settings.model,
        cache=settings.cache,
        device=settings.device,
        compute_type="int8" if settings.device == "cpu" else "float16",
        threads=settings.threads,
    )
    opened = WhisperSpeechToText(lambda: WhisperRecogniser(wanted), name=settings.model)
    return await stack.enter_async_context(opened)
