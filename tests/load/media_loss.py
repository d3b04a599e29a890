"""Does the small recogniser hear as well through a lossy network? Our receive path, whole.

`python -m tests.load.media_loss` speaks generated sentences, encodes them as a browser does when
it follows our answer (in-band FEC), loses packets, and lets the jitter buffer, FEC and concealment
do their work in virtual time. The same sentences without loss stand beside.
"""

import asyncio
import random
import sys
from dataclasses import dataclass

from inference.contracts import OUT_RATE_HZ, AnswerKind
from inference.hearing.evaluate import hear
from inference.hearing.pocket import PocketSpeechToText
from media.arrivals import RTP_HZ
from media.voice_in import VoiceIn
from tests.load.density.sound import encoded
from tests.load.plan import FULL, Plan
from tests.load.report import Table, as_text
from tests.load.sentences import Sentence, lesson_talk, written
from tests.load.spread import ratio
from tests.sound import spoken_question

LOSSES = (0.0, 0.01, 0.03, 0.10)
QUIET_S = 0.3
FRAME_S = 0.020
WAY_S = 0.030
TICK_S = 0.005


@dataclass(slots=True)
class Heard:
    """One share of loss."""

    loss: float
    sentences: int = 0
    right: int = 0
    words: int = 0
    wrong_words: int = 0
    """Missing, added or other than said."""

    @property
    def accuracy(self) -> float:
        """Share of words that were right."""
        return 1.0 - self.wrong_words / self.words if self.words else 0.0


def received(packets: tuple[bytes, ...], loss: float, seed: int) -> bytes:
    """What the session hears of an utterance; int16 mono 16 kHz. Virtual time."""
    chance, now_s, sound = random.Random(seed), 0.0, bytearray()

    def clock() -> float:
        return now_s

    voice = VoiceIn(sound.extend, clock)
    arrivals = [
        (WAY_S + number * FRAME_S, number, packet)
        for number, packet in enumerate(packets)
        if chance.random() >= loss
    ]
    for at_s, number, packet in arrivals:
        while now_s + TICK_S < at_s:
            now_s += TICK_S
            if voice.due_s is not None and voice.due_s <= now_s:
                voice.tick()
        now_s = at_s
        voice.packet(number & 0xFFFF, round(number * FRAME_S * RTP_HZ), packet)
    now_s += 0.1
    voice.tick()
    return bytes(sound)


def word_errors(said: str, heard: str) -> int:
    """Least number of words to change, add or leave out (Levenshtein's distance)."""
    wanted, got = said.split(), heard.split()
    row = list(range(len(got) + 1))
    for at, word in enumerate(wanted, 1):
        before, row[0] = row[0], at
        for place, other in enumerate(got, 1):
            best = min(row[place] + 1, row[place - 1] + 1, before + (word != other))
            before, row[place] = row[place], best
    return row[-1]


def spoken_packets(sentence: Sentence) -> tuple[bytes, ...]:
    """Of a sentence in a quiet room, as a student's browser sends them."""
    pcm = spoken_question(sentence.text, before_s=QUIET_S, after_s=QUIET_S)
    whole = len(pcm) // 2 // round(OUT_RATE_HZ * FRAME_S)
    return encoded(pcm[: whole * 2 * round(OUT_RATE_HZ * FRAME_S)])


async def listen(plan: Plan) -> list[Heard]:
    """Every sentence at every loss, in turn."""
    outcomes = [Heard(loss) for loss in LOSSES]
    async with PocketSpeechToText() as stt:
        for number, sentence in enumerate(lesson_talk(plan.loss_sentences, plan.seed)):
            packets = spoken_packets(sentence)
            for outcome in outcomes:
                sound = received(packets, outcome.loss, plan.seed * 10_000 + number)
                heard, _ = await hear(stt, sound, AnswerKind.ANY)
                _count(outcome, sentence, written(heard.text))
    return outcomes


def _count(outcome: Heard, sentence: Sentence, text: str) -> None:
    outcome.sentences += 1
    outcome.right += text == sentence.text
    outcome.words += len(sentence.text.split())
    outcome.wrong_words += word_errors(sentence.text, text)


async def tables(plan: Plan) -> list[Table]:
    """For `bench.py`."""
    outcomes = await listen(plan)
    whole = outcomes[0]

    def row(heard: Heard) -> tuple[str, ...]:
        return (
            f"{heard.loss:.0%}",
            f"{heard.right} of {heard.sentences}",
            f"{heard.accuracy:.1%}",
            ratio(heard.right, whole.right),
            ratio(heard.accuracy, whole.accuracy),
        )

    return [
        Table(
            question="Recognition through our receive path on a lossy network",
            columns=(
                "packets lost", "sentences right", "words right", "sentences beside no loss",
                "words beside no loss",
            ),
            rows=tuple(map(row, outcomes)),
            notes=(
                "Small recogniser, our own voice, Opus with in-band FEC at 24 kbit/s, single "
                "packets lost at random. At 3% the words' ratio must be 0.95 or more.",
            ),
        )
    ]  # fmt: skip


if __name__ == "__main__":
    for table in asyncio.run(tables(FULL)):
        sys.stdout.write(as_text(table))
