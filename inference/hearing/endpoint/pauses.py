"""Finds the pauses of rendered turns with the server's own voice activity, and labels them.

A pause is what a live session sees: speech ended, and either began again (an inner pause of
`gap_s`) or did not (the turn's end). For each there are two looks, as in a session: one when
the pause is noticed, with partial words that lag, and one when the final transcript is there.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from inference.contracts import IN_RATE_HZ, Expected, TurnEvidence
from inference.hearing.endpoint import features, prosody
from inference.hearing.endpoint.sound import Rendered, Renderer, SaidWord
from inference.hearing.endpoint.turns import Split, Turn
from inference.hearing.endpoint.wording import TESTING, TRAINING, Bank
from inference.hearing.phrases import UNFINISHED
from inference.hearing.segmenter import (
    FRAME_BYTES,
    FRAME_SAMPLES,
    LISTENING,
    Segmenter,
    SpeechOnset,
)
from inference.hearing.vad import CONTEXT_SAMPLES, MEMORY_SHAPE, SileroModel

NOTICED_S = LISTENING.silent_frames * FRAME_SAMPLES / IN_RATE_HZ
"""The silence after which a session sees a pause. What ships was trained when it was 0.128."""
TRANSCRIBED_S = 0.3
"""The final transcript of the small recogniser is here by then."""
_LATE_S = 0.2
"""Voice activity may end this much before the last word does (a soft final consonant)."""
_CHUNK = 400
_NO_PARTIAL, _LAGS = 0.15, 0.4
_UNHEARD, _CLIPPED, _MISHEARD = 0.06, 0.06, 0.06


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One question to the detector. `texts` are the words as recognised, the true words, and
    none; `vectors` is the model's input with each, and with the first when the tutor does not
    know the right answer: float32 [4, features]."""

    silence_s: float
    speech_s: float
    texts: tuple[str, str, str]
    vectors: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """One pause of one turn."""

    turn: str
    split: Split
    source: str
    style: str
    gap_s: float | None
    """None: the turn was over."""
    expected: Expected
    looks: tuple[Look, ...]


def all_pauses(data: Path, turns: Sequence[Turn], *, processes: int = 2) -> list[Pause]:
    """All pauses; several processes, for espeak-ng renders one sentence at a time."""
    chunks = [turns[at : at + _CHUNK] for at in range(0, len(turns), _CHUNK)]
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        found = pool.map(partial(_of_chunk, data), chunks)
        return [pause for some in found for pause in some]


def _of_chunk(data: Path, turns: Sequence[Turn]) -> list[Pause]:
    return list(pauses(turns, Renderer(data), SileroModel()))


def pauses(turns: Iterable[Turn], renderer: Renderer, vad: SileroModel) -> Iterator[Pause]:
    """All pauses, turn by turn; a turn in which no end is found (noise goes on) has none."""
    for turn in turns:
        for pause, _ in heard(turn, renderer.render(turn), vad):
            yield pause


def heard(turn: Turn, rendered: Rendered, vad: SileroModel) -> Iterator[tuple[Pause, float]]:
    """Each pause of a turn, and when it began in the rendered sound, in seconds."""
    gaps = list(_gaps(turn, rendered, edges(rendered.sound, vad)))
    if gaps and gaps[-1].gap_s is None:
        random = Random(f"{turn.name} {turn.seed}")  # noqa: S311
        for gap in gaps:
            yield _pause(turn, rendered, gap, random), gap.began_s


def edges(sound: NDArray[np.float32], vad: SileroModel) -> list[tuple[bool, float]]:
    """Where speech began (True) and ended, in seconds."""
    count = len(sound) // FRAME_SAMPLES
    frames = sound[: count * FRAME_SAMPLES].reshape(count, FRAME_SAMPLES)
    before = np.zeros((count, CONTEXT_SAMPLES), np.float32)
    before[1:] = frames[:-1, -CONTEXT_SAMPLES:]
    memory = np.zeros(MEMORY_SHAPE, np.float32)
    probabilities, _, _ = vad.run(np.concatenate((before, frames), axis=1), memory, memory)
    segmenter, blank, found = Segmenter(pre_roll_s=0.0), bytes(FRAME_BYTES), []
    for probability in probabilities.ravel():
        edge = segmenter.frame(blank, float(probability))
        if edge is not None:
            found.append((isinstance(edge, SpeechOnset), edge.at_s))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gap:
    began_s: float
    gap_s: float | None
    speech_s: float


