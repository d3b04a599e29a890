"""English number words. Knows nothing about captions, only strings of digits."""

import re

_ONES = (  # noqa: SIM905  counting reads better as a sentence
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_SCALES = ("", "thousand", "million", "billion", "trillion")
_MAX_NAMED_DIGITS = 15
"""Beyond trillions nobody knows the names; digits are read one by one."""
_IRREGULAR = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def digit_words(digits: str) -> str:
    """`007` -> `zero zero seven`; anything but decimal digits is skipped."""
    return " ".join(_ONES[int(digit)] for digit in digits if digit.isdecimal())


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{_ONES[hundreds]} hundred"] if hundreds else []
    if rest >= 20:
        tens, ones = divmod(rest, 10)
        words.append(_TENS[tens] + (f"-{_ONES[ones]}" if ones else ""))
    elif rest or not hundreds:
        words.append(_ONES[rest])
    return " ".join(words)


def cardinal(digits: str) -> str:
    """`1234` -> `one thousand two hundred thirty-four`; leading zeros are read as digits."""
    if len(digits) > _MAX_NAMED_DIGITS or (len(digits) > 1 and digits[0] == "0"):
        return digit_words(digits)
    number, scale, words = int(digits), 0, list[str]()
    if number == 0:
        return _ONES[0]
    while number:
        number, group = divmod(number, 1000)
        if group:
            words.append(f"{_below_thousand(group)} {_SCALES[scale]}".rstrip())
        scale += 1
    return " ".join(reversed(words))


def number_words(text: str) -> str:
    """`1,234` and `3.14` (`three point one four`), `.5` and `1.2.3` included."""
    whole, *parts = text.replace(",", "").split(".")
    words = [cardinal(whole)] if whole else []
    for index, part in enumerate(parts):
        # A version such as 1.12.3 has several points; only a lone decimal is read by digits.
        spoken = digit_words(part) if len(parts) == 1 or not part else cardinal(part)
        words += ["point", spoken] if part or index + 1 < len(parts) else []
    return " ".join(words)


def ordinal(digits: str) -> str:
    """`22` -> `twenty-second`."""
    head, sep, last = re.match(r"(.*?)([ -]?)(\w+)$", cardinal(digits)).groups()  # type: ignore[union-attr]  # cardinal is never empty
    if last in _IRREGULAR:
        return f"{head}{sep}{_IRREGULAR[last]}"
    return f"{head}{sep}{last[:-1]}ieth" if last.endswith("y") else f"{head}{sep}{last}th"


def year_words(digits: str) -> str:
    """A four-digit year: `1492` -> `fourteen ninety-two`, `2005` -> `two thousand five`."""
    century, rest = int(digits[:2]), int(digits[2:])
    if century % 10 == 0 and rest < 10:
        return cardinal(digits)
    if rest == 0:
        return f"{cardinal(str(century))} hundred"
    tail = f"oh {_ONES[rest]}" if rest < 10 else cardinal(str(rest))
    return f"{cardinal(str(century))} {tail}"
