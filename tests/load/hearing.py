"""How well and how fast does the small recogniser hear, beside pocketsphinx alone?

The same generated sentences through our grammar and through pocketsphinx's own language model.
"""

from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
import pocketsphinx
import soxr

from inference.contracts import IN_RATE_HZ, OUT_RATE_HZ, AnswerKind
from inference.hearing.evaluate import PUSH_BYTES, hear
from inference.hearing.pocket import PocketSpeechToText
from tests.load.plan import Plan
from tests.load.report import Table
from tests.load.sentences import Sentence, lesson_talk, other_talk, written
from tests.load.spread import median, middle_ms, ratio
from tests.sound import spoken_question


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


async def hearing(plan: Plan) -> Table:
    """Every sentence by ours and by pocketsphinx alone, in turn."""
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
