"""Formulas in LaTeX delimiters inside a caption; each is one span, because half a formula
cannot be inked or quoted."""

import re

from inference.speaking.latex import read_latex
from inference.speaking.lexicon import Lexicon
from inference.speaking.markup import FORMULA
from inference.speaking.spans import Reading

_PROSE = re.compile(r"(?:^|\s)[a-z]{2,}(?:\s|$)")
_LATEX = re.compile(r"[\\^_=+]")


def formula(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    """`\\(..\\)`, `\\[..\\]`, `$$..$$` and `$..$`; "$5 or 6$" is money, not a formula."""
    if text[at] not in "\\$":
        return None
    match = FORMULA.match(text, at)
    if match is None:
        return None
    source = next(group for group in match.groups() if group is not None)
    if match["single"] and _PROSE.search(source) and not _LATEX.search(source):
        return None
    return Reading(read_latex(source, lexicon), match.end())
