"""When is a turn over? Our detector beside Pipecat's bundled one, on the same pauses.

`TUTOR_BENCH_PIPECAT=PYTHON TUTOR_BENCH_DATA=DIR python tests/load/bench.py --only ends`: the test
turns of our end-of-turn set. The peer hears the sound until 0.2 s after speech ended, as in its
own pipeline; words and what was asked it does not know. At 5% it ends a turn at once from some
probability on and else after some time-out, both chosen on these very turns, which favours it;
ours are the waits that ship, all stretched alike.
"""

import asyncio
import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from inference.contracts import IN_RATE_HZ
from inference.hearing.endpoint.evaluate import (
    SHARE,
    WORDS,
    by_model,
    by_rule,
    timeout,
    unjudged,
)
from inference.hearing.endpoint.manifest import committed
from inference.hearing.endpoint.model import shipped
from inference.hearing.endpoint.pauses import Pause, heard
from inference.hearing.endpoint.policy import Floats, Outcome, at_share, judged
from inference.hearing.endpoint.sound import Renderer
from inference.hearing.endpoint.turns import Split, Turn
from inference.hearing.vad import SileroModel
from tests.load.plan import Plan
from tests.load.report import Table

PEER = "Pipecat smart-turn v3.2"
_SCRIPT = Path(__file__).parent / "peers" / "smart_turn.py"
_SILENCE_S = 0.2
"""Pipecat's voice activity waits so long; then the model is asked."""
_WINDOW = 8 * IN_RATE_HZ
_SURE, _GIVES_UP_S = 0.5, 3.0
"""As Pipecat ships: over from here on, else after so long a silence."""
_CHUNK = 200

Heard = tuple[Pause, bytes]
"""With the sound that the peer hears, int16 mono 16 kHz."""


async def measure(plan: Plan) -> Sequence[Table]:
    """All turns, and those of recorded people; what data or peer is missing, a note says."""
    data, python = os.environ.get("TUTOR_BENCH_DATA"), os.environ.get("TUTOR_BENCH_PIPECAT")
    if not data:
        note = "Not measured: TUTOR_BENCH_DATA names no folder with the recordings."
        return [Table(question=_QUESTION, columns=_COLUMNS, rows=(), notes=(note,))]
    turns = [turn for turn in committed(Path(data)) if turn.split is Split.TEST]
    some = turns[:: plan.end_of_turn_every]
    found = await asyncio.to_thread(_all_heard, Path(data), some)
    pauses = [pause for pause, _ in found]
    told = await _asked(python, [sound for _, sound in found]) if python else None
    recorded = np.array([pause.source != "espeak" for pause in pauses])
    people = [pause for pause, is_one in zip(pauses, recorded, strict=True) if is_one]
    return [
        _table(_QUESTION, pauses, told),
        _table(
            "The same of recorded people alone: orders and digits",
            people,
            None if told is None else told[recorded],
        ),
    ]


def _all_heard(data: Path, turns: Sequence[Turn]) -> list[Heard]:
    chunks = [turns[at : at + _CHUNK] for at in range(0, len(turns), _CHUNK)]
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        return [one for some in pool.map(partial(_heard, data), chunks) for one in some]


def _heard(data: Path, turns: Sequence[Turn]) -> list[Heard]:
    renderer, vad, found = Renderer(data), SileroModel(), list[Heard]()
    for turn in turns:
        rendered = renderer.render(turn)
        for pause, began_s in heard(turn, rendered, vad):
            until = int((began_s + _SILENCE_S) * IN_RATE_HZ)
            sound = rendered.sound[max(0, until - _WINDOW) : until]
            found.append((pause, (sound * 32767).astype("<i2").tobytes()))
    return found


async def _asked(python: str, sounds: Sequence[bytes]) -> Floats:
    """[pauses]: what the peer thinks."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        np.save(folder / "sounds.npy", np.frombuffer(b"".join(sounds), "<i2"))
        np.save(folder / "ends.npy", np.cumsum([len(sound) // 2 for sound in sounds]))
        process = await asyncio.create_subprocess_exec(python, str(_SCRIPT), name)
        if await process.wait():
            raise RuntimeError("Pipecat's end-of-turn model did not run")
        told: Floats = np.load(folder / "probabilities.npy").astype(np.float64)
        return told


_QUESTION = "How long after the end of speech is a turn over, if one in twenty may be cut off?"
_COLUMNS = (
    "detector", "mean ms at 5%", "p50", "p95", "of the time-out", "as shipped ms", "cut off",
)  # fmt: skip


def _table(question: str, found: Sequence[Pause], told: Floats | None) -> Table:
    plain_s, plain = at_share(timeout(found), SHARE)
    model = shipped()
    rows = [_row("plain time-out", plain, plain_s), _of_rule(found, plain_s)]
    for name, words in WORDS.items():
        make = by_model(found, model, words)
        at_five = at_share(make, SHARE)[1]
        rows.append(_row(f"ours, {name}", at_five, plain_s, make(1.0)))
    notes = [
        f"{len({pause.turn for pause in found})} test turns, patience 1; mean delay over all ends."
    ]
    if told is None:
        notes.append("The peer was not measured: TUTOR_BENCH_PIPECAT names no Python.")
    else:
        rows.append(_of_peer(found, told, plain_s))
    return Table(question=question, columns=_COLUMNS, rows=tuple(rows), notes=tuple(notes))


def _of_rule(found: Sequence[Pause], plain_s: float) -> tuple[str, ...]:
    rule = by_rule(found)
    return _row("our rule on words", at_share(rule, SHARE)[1], plain_s, rule(1.0))


def _of_peer(found: Sequence[Pause], told: Floats, plain_s: float) -> tuple[str, ...]:
    every = unjudged(found)

    def ends(sure: float, gives_up_s: float) -> Outcome:
        return judged(every, np.where(told > sure, _SILENCE_S, max(_SILENCE_S, gives_up_s)))

    tried = (at_share(partial(ends, sure), SHARE)[1] for sure in np.linspace(0.0, 1.0, 101))
    best = min((o for o in tried if o.cut_share <= SHARE), key=lambda outcome: outcome.mean_s)
    return _row(f"{PEER} (sound alone)", best, plain_s, ends(_SURE, _GIVES_UP_S))


def _row(
    name: str, found: Outcome, plain_s: float, shipped_as: Outcome | None = None
) -> tuple[str, ...]:
    p50, p95 = np.percentile(found.delays_s, (50, 95))
    last = ("", "") if shipped_as is None else (
        f"{shipped_as.mean_s * 1000:.0f}", f"{shipped_as.cut_share:.1%}"
    )  # fmt: skip
    figures = (found.mean_s, p50, p95)
    ratio = f"{found.mean_s / plain_s:.2f}"
    return (name, *(f"{value * 1000:.0f}" for value in figures), ratio, *last)
