"""One completion's own state between steps: how its tokens are drawn and its text is made.

Knows one row at a time; knows no batch, no threads.
"""

from dataclasses import dataclass
from random import Random

from inference.contracts import Priority, Sampling
from inference.engine.abstention import Abstention, Opening
from inference.engine.lora_files import AdapterWeights
from inference.engine.masks import Cursor
from inference.engine.reply import ReplyText
from inference.engine.sampling import Draw
from inference.engine.slots import Row
from inference.engine.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is asked of the engine: a prompt in tokens, and how to go on from it."""

    prompt: tuple[int, ...]
    sampling: Sampling
    """`max_tokens` already fits the context."""
    priority: Priority
    deadline_s: float
    """On the engine's clock."""
    adapter: AdapterWeights | None = None
    """None is the base model."""
    owner: str = ""
    """Whose it is, for fair shares."""
    cursor: Cursor | None = None
    """The start of the grammar that the reply must follow. Stop strings do not apply then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some more text of a reply; `reason` (`stop` or `length`) comes with the last piece."""

    text: str
    tokens: int
    """Reply tokens so far."""
    reason: str = ""


class Job:
    """A Work in progress."""

    def __init__(
        self,
        work: Work,
        *,
        ticket: int,
        vocabulary: Vocabulary,
        abstention: Abstention | None = None,
    ) -> None:
        self.row = Row(
            ticket=ticket,
            priority=work.priority,
            deadline_s=work.deadline_s,
            tokens=list(work.prompt),
            adapter=work.adapter.name if work.adapter else None,
            owner=work.owner,
        )
        self.adapter = work.adapter
        self.submitted_s = 0.0
        self.begun = False
        """Whether a token has been drawn."""
        self._work, self._vocabulary = work, vocabulary
        self._random = Random(work.sampling.seed)  # noqa: S311 - sampling, not secrets
        self._cursor = work.cursor
        # A reply that follows a grammar is a form to be filled in, not a task of a student.
        self._opening = Opening(abstention) if abstention and not work.cursor else None
        self._text = ReplyText(
            stop=() if work.cursor else work.sampling.stop,
            strip_first_space=vocabulary.strip_first_space,
        )

    @property
    def produced(self) -> int:
        """Reply tokens so far."""
        return len(self.row.tokens) - len(self._work.prompt)

    def draw(self) -> Draw:
        """How the next token is to be chosen."""
        sampling = self._work.sampling
        left = sampling.max_tokens - self.produced
        return Draw(
            temperature=sampling.temperature,
            top_p=sampling.top_p,
            uniform=self._random.random(),
            allowed=self._cursor.allowed(left) if self._cursor else None,
            watched=self._opening is not None and self._opening.open,
        )

    def accept(self, token: int, probability: float = 1.0) -> Piece:
        """Take the chosen token, and how likely it was if that was asked for; a piece with a
        reason means that the reply has ended."""
        if token in self._vocabulary.eos:
            return self._last("", "stop")
        self.row.tokens.append(token)
        data = self._vocabulary.pieces[token] if token < len(self._vocabulary.pieces) else None
        text = self._text.push(data) if data else ""
        if self._opening is not None:
            text = self._opening.push(text, probability)
            if self._opening.doubted:
                return Piece(text=text, tokens=self.produced, reason="stop")
        if self._cursor and data:
            self._cursor.advance(data)
        if self._text.stopped or (self._cursor and self._cursor.ended):
            return self._last(text, "stop")
        if self.produced >= self._work.sampling.max_tokens:
            complete = self._cursor is not None and self._cursor.accepts
            return self._last(text, "stop" if complete else "length")
        return Piece(text=text, tokens=self.produced)

    def _last(self, text: str, reason: str) -> Piece:
        rest = self._text.finish()
        held = self._opening.finish() if self._opening is not None else ""
        return Piece(
            text=text + held + rest,
            tokens=self.produced,
            reason="stop" if self._text.stopped else reason,
        )
