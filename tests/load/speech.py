"""How fast is the voice beside the `espeak-ng` command, and the hearing beside pocketsphinx alone?

The voice: the time to its first samples, and how much faster than speech it is. The hearing: the
same generated sentences through our grammar and through pocketsphinx's own language model.
"""

import asyncio
import shutil
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
import pocketsphinx
import soxr

from inference.contracts import IN_RATE_HZ, OUT_RATE_HZ, AnswerKind, VoiceOptions
from inference.hearing.evaluate import PUSH_BYTES, hear
from inference.hearing.pocket import PocketSpeechToText
from inference.speaking.espeak import EspeakTts, VoiceDefaults
from inference.speaking.espeak_library import RATE_HZ
from tests.load.plan import Plan
from tests.load.report import Table
from tests.load.sentences import Sentence, lesson_talk, other_talk, written
from tests.load.spread import median, middle_ms, ratio
from tests.sound import spoken_question

COMMAND = "espeak-ng"
_WAV_HEADER_BYTES = 44
_REPLY = (
    "First find a common denominator.",
    "One half is the same as two quarters, so now both parts have the same size.",
    "Can you tell me how many quarters there are together?",
)


# --- the voice ---


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


async def _voices(plan: Plan) -> Table:
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


# --- the hearing ---


@dataclass(slots=True)
class Hearer:
    """One recogniser's outcomes on one set of sentences."""

    right: int = 0
    wrong: int = 0
    """Words were given that were not said; the rest was rejected."""
    final_s: list[float] = field(default_factory=list)
    share: list[float] = field(default_factory=list)
    """Seconds of work per second of sound."""

    def add(self, sentence: Sentence, text: str, times: "Times") -> None:
        """One sentence."""
        same = written(text) == sentence.text
        self.right += same
        self.wrong += bool(text) and not same
        self.final_s.append(times.final_s)
        self.share.append(times.work_s / times.sound_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Of one sentence: from the last sound to the text, all work, and the sound itself."""

    final_s: float
    work_s: float
    sound_s: float


def _sound(text: str) -> bytes:
    """int16 mono 16 kHz, with a room's quiet around it."""
    pcm = np.frombuffer(spoken_question(text, before_s=0.3, after_s=0.3), dtype=np.int16)
    return bytes(soxr.resample(pcm, OUT_RATE_HZ, IN_RATE_HZ).astype("<i2").tobytes())


async def _hear_with_grammar(stt: PocketSpeechToText, sentence: Sentence, hearer: Hearer) -> None:
    sound, began_s = _sound(sentence.text), perf_counter()
    heard, final_s = await hear(stt, sound, AnswerKind.ANY)
    hearer.add(sentence, heard.text, _times(sound, began_s, final_s))


def _hear_freely(decoder: pocketsphinx.Decoder, sentence: Sentence, hearer: Hearer) -> None:
    sound, began_s = _sound(sentence.text), perf_counter()
    decoder.start_utt()
    for at in range(0, len(sound), PUSH_BYTES):
        decoder.process_raw(sound[at : at + PUSH_BYTES])
    ended_s = perf_counter()
    decoder.end_utt()
    best = decoder.hyp()
    times = _times(sound, began_s, perf_counter() - ended_s)
    hearer.add(sentence, best.hypstr if best else "", times)


def _times(sound: bytes, began_s: float, final_s: float) -> Times:
    work_s = perf_counter() - began_s
    return Times(final_s=final_s, work_s=work_s, sound_s=len(sound) / 2 / IN_RATE_HZ)


async def _hearing(plan: Plan) -> Table:
    rows: list[tuple[str, ...]] = []
    decoder = pocketsphinx.Decoder(loglevel="FATAL")
    async with PocketSpeechToText() as stt:
        sets = {"lesson": lesson_talk(plan.sentences, plan.seed), "other talk": other_talk()}
        for name, sentences in sets.items():
            grammar, free = Hearer(), Hearer()
            for sentence in sentences:
                await _hear_with_grammar(stt, sentence, grammar)
                _hear_freely(decoder, sentence, free)
            rows.append(_hearer_row(f"{name}: our grammar", grammar))
            rows.append(_hearer_row(f"{name}: pocketsphinx free-form", free))
            rows.append(_hearer_ratio(name, grammar, free))
    return Table(
        question="The small recogniser with our grammar, and pocketsphinx alone",
        columns=(
            "sentences", "right", "wrong words", "rejected", "final p50 ms", "final p95 ms",
            "real-time factor",
        ),
        rows=tuple(rows),
        notes=(
            "Spoken by our own voice, whole sentences counted. `final` is from the last sound to "
            "the text. Of other talk nothing is right but to reject it.",
        ),
    )  # fmt: skip


def _hearer_row(name: str, hearer: Hearer) -> tuple[str, ...]:
    total = len(hearer.final_s)
    counts = (hearer.right, hearer.wrong, total - hearer.right - hearer.wrong)
    shares = (f"{number} of {total}" for number in counts)
    return (name, *shares, *middle_ms(hearer.final_s, 1), f"{median(hearer.share):.3f}")


def _hearer_ratio(name: str, ours: Hearer, peer: Hearer) -> tuple[str, ...]:
    final = ratio(median(ours.final_s), median(peer.final_s))
    work = ratio(median(ours.share), median(peer.share))
    return (f"{name}: ratio", "", "", "", final, "", work)


async def measure(plan: Plan) -> list[Table]:
    """Voice, then hearing."""
    return [await _voices(plan), await _hearing(plan)]
