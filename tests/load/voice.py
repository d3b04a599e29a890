"""How soon and how cheaply does the tutor's voice speak, beside the `espeak-ng` command?

The same voice, pace and sentences; ours with marks, resampling and a thread between.
"""

import asyncio
import shutil
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import perf_counter

from inference.contracts import OUT_RATE_HZ, VoiceOptions
from inference.speaking.espeak import EspeakTts, VoiceDefaults
from inference.speaking.espeak_library import RATE_HZ
from tests.load.plan import Plan
from tests.load.report import Table
from tests.load.spread import median, middle_ms, ratio

COMMAND = "espeak-ng"
_WAV_HEADER_BYTES = 44
_REPLY = (
    "First find a common denominator.",
    "One half is the same as two quarters, so now both parts have the same size.",
    "Can you tell me how many quarters there are together?",
)


@dataclass(slots=True)
class Voice:
    """One voice's measurements."""

    first_s: list[float] = field(default_factory=list)
    share: list[float] = field(default_factory=list)
    """Seconds of work per second of speech."""

    def add(self, first_s: float, took_s: float, sound_s: float) -> None:
        """One sentence."""
        self.first_s.append(first_s)
        self.share.append(took_s / sound_s)


Say = Callable[[str, Voice], Awaitable[None]]


def _ours(tts: EspeakTts) -> Say:
    async def say(text: str, voice: Voice) -> None:
        began_s, first_s, size = perf_counter(), 0.0, 0
        async for chunk in tts.speak(text, VoiceOptions()):
            first_s = first_s or perf_counter() - began_s
            size += len(chunk.pcm)
        voice.add(first_s, perf_counter() - began_s, size / 2 / OUT_RATE_HZ)

    return say


def _command(path: str) -> Say:
    default = VoiceDefaults()
    options = ("-v", f"en-us{default.variant}", "-s", str(default.rate_wpm), "--stdout")

    async def say(text: str, voice: Voice) -> None:
        began_s = perf_counter()
        process = await asyncio.create_subprocess_exec(path, *options, text, stdout=PIPE)
        assert process.stdout is not None
        await process.stdout.readexactly(_WAV_HEADER_BYTES + 2)
        first_s = perf_counter() - began_s
        rest = await process.stdout.read()
        await process.wait()
        voice.add(first_s, perf_counter() - began_s, len(rest) / 2 / RATE_HZ)

    return say


async def voices(plan: Plan) -> Table:
    """Every sentence by ours and by the command, in turn."""
    path = shutil.which(COMMAND)
    ours, peer = Voice(), Voice()
    async with EspeakTts() as tts:
        ways = [(_ours(tts), ours)] + ([(_command(path), peer)] if path else [])
        for say, _ in ways:  # the first sentence of a process loads the voice
            await say(_REPLY[0], Voice())
        for _ in range(plan.tts_runs):
            for sentence in _REPLY:
                for say, voice in ways:
                    await say(sentence, voice)
    rows = [_voice_row("espeak-ng in process (ours)", ours)]
    if path:
        rows.append(_voice_row("espeak-ng command", peer))
        first, share = (
            ratio(median(mine), median(theirs))
            for mine, theirs in ((ours.first_s, peer.first_s), (ours.share, peer.share))
        )
        rows.append(("ratio", first, "", share))
    missing = (
        () if path else (f"`{COMMAND}` is not on PATH: no peer (Debian's package {COMMAND}).",)
    )
    return Table(
        question="The voice: first samples, and work per second of speech",
        columns=("voice", "first p50 ms", "first p95 ms", "real-time factor"),
        rows=tuple(rows),
        notes=(f"{len(_REPLY)} sentences, {plan.tts_runs} times.", *missing),
    )


def _voice_row(name: str, voice: Voice) -> tuple[str, ...]:
    return (name, *middle_ms(voice.first_s, 2), f"{median(voice.share):.4f}")
