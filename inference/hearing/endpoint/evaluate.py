"""How soon, and how seldom too soon? `python -m inference.hearing.endpoint.evaluate --data DIR`

Renders the test turns of the set whose hash is committed, finds their pauses with the server's
own voice activity, and prints the delay at 5% of turns cut off falsely: for a plain time-out,
for the rule on words, and for the model. Exits with 1 when data are missing or not the same.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from inference.contracts import PauseWaits, TurnEvidence
from inference.hearing.end_of_turn import WordsEndOfTurn
from inference.hearing.endpoint.features import as_if
from inference.hearing.endpoint.manifest import committed
from inference.hearing.endpoint.model import EndpointModel, shipped
from inference.hearing.endpoint.own import STEPS_S
from inference.hearing.endpoint.pauses import Look, Pause, all_pauses
from inference.hearing.endpoint.policy import (
    Cases,
    Floats,
    Outcome,
    at_share,
    decided_s,
    explains,
    judged,
    of_pauses,
    scaled,
)
from inference.hearing.endpoint.turns import Split

SHARE = 0.05
WORDS = {"words as recognised": 0, "true words": 1, "no words": 2, "right answer unknown": 3}


def cases(found: Sequence[Pause], model: EndpointModel, words: int = 0) -> Cases:
    """Each pause with what the model says at each look; `words` is a row of Look.vectors."""
    looks = [(pause.looks[0], pause.looks[-1]) for pause in found]
    times = np.array([[look.silence_s for look in pair] for pair in looks])[..., None] + STEPS_S
    rows = [
        as_if(look.vectors[words], (look.silence_s + STEPS_S).astype(np.float32))
        for pair in looks
        for look in pair
    ]
    probabilities = model.probabilities(np.concatenate(rows)).reshape(times.shape)
    return _cases(found, times.astype(np.float64), probabilities.astype(np.float64))


def _cases(found: Sequence[Pause], times_s: Floats, probabilities: Floats) -> Cases:
    return Cases(
        turns=tuple(pause.turn for pause in found),
        gaps_s=np.array([np.nan if p.gap_s is None else p.gap_s for p in found]),
        explain=explains([pause.expected.kind for pause in found]),
        times_s=times_s,
        probabilities=probabilities,
    )


def timeout(found: Sequence[Pause]) -> Callable[[float], Outcome]:
    """Plain voice activity: every pause is waited for equally long (a factor in seconds)."""
    plain = unjudged(found)
    return lambda wait_s: judged(plain, np.full(len(found), wait_s))


def unjudged(found: Sequence[Pause]) -> Cases:
    """Each pause, and nothing that a detector says."""
    times = np.array([[p.looks[0].silence_s, p.looks[-1].silence_s] for p in found])[..., None]
    return _cases(found, times, np.zeros(times.shape))


def by_rule(found: Sequence[Pause]) -> Callable[[float], Outcome]:
    """The rule on words, all its waits times a factor."""
    rule, plain = WordsEndOfTurn(), unjudged(found)
    waits = np.array(
        [[_rule_s(rule, p, look) for look in (p.looks[0], p.looks[-1])] for p in found]
    )
    return lambda factor: judged(plain, decided_s(plain, waits[..., None] * factor))


def _rule_s(rule: WordsEndOfTurn, pause: Pause, look: Look) -> float:
    return rule.wait_s(
        TurnEvidence(
            silence_s=look.silence_s,
            speech_s=look.speech_s,
            text=look.texts[0],
            expected=pause.expected,
            patience=1.0,
        )
    )


def by_model(
    found: Sequence[Pause], model: EndpointModel, words: int = 0
) -> Callable[[float], Outcome]:
    """The model with the session's waits, its doubt divided by a factor (1: as shipped)."""
    judged_cases, waits = cases(found, model, words), PauseWaits()

    def make(factor: float) -> Outcome:
        doubt = min(1.0, waits.doubt / factor)
        return scaled(judged_cases, replace(waits, doubt=doubt))(1.0)

    return make


