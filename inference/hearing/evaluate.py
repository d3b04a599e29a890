"""How well does the small recogniser hear? `python -m inference.hearing.evaluate --data DIR`

Reads `DIR/speech/manifest.jsonl` (text, speaker, source and file per row): spoken digits must be
heard when a number is expected, read-aloud sentences must be rejected. Prints counts by speaker.
"""

import argparse
import asyncio
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from faster_whisper.audio import decode_audio

from inference.contracts import (
    IN_RATE_HZ,
    AnswerKind,
    Expected,
    HearingOptions,
    SpeechToText,
    Transcript,
)
from inference.hearing.pocket import PocketSpeechToText

PUSH_BYTES = 640
"""20 ms, as a live session pushes."""
QUIET_S = 0.3
"""Before and after each clip, as the pre-roll and the end-of-turn wait leave it."""
QUIET_RMS = 15.0
"""A quiet room's noise, in int16 steps; the digits' files hold digital silence."""
CUT_S = 4.0
"""Long sentences are cut here; what is rejected after 4 s would be after 8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One utterance; `audio` is int16 mono 16 kHz with quiet around it."""

    text: str
    speaker: str
    digit: bool
    audio: bytes


@dataclass(slots=True)
class Tally:
    """Outcomes of one speaker's clips."""

    clips: int = 0
    right: int = 0
    rejected: int = 0
    wait_s: float = 0.0
    """Sum over clips of finish() to final."""

    def add(self, clip: Clip, heard: Transcript, wait_s: float) -> None:
        """One more outcome."""
        self.clips += 1
        self.right += heard.text == clip.text
        self.rejected += not heard.text
        self.wait_s += wait_s


def clips(data: Path) -> Iterator[Clip]:
    """The digits and sentences of the manifest. Raises OSError when there is none."""
    lines = (data / "speech" / "manifest.jsonl").read_text("utf-8").splitlines()
    for number, row in enumerate(map(json.loads, lines)):
        if row["source"] in ("fsdd", "ljspeech"):
            yield Clip(
                text=row["text"],
                speaker=row["speaker"],
                digit=row["source"] == "fsdd",
                audio=_in_a_room(decode_audio(str(data / row["audio"])), seed=number),
            )


def _in_a_room(sound: np.ndarray, *, seed: int) -> bytes:
    quiet = np.zeros(int(QUIET_S * IN_RATE_HZ), np.float32)
    whole = np.concatenate((quiet, sound[: int(CUT_S * IN_RATE_HZ)], quiet)) * 32767
    whole += np.random.default_rng(seed).normal(0, QUIET_RMS, len(whole))
    return bytes(np.clip(whole, -32768, 32767).astype("<i2").tobytes())


async def tally(stt: SpeechToText, spoken: Iterable[Clip]) -> dict[str, Tally]:
    """Hears every clip and counts the outcomes by speaker."""
    outcomes: dict[str, Tally] = defaultdict(Tally)
    for clip in spoken:
        kind = AnswerKind.NUMBER if clip.digit else AnswerKind.ANY
        heard, wait_s = await hear(stt, clip.audio, kind)
        outcomes[clip.speaker].add(clip, heard, wait_s)
    return dict(outcomes)


async def hear(stt: SpeechToText, audio: bytes, kind: AnswerKind) -> tuple[Transcript, float]:
    """The final transcript, and the seconds from the end of the audio to it."""
    async with stt.open(HearingOptions(expected=Expected(kind=kind))) as hearing:
        for at in range(0, len(audio), PUSH_BYTES):
            await hearing.push(audio[at : at + PUSH_BYTES])
        ended_s = perf_counter()
        heard = await hearing.finish()
    return heard, perf_counter() - ended_s


def report(outcomes: dict[str, Tally]) -> str:
    """One line per speaker."""
    lines = [f"{'speaker':16} {'clips':>5} {'right':>6} {'rejected':>8} {'final_ms':>8}"]
    for speaker, t in sorted(outcomes.items()):
        shares = f"{t.right / t.clips:6.0%} {t.rejected / t.clips:8.0%}"
        lines.append(f"{speaker:16} {t.clips:5} {shares} {1000 * t.wait_s / t.clips:8.0f}")
    return "\n".join(lines) + "\n"


async def evaluate(data: Path) -> str:
    """The whole report."""
    async with PocketSpeechToText() as stt:
        return report(await tally(stt, clips(data)))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder that holds speech/")
    sys.stdout.write(asyncio.run(evaluate(parser.parse_args().data)))


if __name__ == "__main__":
    main()
