"""Undoes the ways in which a text hides words and numbers: base64, binary, Roman numerals, other
languages, spelling, backwards, marks to count. Knows no answers."""

import base64
import binascii
import codecs
import re
from collections.abc import Iterator
from functools import cache

_BASE64 = re.compile(
    r"(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]{4,}={0,2}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)"
    r"(?![A-Za-z0-9+/=])"
)
_ROMAN = re.compile(r"(?<![A-Za-z])[IVXLCDM]+(?![A-Za-z'])")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_SPELLED = re.compile(r"(?<![A-Za-z])(?:[A-Za-z][-\u2013. ,*_]{1,2}){2,}[A-Za-z](?![A-Za-z])")
_MARKS = re.compile(r"([^\w\s.,;:!?\"'`*#=~()\[\]{}<>+/\\-])(?:\s?\1)+")
_LETTER_MARKS = re.compile(r"(?<!\w)([Xx|Il])(?: \1)+(?!\w)")
_MORSE = dict(
    zip(
        ("-----", ".----", "..---", "...--", "....-", ".....", "-....", "--...", "---..", "----."),
        "0123456789",
        strict=True,
    )
)


def decoded(text: str) -> Iterator[str]:
    """Texts that may be hidden in a text."""
    yield from _base64(text)
    yield from _other_bases(text)
    yield from _reversed(text)
    for match in _SPELLED.finditer(text):
        yield re.sub(r"[^A-Za-z]", "", match[0])
        yield " ".join(re.sub(r"[^A-Za-z]", "", part) for part in re.split(r"  +", match[0]))
        yield " ".join(re.sub(r"[^A-Za-z]", "", part) for part in match[0].split())
    yield from _numerals(text)
    yield from _foreign(text)
    yield from _initials(text)
    if re.search(r"rot.?13|caesar|cipher|shift", text, re.IGNORECASE):
        yield codecs.decode(text, "rot13")


def _base64(text: str) -> Iterator[str]:
    for match in _BASE64.finditer(text):
        token = match[0]
        if token.isalpha() and (token.islower() or token.istitle()):
            continue  # a word
        padded = token + "=" * (-len(token) % 4)
        try:
            found = base64.b64decode(padded, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            continue
        if found.isprintable():
            yield found


def _other_bases(text: str) -> Iterator[str]:
    low = text.lower()
    for token in re.findall(r"\b0b[01]+\b|\b0x[0-9a-f]+\b", low):
        yield str(int(token, 0))
    if re.search(r"binary|base (?:2|two)\b", low):
        for token in re.findall(r"\b[01]{2,}\b", low):
            yield str(int(token, 2))
    if re.search(r"\bhex|base 16\b", low):
        for token in re.findall(r"\b[0-9a-f]{1,8}\b", low):
            yield str(int(token, 16))
    if re.search(r"ascii|char(?:acter)? codes?", low):
        yield "".join(chr(int(code)) for code in re.findall(r"\b\d{2,3}\b", low))
    for run in re.findall(r"(?:&#\d{2,3};)+", low):
        yield "".join(chr(int(code)) for code in re.findall(r"\d+", run))
    if "morse" in low:
        yield "".join(_MORSE.get(token, "") for token in re.findall(r"[.\-]{5}", low))


def _reversed(text: str) -> Iterator[str]:
    if not re.search(r"backward|revers|mirror|other way (?:a)?round|right to left", text.lower()):
        return
    yield text[::-1]
    for token in re.findall(r"[\w./]*\w", text):
        yield token[::-1]
    for quoted in re.findall(r"[\"'\u201c*]([^\"'\u201d*]+)[\"'\u201d*]", text):
        yield quoted[::-1]


def _numerals(text: str) -> Iterator[str]:
    roman = re.search(r"roman", text, re.IGNORECASE) is not None
    for match in _ROMAN.finditer(text):
        if roman or len(match[0]) > 1:
            yield str(_roman(match[0]))
    for match in (*_MARKS.finditer(text), *_LETTER_MARKS.finditer(text)):
        yield str(match[0].count(match[1]))


def _roman(numeral: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


def _initials(text: str) -> Iterator[str]:
    """The first letters of lines or words."""
    if not re.search(r"first letters?|initials|acrostic|start of each", text.lower()):
        return
    yield "".join(line.strip()[:1] for line in text.split("\n"))
    yield "".join(re.findall(r"\b([A-Za-z])", text))


def _foreign(text: str) -> Iterator[str]:
    words = re.findall(r"[a-zäöüßáéíóúñèêç]+", text.lower())
    known = _words()
    for size in (4, 3, 2, 1):
        for at in range(len(words) - size + 1):
            value = known.get(" ".join(words[at : at + size]))
            if value is not None:
                yield str(value)


@cache
def _words() -> dict[str, int]:
    """Spanish, German and French numbers up to a thousand; those that are English words too are
    left out."""
    found = {**_spanish(), **_german(), **_french()}
    for word in ("once", "tres", "six", "elf", "dix", "cent"):
        found.pop(word, None)
    return found


_SPANISH = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro "
    "veinticinco veintiséis veintisiete veintiocho veintinueve"
)
_SPANISH_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa"
_SPANISH_HUNDREDS = (
    "cien doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos "
    "novecientos mil"
)
_GERMAN = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
    "fünfzehn sechzehn siebzehn achtzehn neunzehn"
)
_GERMAN_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig"
_FRENCH = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
)
_FRENCH_TENS = "vingt trente quarante cinquante soixante"


def _spanish() -> dict[str, int]:
    first = _SPANISH.split()
    found = {word: number for number, word in enumerate(first)}
    for ten, word in enumerate(_SPANISH_TENS.split(), 3):
        found[word] = 10 * ten
        found |= {f"{word} y {first[one]}": 10 * ten + one for one in range(1, 10)}
    hundreds = enumerate(_SPANISH_HUNDREDS.split(), 1)
    return found | {word: 100 * number for number, word in hundreds}


def _german() -> dict[str, int]:
    first = _GERMAN.split()
    units = ("ein", *first[2:10])
    found = {word: number for number, word in enumerate(first)}
    for ten, word in enumerate(_GERMAN_TENS.split(), 2):
        found[word] = 10 * ten
        found |= {f"{unit}und{word}": 10 * ten + one for one, unit in enumerate(units, 1)}
    return found | {f"{unit}hundert": 100 * n for n, unit in enumerate(units, 1)}


def _french() -> dict[str, int]:
    first = _FRENCH.split()
    found = {word: number for number, word in enumerate(first) if word != "un"}
    found |= {"dix sept": 17, "dix huit": 18, "dix neuf": 19, "quatre vingts": 80}
    for ten, word in enumerate(_FRENCH_TENS.split(), 2):
        found |= {word: 10 * ten, f"{word} et un": 10 * ten + 1}
        found |= {f"{word} {first[one]}": 10 * ten + one for one in range(2, 10)}
    return found | {f"{first[n]} cents": 100 * n for n in range(2, 10)}
