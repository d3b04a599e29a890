"""Words, addresses and abbreviations in a caption, and the last rule that passes by the rest."""

import re
import unicodedata

from inference.speaking.lexicon import Lexicon
from inference.speaking.operators import operand_after
from inference.speaking.spans import Reading

_LETTER = r"(?:(?![²³¹⁰⁴-⁹ⁿ½¼¾⅐-⅞])[^\W\d_])"
_WORD = re.compile(
    rf"{_LETTER}(?:[\u0300-\u036f]|{_LETTER})*(?:['’]{_LETTER}+)*"
    rf"(?:-{_LETTER}{{2,}}|(?<=[^\W\d_][^\W\d_])-{_LETTER})*"
)
_URL = re.compile(
    r"(?:https?://|www\.)([^\s/?#<>)\]]{1,200})[^\s<>)\]]{0,500}?(?=[.,;:!?]*(?:[\s<>)\]]|$))"
)
_EMAIL = re.compile(r"([\w.+-]{1,64})@([\w-]{1,63}(?:\.[\w-]{1,63})+)")
_SHORT = {
    "e.g.": "for example",
    "i.e.": "that is",
    "etc.": "and so on",
    "vs.": "versus",
    "vs": "versus",
    "a.m.": "ay m",
    "p.m.": "p m",
    "w/": "with",
    "w/o": "without",
}
_SHORTENED = re.compile(r"(?:[ap]\.m\.|e\.g\.|i\.e\.|etc\.|vs\.?|w/o|w/)(?!\w)", re.I)
_ENDS = ".,;:!?"
_FOREIGN_ENDS = {
    **dict.fromkeys("\u3002\u0964\u06d4\uff0e\u0589\u1362\u104b", "."),
    **dict.fromkeys("\uff01", "!"),
    **dict.fromkeys("\uff1f\u061f\u1367", "?"),
    **dict.fromkeys("\uff0c\u3001\u060c\uff1b", ","),
}
"""Full stops, question marks and commas of Chinese, Japanese, Hindi, Urdu, Arabic, Armenian,
Amharic and Burmese."""
_SPELLED = re.compile(r"[b-df-hj-np-tv-z]{2,3}|[xyzabc]{2,3}")
_NAMED = {
    "&": "and",
    "@": "at",
    "#": "number",
    **dict.fromkeys("✓✔✅", "check mark"),
    **dict.fromkeys("❌✗✘", "cross"),
}


def address(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    """A web address by its host, an e-mail address by its parts."""
    if match := _URL.match(text, at):
        return Reading(match[1].removeprefix("www.").replace(".", " dot "), match.end())
    if match := _EMAIL.match(text, at):
        name = re.sub(r"[._+-]+", " ", match[1])
        return Reading(f"{name} at {match[2].replace('.', ' dot ')}", match.end())
    return None


def english_word(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    """A word; single letters that are variables are said by their names."""
    if not _starts_word(text, at):
        return None
    if match := _SHORTENED.match(text, at):
        return Reading(_SHORT[match[0].lower()], match.end())
    match = _WORD.match(text, at)
    if match is None:
        return None
    word = match[0]
    if word in {"a", "A"} and _is_variable(text, at):
        # espeak-ng says a lone "a" as the article, a schwa.
        return Reading("ay", match.end())
    if _SPELLED.fullmatch(word) and _is_product(text, at, match.end()):
        return Reading(" ".join("ay" if letter == "a" else letter for letter in word), match.end())
    return Reading(word.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"), match.end())


def _starts_word(text: str, at: int) -> bool:
    return text[at].isalpha()


def _is_variable(text: str, at: int) -> bool:
    before, after = text[max(0, at - 8) : at].rstrip()[-1:], text[at + 1 : at + 8].lstrip()[:1]
    if text[at - 1 : at].isdigit() or (after and after in "=+*/^×÷²³<>≤≥≠·"):
        return True
    if after == "-":
        return operand_after(text[at + 1 : at + 20].lstrip(), 1)
    return bool(before) and before in "=+*/×÷<>≤≥≠·√^"


def _is_product(text: str, at: int, end: int) -> bool:
    """`xy = 6` and `3ab` are products of variables."""
    after = text[end : end + 3].lstrip()[:1]
    return text[at - 1 : at].isdigit() or (bool(after) and after in "=+*^×÷²³<>≤≥≠")


def foreign_word(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    """Other languages: a run without spaces, signs or ends of sentences, as it is written. A
    script without spaces gives one character at a time, so that captions can follow."""
    if is_unspaced(text[at]):
        return Reading(text[at], at + 1)
    end = at
    while end < len(text) and _in_run(text, end):
        end += 1
    return Reading(text[at:end], end) if end > at else None


def _in_run(text: str, at: int) -> bool:
    character = text[at]
    if character.isspace() or is_unspaced(character):
        return False
    if character in ".,:'’-":
        return text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()
    return unicodedata.category(character)[0] in "LMN" and character not in "²³¹"


def is_unspaced(character: str) -> bool:
    """Chinese and Japanese: written without spaces, and joined again when spoken."""
    return "\u3040" <= character <= "\u30ff" or "\u3400" <= character <= "\u9fff"


def rest(text: str, at: int, lexicon: Lexicon) -> Reading:
    """Ends of sentences are pauses, a few signs have names, runs of other scripts are left to
    the voice, everything else is silent."""
    character = text[at]
    if character in _ENDS:
        return Reading(character, at + 1)
    if character in _FOREIGN_ENDS:
        return Reading(_FOREIGN_ENDS[character], at + 1)
    if character == "#" and not text[at + 1 : at + 2].isdigit():
        return Reading("", at + 1)
    if lexicon.english and character in _NAMED:
        return Reading(_NAMED[character], at + 1)
    return foreign_word(text, at, lexicon) or Reading("", at + 1)
