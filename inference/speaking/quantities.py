"""English numbers in a caption: signs, decimals, fractions, money, percent, ordinals, units."""

import re

from inference.speaking.fractions import fraction_words
from inference.speaking.lexicon import Lexicon
from inference.speaking.numbers import cardinal, digit_words, number_words, ordinal
from inference.speaking.spans import Reading
from inference.speaking.units import read_unit

NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)*|\.\d+)"
_NUMBER = re.compile(NUMBER, re.A)
_FRACTION = re.compile(
    r"(?:(?P<whole>\d+)[ \N{NO-BREAK SPACE}])?(?P<top>\d+)\s?[/\N{FRACTION SLASH}]\s?"
    r"(?P<bottom>\d+)(?![\d/]|\.\d|,\d{3}\b)",
    re.A,
)
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)\b", re.A)
_MONEY = re.compile(rf"([$£€¥])\s?({NUMBER})(?: (million|billion|thousand|trillion)\b)?", re.A)
_PHONE = re.compile(r"(?:\d{3}-)?\d{3}-\d{4}(?![\d-])", re.A)
_CURRENCIES = {
    "$": ("dollar", "cent"),
    "£": ("pound", "penny"),
    "€": ("euro", "cent"),
    "¥": ("yen", "sen"),
}
_HALVES_TO_EIGHTHS = "1/2 1/3 2/3 1/4 3/4 1/5 2/5 3/5 4/5 1/6 5/6 1/8 3/8 5/8 7/8"
_VULGAR = dict(zip("½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞", _HALVES_TO_EIGHTHS.split(), strict=True))
_VULGAR_NUMBER = re.compile(rf"(\d+)?\s?([{''.join(_VULGAR)}])", re.A)


def fraction(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    """`3/4`, `1 3/4`, `½` and `1½`; a spaced `12 / 4` of whole numbers is a division."""
    if match := _VULGAR_NUMBER.match(text, at):
        top, bottom = _VULGAR[match[2]].split("/")
        return Reading(_mixed(match[1], top, bottom), match.end())
    match = _FRACTION.match(text, at)
    if match is None or text[at - 1 : at] in {"/", "."}:
        return None
    if match["whole"] and int(match["top"]) >= int(match["bottom"]):
        return Reading(cardinal(match["whole"]), match.end("whole"))
    if " " in text[match.start("top") : match.end()]:
        return None
    return Reading(_mixed(match["whole"], match["top"], match["bottom"]), match.end())


def _mixed(whole: str | None, top: str, bottom: str) -> str:
    words = fraction_words(top, bottom)
    return f"{cardinal(whole)} and {words}" if whole else words


def money(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    """`$5.50` -> `five dollars and fifty cents`, `$1.2 million` -> `one point two million
    dollars`."""
    match = _MONEY.match(text, at)
    if match is None:
        return None
    sign, number, scale = match.groups()
    big, _ = _CURRENCIES[sign]
    whole, _, rest = number.replace(",", "").partition(".")
    if scale:
        return Reading(f"{number_words(number)} {scale} {big}s", match.end())
    if len(rest) != 2 or sign == "¥":
        return Reading(f"{number_words(number)} {_plural(big, number == '1')}", match.end())
    return Reading(_money_words(whole, rest, sign), match.end())


def _money_words(whole: str, rest: str, sign: str) -> str:
    big, small = _CURRENCIES[sign]
    words = []
    if whole.strip("0") or not rest.strip("0"):
        words.append(f"{cardinal(whole or '0')} {_plural(big, whole == '1')}")
    if rest.strip("0"):
        words.append(f"{cardinal(str(int(rest)))} {_plural(small, rest == '01')}")
    return " and ".join(words)


def _plural(name: str, singular: bool) -> str:
    if singular or name == "yen":
        return name
    return "pence" if name == "penny" else name + "s"


def ordinal_number(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    """`3rd` -> `third`."""
    match = _ORDINAL.match(text, at)
    if match is None or len(match[1]) > 9:
        return None
    return Reading(ordinal(match[1]), match.end())


def number(text: str, at: int, lexicon: Lexicon) -> Reading | None:
    """Any other number, with its percent sign or unit; telephone numbers digit by digit."""
    if phone := _PHONE.match(text, at):
        groups = phone.group().split("-")
        return Reading(", ".join(digit_words(group) for group in groups), phone.end())
    match = _NUMBER.match(text, at)
    if match is None:
        return None
    words = number_words(match.group())
    if text.startswith("%", match.end()):
        return Reading(f"{words} {lexicon.percent}", match.end() + 1)
    if unit := read_unit(text, match.end(), singular=match.group() == "1"):
        return Reading(f"{words} {unit[0]}", unit[1])
    return Reading(words, match.end())
