"""Questions beyond what the model has learnt, to which it must say so.

Knows unknown.toml, invented words and sums that are too big. Half of the unknown things are asked
for in the words in which terms are, so that only the thing itself tells that it is unknown.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from random import Random

from inference.nano.phrases import pick
from inference.nano.split import Split, side
from inference.nano.terms import slots

SAYS_SO = "I don't know that yet"
"""Every reply to an unknown question contains these words."""

_STARTS = (
    "b bl br c ch cl cr d dr f fl fr g gl gr h j k kl l m n p pl pr qu r s sk sl sn st t tr v w z"
)
_VOWELS = "a e i o u ee oo ai ou a e i o"
_ENDS = "b ck d g k l m n nt p r rt s sh st t x ng tion ism ogy ity er on um us ine"


@cache
def lists() -> Mapping[str, tuple[str, ...]]:
    """Read the lists; block texts are cut at the bars."""
    text = files(__package__).joinpath("unknown.toml").read_text(encoding="utf-8")
    return {
        key: tuple(w.strip() for w in value.split("|")) if isinstance(value, str) else tuple(value)
        for key, value in tomllib.loads(text).items()
    }


def _pick(kind: str, rng: Random, split: Split) -> str:
    return rng.choice(lists()[f"heldout_{kind}" if split is Split.HELDOUT else kind])


def invented_word(rng: Random) -> str:
    """Make a word that does not exist, of one to three syllables."""
    starts, vowels, ends = _STARTS.split(), _VOWELS.split(), _ENDS.split()
    word = ""
    for _ in range(rng.choice((1, 2, 2, 3))):
        word += rng.choice(starts) + rng.choice(vowels)
        word += rng.choice(ends) if rng.random() < 0.6 else ""
    return word + rng.choice(("", rng.choice(ends)))


def _ask(kind: str, rng: Random, split: Split, topic: str) -> str:
    article = "an" if topic[0].lower() in "aeiou" else "a"
    many = topic if topic.endswith("s") else topic + "s"
    if kind == "thing" and rng.random() < 0.5:
        words = slots(topic, f"{article} {topic}", rng.choice(("", many)))
        return pick("term.ask", rng, split).format(**words)
    form = rng.choice(side(lists()[f"ask_{kind}"], split))
    return form.format(u=topic, us=rng.choice((topic, many)), a=f"{article} {topic}")


def too_big(rng: Random) -> str:
    """Make a sum with numbers beyond those of the skills."""
    sign = rng.choice(("+", "-", "×", "x", "*", "÷", "times", "plus", "minus", "divided by"))
    if sign in {"+", "-", "plus", "minus"}:
        a, b = rng.randint(1000, 10 ** rng.randint(4, 6)), rng.randint(1000, 10_000)
    else:
        # Products of two digits times two digits are learnt.
        a, b = rng.randint(100, 10 ** rng.randint(3, 4)), rng.randint(13, 99)
    form = rng.choice(("what is {e}", "{e}", "{e} = ?", "calculate {e}"))
    return form.format(e=f"{a} {sign} {b}")


def question(rng: Random, split: Split) -> tuple[str, str]:
    """Return an unknown question and a reply that admits it."""
    kind = rng.choices(
        ("things", "invented", "people", "places", "requests", "big"), (16, 5, 2, 3, 6, 1.5)
    )[0]
    if kind == "big":
        return too_big(rng), rng.choice(lists()["big"])
    if kind == "invented":
        asked = _ask("thing", rng, split, invented_word(rng))
    elif kind == "requests":
        asked = _pick(kind, rng, split)
    else:
        form = {"things": "thing", "people": "person", "places": "place"}[kind]
        asked = _ask(form, rng, split, _pick(kind, rng, split))
    return asked, rng.choice(lists()["reply"])


def admits(reply: str) -> bool:
    """Tell whether a reply says that the model has not learnt this."""
    return SAYS_SO in reply
