"""Several askings about the same lines become one judgement each. Pure.

A model's own word about how sure it is means little: a small one is sure of anything. What it says
again when it is asked again means more, so the confidence is both: how many askings agreed, times
how sure those were.
"""

from collections.abc import Mapping, Sequence
from statistics import fmean, median_low

from tutor_server.modules.classroom.assess.prompting import Judgement


def agreed(askings: Sequence[Mapping[str, Judgement]], *, asked: int) -> dict[str, Judgement]:
    """By line id, the middle judgement of those that were given. `asked`: how many askings there
    were; one that gave nothing for a line agreed with nobody."""
    said: dict[str, list[Judgement]] = {}
    for asking in askings:
        for line_id, judgement in asking.items():
            said.setdefault(line_id, []).append(judgement)
    return {line_id: _middle(judgements, asked) for line_id, judgements in said.items()}


def _middle(said: Sequence[Judgement], asked: int) -> Judgement:
    share = median_low(judgement.share for judgement in said)
    same = [judgement for judgement in said if judgement.share == share]
    sure = fmean(judgement.confidence for judgement in same)
    confidence = round(len(same) / asked * sure, 3)
    return Judgement(share=share, confidence=confidence, why=same[0].why)
