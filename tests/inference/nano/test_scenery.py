"""Strange words take the place of scenery, never of slots or of words that tell the sum."""

import re
import string
from random import Random

from inference.nano import scenery
from inference.nano.phrases import groups_of, wordings
from inference.nano.split import Split

TELLING = ("each", "left", "more", "many", "much", "than", "together", "altogether", "gives",
           "equal", "equally", "share", "every", "fewer", "older", "there", "have", "has",
           "lost", "sold", "first", "costs")  # fmt: skip


def slots(text: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(text) if name]


def test_slots_and_telling_words_stay() -> None:
    rng = Random(1)
    groups = [g for table in ("stories", "told") for g in groups_of(table)]
    changed = 0
    for wording in (w for group in groups for w in wordings(group, Split.TRAIN)):
        made = scenery.strange(wording, rng)
        assert slots(made) == slots(wording)
        for word in TELLING:
            assert made.split().count(word) == wording.split().count(word), made
        changed += made != wording
    assert changed > 50


def test_things_are_many_and_of_letters() -> None:
    rng = Random(2)
    assert all(re.fullmatch(r"[a-z]+s", scenery.strange_thing(rng)) for _ in range(100))
