"""The words that numbers are said with. Knows English, and how three other languages count to
ninety-nine, because "say it in Spanish" is an old trick."""

UNITS = {
    "zero": 0,
    "nought": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
SCALES = {"hundred": 100, "dozen": 12, "thousand": 1_000, "million": 1_000_000}
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "thirteenth": 13,
    "fourteenth": 14,
    "fifteenth": 15,
    "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
    "twentieth": 20,
    "thirtieth": 30,
    "fortieth": 40,
    "fiftieth": 50,
    "sixtieth": 60,
    "seventieth": 70,
    "eightieth": 80,
    "ninetieth": 90,
    "hundredth": 100,
    "thousandth": 1_000,
}
PARTS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4}
PARTS |= {f"{word}{s}": n for word, n in ORDINALS.items() if n > 2 for s in ("", "s")}
"""Words that can be the lower number of a fraction."""


def _list(words: str) -> list[str]:
    return words.split()


_SPANISH = _list(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciseis diecisiete dieciocho diecinueve"
)
_FRENCH = _list(
    "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
    "seize dix-sept dix-huit dix-neuf"
)
_GERMAN = _list(
    "null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn "
    "funfzehn sechzehn siebzehn achtzehn neunzehn"
)


def _latin(units: list[str], tens: list[str], *, joined: str) -> dict[str, int]:
    words = {word: n for n, word in enumerate(units)}
    for ten, name in enumerate(tens, start=2):
        words[name] = ten * 10
        for unit in range(1, 10):
            words[f"{name}{joined}{units[unit]}"] = ten * 10 + unit
    return words


def _german() -> dict[str, int]:
    words = {word: n for n, word in enumerate(_GERMAN)}
    tens = _list("zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig")
    for ten, name in enumerate(tens, start=2):
        words[name] = ten * 10
        for unit in range(1, 10):
            first = "ein" if unit == 1 else _GERMAN[unit]
            words[f"{first}und{name}"] = ten * 10 + unit
    return words


FOREIGN = {
    "spanish": _latin(
        _SPANISH,
        _list("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"),
        joined=" y ",
    ),
    "french": _latin(
        _FRENCH,
        _list("vingt trente quarante cinquante soixante"),
        joined=" ",
    ),
    "german": _german(),
}
"""By the English name of the language, without accents."""