def report(found: Sequence[Pause], model: EndpointModel) -> Iterator[str]:
    """The lines to print."""
    turns = len({pause.turn for pause in found})
    ends = sum(pause.gap_s is None for pause in found)
    yield f"end of turn: {turns} test turns, {len(found) - ends} inner pauses, {ends} ends"
    yield f"delay of the end at {SHARE:.0%} of turns cut off falsely, ms from the end of speech:"
    plain_s, _ = at_share(timeout(found), SHARE)
    yield f"  {'plain time-out':34} mean {plain_s * 1000:5.0f}"
    yield _line("rule on words", by_rule(found), plain_s)
    for name, row in WORDS.items():
        yield _line(f"model, {name}", by_model(found, model, row), plain_s)
    yield from _by_pause(found, model)
    shipped_as = by_model(found, model)(1.0)
    spread = f"p50 {_ms(shipped_as, 50)} p95 {_ms(shipped_as, 95)}"
    cut, mean_ms = f"{shipped_as.cut_share:.1%}", f"{shipped_as.mean_s * 1000:.0f}"
    yield f"as shipped, patience 1: {cut} cut off, mean {mean_ms} {spread}"
    stopping = {pause.turn for pause in found if pause.gap_s is not None}
    of_these = shipped_as.cut_share * turns / max(1, len(stopping))
    yield f"of the {len(stopping)} turns with a pause inside: {of_these:.1%} cut off"
    ruled = by_rule(found)(1.0)
    yield f"the rule as shipped: {ruled.cut_share:.1%} cut off, mean {ruled.mean_s * 1000:.0f}"
    yield "by kind of turn, as shipped:"
    yield from _by(found, model, lambda pause: f"{pause.source} {pause.style}")
    yield f"probability right at the last look: {_accuracy(found, model):.1%} (over at 0.5)"


def _by_pause(found: Sequence[Pause], model: EndpointModel) -> Iterator[str]:
    """As the public eot-bench counts, whose figures are of another set."""
    plain_s, _ = at_share(timeout(found), SHARE, of_pauses)
    _, ours = at_share(by_model(found, model), SHARE, of_pauses)
    yield (
        f"at {SHARE:.0%} of inner pauses of 0.2 to 5 s: time-out {plain_s * 1000:.0f}, "
        f"model mean {ours.mean_s * 1000:.0f} ratio {ours.mean_s / plain_s:.2f}"
    )


def _line(name: str, make: Callable[[float], Outcome], plain_s: float) -> str:
    _, found = at_share(make, SHARE)
    spread = f"p50 {_ms(found, 50):5} p95 {_ms(found, 95):5}"
    ratio = found.mean_s / plain_s
    return f"  {name:34} mean {found.mean_s * 1000:5.0f} {spread} ratio {ratio:.2f}"


def _ms(found: Outcome, percent: float) -> str:
    return f"{float(np.percentile(found.delays_s, percent)) * 1000:.0f}"


def _by(
    found: Sequence[Pause], model: EndpointModel, key: Callable[[Pause], str]
) -> Iterator[str]:
    for name in sorted({key(pause) for pause in found}):
        some = [pause for pause in found if key(pause) == name]
        result = by_model(some, model)(1.0)
        turns = len({pause.turn for pause in some})
        yield (
            f"  {name:26} {turns:4} turns  cut off {result.cut_share:6.1%}  mean "
            f"{result.mean_s * 1000:5.0f}  p50 {_ms(result, 50):>5}  p95 {_ms(result, 95):>5}"
        )


def _accuracy(found: Sequence[Pause], model: EndpointModel) -> float:
    judged_cases = cases(found, model)
    says = judged_cases.probabilities[:, 1, 0] >= 0.5
    return float(np.mean(says == np.isnan(judged_cases.gaps_s)))


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    try:
        turns = [turn for turn in committed(data) if turn.split is Split.TEST]
    except (OSError, ValueError) as error:
        sys.stderr.write(f"end of turn: {error}\n")
        return 1
    found = all_pauses(data, turns)
    sys.stdout.write("\n".join(report(found, shipped())) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
