"""Which tokens may come next in a grammar, and what each would leave to be said.

Joins the byte automaton with a vocabulary. Knows no schema, no logits and no rows.
"""

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from inference.engine.automaton import DEAD, Automaton
from inference.engine.nodes import NEVER, Node
from inference.engine.vocabulary import Vocabulary
from inference.errors import ModelRefusedError

LONGEST_TOKEN = 32
"""Bytes; longer tokens (runs of spaces, mostly) are never offered inside a grammar."""
_TOO_MUCH = 32_767
"""The int16 cost of a token that is not allowed; above every possible reply length."""
_CACHE_BYTES = 64 << 20
_MANY_STATES = 100_000
_NEEDED = (*range(0x20, 0x7F), *range(0x80, 0xC0), *range(0xC2, 0xF5))
"""Bytes that must be tokens of their own, so that every text of a grammar can be said."""


class Grammar:
    """One schema's automaton; kept and shared by the requests that use it."""

    def __init__(self, root: Node) -> None:
        self.automaton = Automaton(root)
        self.shortest = root.cost
        """Tokens that always suffice for a complete text."""

    @property
    def worn_out(self) -> bool:
        """So many states were found that a new automaton is better than this one."""
        return len(self.automaton.states) > _MANY_STATES


class TokenTable:
    """A vocabulary as arrays, to walk all tokens through an automaton at once."""

    def __init__(self, vocabulary: Vocabulary, *, size: int, device: torch.device) -> None:
        """`size` is the width of the model's logits."""
        usable = [
            (index, piece)
            for index, piece in enumerate(vocabulary.pieces[:size])
            if piece and len(piece) <= LONGEST_TOKEN and index not in vocabulary.eos
        ]
        self._size, self._device = size, device
        self._eos = [index for index in vocabulary.eos if index < size]
        self._ids = np.array([index for index, _ in usable], dtype=np.int64)
        self._lengths = np.array([len(piece) for _, piece in usable], dtype=np.int64)
        padded = b"".join(piece.ljust(LONGEST_TOKEN, b"\0") for _, piece in usable)
        self._bytes = np.frombuffer(padded, np.uint8).reshape(-1, LONGEST_TOKEN)
        single = {piece[0] for _, piece in usable if len(piece) == 1}
        self._complete = single.issuperset(_NEEDED)
        self._known: OrderedDict[tuple[Grammar, int], Tensor] = OrderedDict()
        self._most = max(16, _CACHE_BYTES // (2 * size))

    def start(self, grammar: Grammar) -> "Cursor":
        """The beginning of a text. Raises ModelRefusedError when the vocabulary lacks bytes."""
        if not self._complete:
            raise ModelRefusedError("this model's tokens cannot spell every JSON text")
        return Cursor(table=self, grammar=grammar, state=grammar.automaton.start)

    def costs(self, grammar: Grammar, state: int) -> Tensor:
        """int16 [vocabulary]: bytes still missing after each token; 32767 where it may not come.

        One look-up when the state was seen before; the least recently used give way.
        """
        key = (grammar, grammar.automaton.near(state, LONGEST_TOKEN))
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        found = torch.from_numpy(self._walk(grammar.automaton, key[1])).to(self._device)
        self._known[key] = found
        if len(self._known) > self._most:
            self._known.popitem(last=False)
        return found

    def _walk(self, automaton: Automaton, state: int) -> NDArray[np.int16]:
        """All tokens side by side, one byte column at a time; most leave at the first byte."""
        costs = np.full(self._size, _TOO_MUCH, dtype=np.int16)
        if automaton.states[state].accepts:
            costs[self._eos] = 0
        alive = np.arange(len(self._ids))
        at = np.full(len(alive), state, dtype=np.int64)
        for column in range(LONGEST_TOKEN):
            at = _hop(automaton, at, self._bytes[alive, column])
            alive, at = alive[at != DEAD], at[at != DEAD]
            ended = self._lengths[alive] == column + 1
            for index in np.unique(at[ended]):
                cost = min(automaton.states[index].cost, _TOO_MUCH)
                costs[self._ids[alive[ended & (at == index)]]] = cost
            alive, at = alive[~ended], at[~ended]
            if not alive.size:
                break
        return costs


def _hop(
    automaton: Automaton, at: NDArray[np.int64], byte: NDArray[np.uint8]
) -> NDArray[np.int64]:
    """The states after one more byte each."""
    found, place = np.unique(at, return_inverse=True)
    if not found.size:
        return at
    rows = np.stack([automaton.row(int(index)) for index in found])
    return rows[place, byte].astype(np.int64)


@dataclass(slots=True, kw_only=True)
class Cursor:
    """Where one reply stands in its grammar."""

    table: TokenTable
    grammar: Grammar
    state: int

    def allowed(self, left: int) -> Tensor:
        """bool [vocabulary]: tokens after which the text can still be completed within the
        `left - 1` tokens that remain (a byte needs at most one token)."""
        return self.table.costs(self.grammar, self.state) <= min(left - 1, _TOO_MUCH - 1)

    def advance(self, piece: bytes) -> None:
        """The reply grew by this token."""
        self.state = self.grammar.automaton.walk(self.state, piece)

    @property
    def accepts(self) -> bool:
        """The text is complete and may end here."""
        return self.grammar.automaton.states[self.state].accepts

    @property
    def ended(self) -> bool:
        """The text is complete and nothing can follow."""
        return self.accepts and not self.grammar.automaton.states[self.state].cells


def check_budget(grammar: Grammar, tokens: int) -> None:
    """Raises ModelRefusedError when no complete text fits into so many tokens."""
    if grammar.shortest > tokens or grammar.shortest >= NEVER:
        raise ModelRefusedError(
            f"max_tokens {tokens} is too small for the schema: {grammar.shortest} are needed"
        )
