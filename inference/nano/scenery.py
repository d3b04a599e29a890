"""Strange words in the place of a story's scenery: who gives what to whom must tell the sum.

A wording that has a camel in it is soon known by its camel. In training some rare words of a
wording become words that do not exist, and so do some names and things. Knows the wordings of
stories; knows no numbers.
"""

import re
from collections import Counter
from functools import cache
from random import Random

from inference.nano.phrases import groups_of, wordings
from inference.nano.split import Split
from inference.nano.unknown import invented_word

SHARE = 0.35
"""So many wordings get strange words..."""
WORD_SHARE = 0.6
"""...in the place of so many of their rare words."""
RARE = 2
"""A word that is in at most so many wordings is scenery."""
_WORD = re.compile(r"(?<![{\w'])[a-z]{4,}(?![}\w'])")


@cache
def _scenery() -> frozenset[str]:
    groups = [g for table in ("stories", "told", "asked") for g in groups_of(table)]
    texts = {text for group in groups for text in wordings(group, Split.TRAIN)}
    counts = Counter(word for text in texts for word in set(_WORD.findall(text)))
    # "fewer", "older": what ends so may tell the sum.
    return frozenset(w for w, count in counts.items() if count <= RARE and not w.endswith("er"))


def strange_thing(rng: Random) -> str:
    """Make a plural that does not exist."""
    return invented_word(rng).rstrip("s") + "s"


def strange(wording: str, rng: Random) -> str:
    """Return the wording, in `SHARE` of the calls with strange words for some of its scenery."""
    if rng.random() >= SHARE:
        return wording

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if word not in _scenery() or rng.random() >= WORD_SHARE:
            return word
        return strange_thing(rng) if word.endswith("s") else invented_word(rng)

    return _WORD.sub(other, wording)
