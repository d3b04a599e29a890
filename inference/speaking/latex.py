"""Reads a LaTeX formula aloud. Knows the commands of school mathematics; an unknown command is
read by its name and nothing makes it raise."""

import re
from dataclasses import dataclass

from inference.speaking.lexicon import Lexicon

_MAX_DEPTH = 24
"""Deeper groups are read flat; school formulas nest three or four deep."""
_TOKEN = re.compile(r"\\[a-zA-Z]+\*?|\\.|\d+(?:[.,]\d+)*|[a-zA-Z]|\S", re.S)
_SIGNS = {
    "+": "plus",
    "-": "minus",
    "\N{MINUS SIGN}": "minus",
    "=": "equals",
    "<": "less",
    ">": "greater",
    "*": "times",
    "/": "over",
    "%": "percent",
    r"\%": "percent",
    r"\times": "times",
    r"\cdot": "times",
    r"\ast": "times",
    r"\div": "divided",
    r"\le": "at_most",
    r"\leq": "at_most",
    r"\leqslant": "at_most",
    r"\ge": "at_least",
    r"\geq": "at_least",
    r"\geqslant": "at_least",
    r"\lt": "less",
    r"\gt": "greater",
    r"\ne": "not_equal",
    r"\neq": "not_equal",
    r"\approx": "about",
    r"\sim": "about",
    r"\pm": "plus_minus",
    r"\infty": "infinity",
    r"\pi": "pi",
    r"\degree": "degrees",
    r"\circ": "degrees",
    r"\to": "gives",
    r"\rightarrow": "gives",
    r"\Rightarrow": "gives",
    r"\implies": "gives",
}
_PAUSES = frozenset({r"\ldots", r"\dots", r"\cdots", r"\\", ")"})
_SILENT = frozenset(
    (  # noqa: SIM905  a table of fifty signs reads better as lines
        r"\left \right \big \Big \bigg \Bigg \displaystyle \textstyle \quad \qquad \, \; \: \! "
        r"\( \) \[ \] \{ \} \| \mathrm \mathbf \mathit \mathbb \mathcal \limits \hline "
        r"\nonumber \notag \boxed \underline \hat \bar \vec \overline \cancel \phantom "
        r"[ ] { } & $ ~ \ . ! ? :"
    ).split()
) | {r"\ "}
_FUNCTIONS = frozenset({r"\sin", r"\cos", r"\tan", r"\log", r"\ln", r"\exp", r"\max", r"\min"})
_TEXT = frozenset({r"\text", r"\textbf", r"\textit", r"\textrm", r"\mbox", r"\operatorname"})


def read_latex(source: str, lexicon: Lexicon) -> str:
    """The words of a formula given without its delimiters; empty when nothing is to be said."""
    reader = _Reader(source.replace("{,}", ","), lexicon)
    words: list[str] = []
    while not reader.at_end():
        words.append(reader.term(0))
    return _tidy(words)


def _tidy(words: list[str]) -> str:
    text = " ".join(word for word in words if word)
    return re.sub(r"(?:\s*,)+", ",", re.sub(r"\s+", " ", text)).strip(" ,")


