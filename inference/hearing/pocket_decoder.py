"""One pocketsphinx lane: a grammar and a free phone loop that hear the same utterance.

Knows pocketsphinx's calls and scales. Blocking; one utterance at a time; one thread. pocketsphinx
keeps Python's lock while it works, so audio goes in small pieces and other threads get their turn.
"""

import math
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pocketsphinx

from inference.contracts import IN_RATE_HZ, Expected
from inference.errors import ModelLoadError
from inference.hearing.automaton import compile_arcs
from inference.hearing.grammar import always_said, build
from inference.hearing.likelihood import Piece

PRIOR_SCALE = 8.0
"""Weight of the grammar's priors against the sound. Of 100 spoken digits 5 got 60 right and 34
wrong, 8 got 67 right and 24 wrong; generated sentences do not tell them apart."""
WORD_COST = 3.0
"""Nats per word before the scale; fewer words are likelier words."""
PIECE_BYTES = 3200
"""100 ms of audio: 16 ms of work, the longest that other threads wait."""
MEAN_S = 1.0
"""The channel's mean spectrum is measured over the first second, then decoding starts. Without
that, with the model's own mean, `one half` was heard as `one twelfth`."""
GRAMMARS = 8
"""Compiled grammars kept per lane. Full: the least recently used one goes."""
_LOG_UNIT = 1024.0
"""pocketsphinx shifts its scores right by 10 bits before they are shown."""
_SILENT_WORDS = frozenset(("<s>", "</s>", "<sil>", "[NOISE]", "[SPEECH]", "(NULL)"))
_SILENT_PHONES = frozenset(("SIL", "+NSN+", "+SPN+"))

_COMMON = {
    "lm": None,
    "loglevel": "FATAL",
    "bestpath": False,
    # Every frame's scores are relative to its best state; only when all states are scored is that
    # the same state for the grammar and for the phone loop.
    "compallsen": True,
}
_GRAMMAR = {
    "lw": 1.0,
    "silprob": 0.5,
    "fillprob": 1e-20,
    "wip": 1.0,
    # Wider than the library's 1e-48: the first frames of an unlikely branch survive.
    "beam": 1e-80,
    "pbeam": 1e-80,
    "wbeam": 1e-60,
    "lpbeam": 1e-70,
    "lponlybeam": 1e-60,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignments:
    """What was heard: the grammar's best words and the phone loop's best phones."""

    words: tuple[Piece, ...]
    phones: tuple[Piece, ...]


class PocketDecoder:
    """`begin`, `feed` as often as audio comes, then `end`; `begin` again at any time."""

    def __init__(self, school_terms: Iterable[str]) -> None:
        """Takes 0.1 s and 35 MB. Raises ModelLoadError."""
        self._terms = tuple(school_terms)
        self._compiled: OrderedDict[str, tuple[str, ...]] = OrderedDict()
        self._pending = bytearray()
        self._started = False
        try:
            self._grammar = pocketsphinx.Decoder(**_COMMON, **_GRAMMAR)
            self._phones = pocketsphinx.Decoder(**_COMMON, dict=None)
            self._phones.add_allphone_file("phones", None)
            self._phones.activate_search("phones")
        except (RuntimeError, ValueError) as error:
            raise ModelLoadError("pocketsphinx cannot load its model") from error
        unknown = [word for word in always_said() if not self.can_say(word)]
        if unknown:
            raise ModelLoadError(f"the dictionary lacks {', '.join(sorted(unknown))}")

    def can_say(self, word: str) -> bool:
        """The pronunciation dictionary holds the word."""
        return self._grammar.lookup_word(word) is not None

    def begin(self, expected: Expected) -> tuple[str, ...]:
        """Starts an utterance, dropping an unfinished one; returns the terms it cannot hear."""
        self.drop()
        name = f"{expected.kind}:{'|'.join(expected.terms)}"
        if name not in self._compiled:
            self._compile(name, expected)
        self._compiled.move_to_end(name)
        self._grammar.activate_search(name)
        return self._compiled[name]

    def feed(self, pcm: bytes) -> None:
        """More int16 mono 16 kHz audio, an even number of bytes."""
        self._pending += pcm
        if self._started or len(self._pending) >= MEAN_S * IN_RATE_HZ * 2:
            self._decode()

    def hypothesis(self) -> str:
        """The best words so far, which may stop in the middle of a sentence."""
        best = self._grammar.hyp() if self._started else None
        return best.hypstr if best else ""

    def end(self) -> Alignments:
        """What was heard since `begin`."""
        if self._pending and not self._started:
            self._decode()
        if not self._started:
            return Alignments(words=(), phones=())
        self._stop()
        return Alignments(
            words=_pieces(self._grammar, _SILENT_WORDS),
            phones=_pieces(self._phones, _SILENT_PHONES),
        )

    def drop(self) -> None:
        """Forgets the utterance, if there is one."""
        self._pending.clear()
        if self._started:
            self._stop()

    def _compile(self, name: str, expected: Expected) -> None:
        grammar = build(expected, school_terms=self._terms, pronounceable=self.can_say)
        steps: list[tuple[int, int, float] | tuple[int, int, float, str]] = []
        for arc in compile_arcs(grammar.phrase, word_cost=WORD_COST):
            chance = math.exp(-PRIOR_SCALE * arc.cost)
            step = (arc.source, arc.target, chance)
            steps.append((*step, arc.word) if arc.word else step)
        self._grammar.add_fsg(name, self._grammar.create_fsg(name, 0, 1, steps))
        self._compiled[name] = grammar.missing
        if len(self._compiled) > GRAMMARS:
            oldest, _ = self._compiled.popitem(last=False)
            self._grammar.remove_search(oldest)

    def _decode(self) -> None:
        if not self._started:
            self._start()
        for begin in range(0, len(self._pending), PIECE_BYTES):
            piece = bytes(self._pending[begin : begin + PIECE_BYTES])
            self._grammar.process_raw(piece)
            self._phones.process_raw(piece)
        self._pending.clear()

    def _start(self) -> None:
        """Measures the mean spectrum of what came so far; both decoders then subtract it.

        pocketsphinx adds each mean to that of the utterances before. New feature extraction
        (0.07 ms) forgets them: nothing of another student's voice or room is left.
        """
        self._phones.reinit_feat()
        self._phones.start_utt()
        self._phones.process_raw(bytes(self._pending), no_search=True, full_utt=True)
        self._phones.end_utt()
        mean = self._phones.get_cmn()
        for decoder in (self._grammar, self._phones):
            decoder.reinit_feat()
            decoder.start_utt()
            decoder.set_cmn(mean)
        self._started = True

    def _stop(self) -> None:
        self._grammar.end_utt()
        self._phones.end_utt()
        self._started = False


def _pieces(decoder: pocketsphinx.Decoder, silent: frozenset[str]) -> tuple[Piece, ...]:
    if decoder.hyp() is None:
        return ()
    found: Sequence[pocketsphinx.Segment] = [s for s in decoder.seg() if s.end_frame >= 0]
    return tuple(
        Piece(
            label=_bare(segment.word),
            first=segment.start_frame,
            last=segment.end_frame,
            score=_LOG_UNIT * math.log(max(segment.ascore, 1e-300)),
            silent=segment.word in silent,
        )
        for segment in found
        if segment.word != "(NULL)"
    )


def _bare(word: str) -> str:
    """`either(2)` is the second pronunciation of `either`."""
    return word.split("(")[0]