def _gaps(turn: Turn, rendered: Rendered, marks: list[tuple[bool, float]]) -> Iterator[_Gap]:
    offsets = [at_s for speech, at_s in marks if not speech]
    if not offsets:
        return
    # A recording has silence of its own at its end; there the last offset is the end.
    whole = turn.style == "recorded"
    end_s = offsets[-1] if whole else rendered.end_s
    speech_s, began_s = 0.0, 0.0
    for index, (speech, at_s) in enumerate(marks):
        if speech:
            began_s = at_s
            continue
        speech_s += at_s - began_s
        if at_s >= end_s - _LATE_S:
            yield _Gap(began_s=at_s, gap_s=None, speech_s=speech_s)
            return
        if index + 1 < len(marks):
            yield _Gap(began_s=at_s, gap_s=marks[index + 1][1] - at_s, speech_s=speech_s)


def _pause(turn: Turn, rendered: Rendered, gap: _Gap, random: Random) -> Pause:
    said = [word for word in rendered.words if word.start_s < gap.began_s - 0.05]
    bank = TESTING if turn.split is Split.TEST else TRAINING
    longest_s = gap.gap_s if gap.gap_s is not None else 1.5
    later_s = TRANSCRIBED_S
    if turn.split is Split.TRAIN:  # at inference words may come at any time
        later_s = random.uniform(0.15, max(0.16, min(1.5, longest_s)))
    sound = rendered.sound[: int((gap.began_s + NOTICED_S) * IN_RATE_HZ)]
    heard_so_far = prosody.prosody(sound, NOTICED_S)
    looks = [_look(turn, gap, (_partial(said, random), _text(said), ""), NOTICED_S, heard_so_far)]
    if longest_s >= later_s:
        texts = (_final(said, bank, random), _text(said), "")
        looks.append(_look(turn, gap, texts, later_s, heard_so_far))
    return Pause(
        turn=turn.name,
        split=turn.split,
        source=turn.source,
        style=turn.style,
        gap_s=gap.gap_s,
        expected=_expected(turn),
        looks=tuple(looks),
    )


def _look(
    turn: Turn,
    gap: _Gap,
    texts: tuple[str, str, str],
    silence_s: float,
    sound: NDArray[np.float32],
) -> Look:
    """What the silence adds to the sound is nothing: it is measured once, when noticed."""
    known, unknown = _expected(turn), Expected(kind=turn.kind)
    rows: list[NDArray[np.float32]] = []
    for text, expected in (*((text, known) for text in texts), (texts[0], unknown)):
        evidence = TurnEvidence(
            silence_s=silence_s,
            speech_s=gap.speech_s,
            text=text,
            expected=expected,
            patience=1.0,
        )
        rows.append(features.joined(sound, evidence))
    return Look(silence_s=silence_s, speech_s=gap.speech_s, texts=texts, vectors=np.stack(rows))


def _expected(turn: Turn) -> Expected:
    return Expected(kind=turn.kind, answers=turn.answers)


def _text(said: list[SaidWord]) -> str:
    return " ".join(word.text for word in said).rstrip(",.;?")


def _partial(said: list[SaidWord], random: Random) -> str:
    draw = random.random()
    if draw < _NO_PARTIAL:
        return ""
    return _text(said[:-1] if draw < _NO_PARTIAL + _LAGS else said)


def _final(said: list[SaidWord], bank: Bank, random: Random) -> str:
    draw = random.random()
    if draw < _UNHEARD:
        return ""
    if draw < _UNHEARD + _CLIPPED:
        return _text(said[:-1])
    if draw < _UNHEARD + _CLIPPED + _MISHEARD and said:
        return f"{_text(said[:-1])} {_other(bank, random)}".strip()
    return _text(said)


def _other(bank: Bank, random: Random) -> str:
    """A word that was heard for another: one that carries meaning, as recognisers prefer."""
    words = " ".join((*bank.reading, *bank.explaining, *bank.slots["clause"])).split()
    plain = [w for w in (word.strip(",.;?|") for word in words) if w.isalpha()]
    return random.choice([word for word in plain if word not in UNFINISHED])