@dataclass(slots=True)
class _Reader:
    """A recursive descent over the tokens."""

    source: str
    lexicon: Lexicon
    at: int = 0
    before: str = ""
    """The last piece of the source that is an operand or an operator."""
    mixed: bool = False
    """A whole number stands before the command, as in 3\\frac12."""

    def at_end(self) -> bool:
        return self._peek() == ""

    def _peek(self) -> str:
        match = _TOKEN.search(self.source, self.at)
        return match.group() if match else ""

    def _next(self) -> str:
        match = _TOKEN.search(self.source, self.at)
        self.at = match.end() if match else len(self.source)
        return match.group() if match else ""

    def term(self, depth: int) -> str:
        """One piece with whatever belongs to it."""
        piece, before = self._next(), self.before
        if piece not in _SILENT:
            self.before = piece
        if piece == "{" and depth < _MAX_DEPTH:
            return self._group(depth + 1, "}")
        if piece in _COMMANDS and depth < _MAX_DEPTH:
            self.mixed = before.isdecimal()
            return _COMMANDS[piece](self, depth + 1)
        if piece in _TEXT:
            return self._raw_group()
        if piece == "(":
            return self._opening(before)
        return self._plain(piece)

    def _opening(self, before: str) -> str:
        """`f(` is `f of`, `2(` and `)(` are products, other brackets are a short pause."""
        if before in {"f", "g", "h", "P"} or before in _FUNCTIONS:
            return "of" if self.lexicon.english else ""
        return self.lexicon.times if before[-1:].isalnum() or before == ")" else ", "

    def _plain(self, piece: str) -> str:
        if not piece or piece in _SILENT:
            return ""
        if piece in _SIGNS:
            return str(getattr(self.lexicon, _SIGNS[piece]))
        if piece in _PAUSES:
            return ", "
        if piece[0].isdecimal():
            return self.lexicon.number(piece) if piece.isascii() else piece
        if piece.startswith("\\"):
            return piece[1:].rstrip("*")
        return "ay" if piece == "a" and self.lexicon.english else piece

    def _group(self, depth: int, closing: str) -> str:
        words: list[str] = []
        while (piece := self._peek()) and piece != closing:
            words.append(self.term(depth))
        self._next()
        return _tidy(words)

    def _argument(self, depth: int) -> tuple[str, str]:
        """The next argument as words, and as source without braces."""
        if digit := re.compile(r"\s*(\d)(?=\d)").match(self.source, self.at):
            self.at = digit.end()  # TeX takes one digit: \frac12 is a half
            return self.lexicon.number(digit.group(1)), digit.group(1)
        start = self.at
        words = self.term(depth)
        return words, self.source[start : self.at].strip().strip("{}").strip()

    def _raw_group(self) -> str:
        match = re.compile(r"\s*\{([^{}]*)\}?").match(self.source, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match.group(1).strip()

    def fraction(self, depth: int) -> str:
        mixed = "and " if self.mixed and self.lexicon.english else ""
        top, top_source = self._argument(depth)
        bottom, bottom_source = self._argument(depth)
        if _whole(top_source) and _whole(bottom_source):
            return mixed + self.lexicon.say_fraction(top_source, bottom_source)
        # A comma is heard as a short pause: "x plus one, over two" is not x plus a half.
        pause = ", " if " " in top else " "
        return f"{top}{pause}{self.lexicon.over} {bottom}, "

    def root(self, depth: int) -> str:
        index = ""
        if self._peek() == "[":
            self._next()
            start = self.at
            self._group(depth, "]")
            index = self.source[start : self.at].rstrip("]").strip()
        body, _ = self._argument(depth)
        return f"{self._root_name(index)} {body}, "

    def _root_name(self, index: str) -> str:
        if index in {"", "2"}:
            return self.lexicon.root
        if index == "3":
            return self.lexicon.cube_root
        return f"{self.lexicon.nth(index)} {self.lexicon.root_of}"

    def power(self, depth: int) -> str:
        words, source = self._argument(depth)
        if source in {"2", "3"}:
            return self.lexicon.squared if source == "2" else self.lexicon.cubed
        if source in {r"\circ", r"\degree", "°"}:
            return self.lexicon.degrees
        return f"{self.lexicon.power} {words}" if words else ""

    def index(self, depth: int) -> str:
        return self._argument(depth)[0]

    def series(self, depth: int) -> str:
        """Sums, products, integrals and limits with what stands below and above them."""
        words = [{"\\int": "integral", "\\lim": "limit"}.get(self.before, self.before[1:])]
        while (mark := self._peek()) in {"_", "^"}:
            self._next()
            bound = self._argument(depth)[0]
            words.append(bound if mark == "_" else f"{self.lexicon.to} {bound}")
        return " ".join(words) + ", "

    def environment(self, depth: int) -> str:
        self._raw_group()
        return ""


def _whole(source: str) -> bool:
    return source.isascii() and source.isdecimal()


_COMMANDS = {
    r"\frac": _Reader.fraction,
    r"\dfrac": _Reader.fraction,
    r"\tfrac": _Reader.fraction,
    r"\cfrac": _Reader.fraction,
    r"\sqrt": _Reader.root,
    "^": _Reader.power,
    "_": _Reader.index,
    r"\sum": _Reader.series,
    r"\prod": _Reader.series,
    r"\int": _Reader.series,
    r"\lim": _Reader.series,
    r"\begin": _Reader.environment,
    r"\end": _Reader.environment,
}
