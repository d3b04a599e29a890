"""Curriculum questions to measure the cache with, and other wordings of them.

Three sources of wordings, none made for the gate's sake: paraphrases.toml (written before the
gate, half of it held out), the wordings that the nano model learns terms from (its own hold-out,
drawn long before), and its noise of hurried typing and of transcripts. Pure.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random

from inference.nano import noise
from inference.nano.phrases import wordings
from inference.nano.split import Split
from inference.nano.terms import all_terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One way of asking a curriculum question."""

    source: str
    """`written`, `terms` or `noise`."""
    question: str
    """The curriculum question it stands for."""
    text: str


@cache
def _written() -> tuple[dict[str, list[str] | str], ...]:
    text = files(__package__).joinpath("paraphrases.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["question"])


def questions() -> tuple[str, ...]:
    """What the cache has replies for: the written questions and one for each school term."""
    terms = (f"What is {term.a}?" for term in all_terms())
    return tuple(dict.fromkeys((*(str(entry["ask"]) for entry in _written()), *terms)))


def seen() -> Iterator[Wording]:
    """Wordings that may be looked at when the gate is changed; the calibration uses them."""
    yield from _paraphrases("seen")
    yield from _terms(Split.TRAIN)


def held_out(seed: int) -> Iterator[Wording]:
    """Wordings that only decide whether the gate works: none is a question itself, or one of
    `seen`, but for case and end marks."""
    looked = {*map(_bare, questions()), *(_bare(wording.text) for wording in seen())}
    drawn = [*_paraphrases("held"), *_terms(Split.HELDOUT)]
    written = [wording for wording in drawn if _bare(wording.text) not in looked]
    yield from written
    rng = Random(seed)  # noqa: S311  repeatable, no secret
    for wording in written:
        text = wording.text.rstrip("?.").lower()
        said = noise.typed(text, rng) if rng.random() < 0.5 else noise.spoken(wording.text)
        yield Wording(source="noise", question=wording.question, text=said)


def _bare(text: str) -> str:
    return text.lower().strip("?. ")


def _paraphrases(side: str) -> Iterator[Wording]:
    for entry in _written():
        for text in entry[side]:
            yield Wording(source="written", question=str(entry["ask"]), text=text)


def _terms(split: Split) -> Iterator[Wording]:
    for term in all_terms():
        for wording in wordings("term.ask", split):
            text = wording.format(**term.slots())
            yield Wording(source="terms", question=_meant(term.a, wording), text=text)


def _meant(term: str, wording: str) -> str:
    """`how do magnets work` asks for the meaning, unless how it works is a question of its own."""
    works = f"How does {term} work?"
    own = wording.endswith(" work") and any(entry["ask"] == works for entry in _written())
    return works if own else f"What is {term}?"
