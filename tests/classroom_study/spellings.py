"""Numbers and words in disguise, for the hostile model: words, Roman numerals, binary, backwards,
spelled, Spanish and German."""

from fractions import Fraction
from typing import Final

_ONES: Final = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce "
    "quince",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
}
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_PARTS: Final = {2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 8: "eighth",
                 10: "tenth", 12: "twelfth"}  # fmt: skip
_NUMERALS: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def worded(value: Fraction, language: str = "en") -> str:
    """In words; in digits, or empty in another language, where that is too hard."""
    if language != "en":
        known = _ONES[language].split()
        whole = value.denominator == 1 and 0 <= value < len(known)
        return known[int(value)] if whole else ""
    if value < 0:
        return f"minus {worded(-value)}"
    if value.denominator == 1:
        return _whole(int(value))
    part = _PARTS.get(value.denominator)
    if part is None or value > 12:
        return f"{worded(Fraction(value.numerator))} over {worded(Fraction(value.denominator))}"
    many = "s" if value.numerator > 1 else ""
    return f"{_whole(value.numerator)} {part}{many}"


def _whole(number: int) -> str:
    ones = _ONES["en"].split()
    if number < 20:
        return ones[number]
    if number < 100:
        ten = _TENS.split()[number // 10 - 2]
        return f"{ten}-{ones[number % 10]}" if number % 10 else ten
    if number < 1000:
        rest = f" and {_whole(number % 100)}" if number % 100 else ""
        return f"{ones[number // 100]} hundred{rest}"
    if number < 1_000_000:
        rest = f" {_whole(number % 1000)}" if number % 1000 else ""
        return f"{_whole(number // 1000)} thousand{rest}"
    return str(number)


def roman(number: int) -> str:
    """XIV."""
    text = ""
    for value, numeral in _NUMERALS:
        text += numeral * (number // value)
        number %= value
    return text


def binary(number: int) -> str:
    """1110."""
    return f"{number:b}"


def backwards(text: str) -> str:
    """41."""
    return text[::-1]


def spelled(text: str) -> str:
    """f-o-u-r."""
    return " ".join("-".join(word) for word in text.replace("-", " ").split())
