"""The words that numbers are said with. Knows English, and how six other languages count to
999, because "say it in Spanish" is an old trick."""

import re
from dataclasses import dataclass

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
PARTS = {"half": 2, "halves": 2, "halfs": 2, "quarter": 4, "quarters": 4}
PARTS |= {f"{word}{s}": n for word, n in ORDINALS.items() if n > 2 for s in ("", "s")}
"""Words that can be the lower number of a fraction."""


# --- other languages


def _list(words: str) -> list[str]:
    return words.split()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tongue:
    """How a language builds its numbers, without accents."""

    units: list[str]
    """From zero on, as far as they are words of their own."""
    tens: list[str]
    """From twenty on."""
    joined: str = " "
    """Between ten and unit."""
    hundreds: list[str]
    """From one hundred on, as they stand in front of more."""
    after: str = " "
    """Between hundred and rest."""
    turned: bool = False
    """Unit first: einundzwanzig."""


_TONGUES = {
    "spanish": _Tongue(
        units=_list(
            "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
            "quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos "
            "veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve"
        ),
        tens=_list("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"),
        joined=" y ",
        hundreds=_list(
            "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos "
            "ochocientos novecientos"
        ),
    ),
    "french": _Tongue(
        units=_list(
            "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze "
            "quinze seize dix-sept dix-huit dix-neuf"
        ),
        tens=_list("vingt trente quarante cinquante soixante"),
        hundreds=["cent"]
        + [f"{n} cent" for n in _list("deux trois quatre cinq six sept huit neuf")],
    ),
    "german": _Tongue(
        units=_list(
            "null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn "
            "vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn"
        ),
        tens=_list("zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig"),
        joined="und",
        hundreds=[
            f"{n}hundert" for n in ("ein", *_list("zwei drei vier funf sechs sieben acht neun"))
        ],
        after="",
        turned=True,
    ),
    "italian": _Tongue(
        units=_list(
            "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici "
            "quattordici quindici sedici diciassette diciotto diciannove"
        ),
        tens=_list("venti trenta quaranta cinquanta sessanta settanta ottanta novanta"),
        joined="",
        hundreds=["cento"]
        + [f"{n}cento" for n in _list("due tre quattro cinque sei sette otto nove")],
        after="",
    ),
    "portuguese": _Tongue(
        units=_list(
            "zero um dois tres quatro cinco seis sete oito nove dez onze doze treze catorze "
            "quinze dezesseis dezessete dezoito dezenove"
        ),
        tens=_list("vinte trinta quarenta cinquenta sessenta setenta oitenta noventa"),
        joined=" e ",
        hundreds=_list(
            "cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos "
            "novecentos"
        ),
        after=" e ",
    ),
    "dutch": _Tongue(
        units=_list(
            "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien "
            "vijftien zestien zeventien achttien negentien"
        ),
        tens=_list("twintig dertig veertig vijftig zestig zeventig tachtig negentig"),
        joined="en",
        hundreds=["honderd"]
        + [f"{n}honderd" for n in _list("twee drie vier vijf zes zeven acht negen")],
        after="",
        turned=True,
    ),
}


def _numbers(tongue: _Tongue) -> dict[str, int]:
    """Zero to 999."""
    words = {word: number for number, word in enumerate(tongue.units)}
    for ten, name in enumerate(tongue.tens, start=2):
        words[name] = ten * 10
        for unit in range(1, 10):
            one = tongue.units[unit]
            if tongue.turned:
                word = f"{'ein' if one == 'eins' else one}{tongue.joined}{name}"
            else:
                word = f"{name}{tongue.joined}{one}"
            words.setdefault(word, ten * 10 + unit)
            if not tongue.joined:  # quaranta and otto are quarantotto
                words.setdefault(f"{name[:-1]}{one}", ten * 10 + unit)
    small = tuple(words.items())
    for hundred, name in enumerate(tongue.hundreds, start=1):
        words[name] = hundred * 100
        words |= {f"{name}{tongue.after}{word}": hundred * 100 + n for word, n in small if n}
    return words


FOREIGN = {language: _numbers(tongue) for language, tongue in _TONGUES.items()}
"""By the English name of the language, without accents."""
FOREIGN["spanish"] |= {"cien": 100, "mil": 1_000}
FOREIGN["german"] |= {"hundert": 100, "tausend": 1_000}
FOREIGN["french"] |= {
    "quatre-vingts": 80,
    "mille": 1_000,
    **{
        f"{name}-{_TONGUES['french'].units[unit]}": ten + unit
        for name, ten in (("soixante", 60), ("quatre-vingt", 80))
        for unit in range(1, 20)
    },
    **{f"{ten} et un": n for ten, n in (("vingt", 21), ("trente", 31), ("quarante", 41))},
}
FOREIGN["italian"] |= {"mille": 1_000}
FOREIGN["portuguese"] |= {"cem": 100, "mil": 1_000}
FOREIGN["dutch"] |= {"duizend": 1_000}
for _words in FOREIGN.values():
    _words |= {word.replace("-", " "): number for word, number in _words.items() if "-" in word}
FIRST_WORDS = {
    language: frozenset(re.split("[ -]", word)[0] for word in words)
    for language, words in FOREIGN.items()
}
"""With which word a number of the language can begin."""
LOOK_ENGLISH = frozenset(
    _list("once six elf null un um cent due mil mille sei zero seize sept nul")
)
"""Numbers of other languages that an English text can hold as words of its own."""
