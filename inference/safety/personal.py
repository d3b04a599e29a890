"""The shapes of personal data, one pattern per entity. Knows no masking.

What looks like mathematics stays: a phone number needs separators or a word such as "call",
a long number needs its check digit, an address needs a street or "I live at".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from inference.safety.checks import is_card, is_iban, is_ip, is_ssn


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One kind of personal data; group `found` (or all) of a match that passes `check`."""

    label: str
    pattern: re.Pattern[str]
    check: Callable[[str], bool] | None = None


def _shape(label: str, pattern: str, check: Callable[[str], bool] | None = None) -> Shape:
    return Shape(label=label, pattern=re.compile(pattern, re.I | re.X), check=check)


_DIGIT_WORD = "(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)"
_STREET = (
    "(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|court|ct|boulevard|blvd|way|place|pl|"
    "terrace|circle|highway|hwy|parkway|pkwy|square|crescent|trail|alley|row|mews|hill)"
)
_TAIL = r"""(?:[,\s]+(?:apt|apartment|suite|ste|flat)\.?\s*\#?\w{1,5})?
    (?-i:,?\s+[A-Z][\w.'-]+(?:\s[A-Z][\w.'-]+){0,2},?\s+[A-Z]{2}\b)?(?:,?\s+\d{5}(?:-\d{4})?\b)?"""
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = rf"""(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{4}}-\d\d-\d\d|
    (?:the\s)?\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}[,\s]+\d{{4}}|
    {_MONTH}\s(?:the\s)?\d{{1,2}}(?:st|nd|rd|th)?[,\s]+\d{{4}}|(?:19|20)\d\d)"""

SHAPES = (
    _shape(
        "link",
        r"\b[a-z][a-z0-9+.-]{1,15}://(?:[^\s/@:]+(?::[^\s/@]*)?@\S+|"
        r"\S+[?&\#](?:token|key|password|pass|pwd|secret|auth|session|code)[\w-]*=\S+)",
    ),
    _shape("email", r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+\b"),
    _shape(
        "email",
        r"\b[\w.-]{2,40}\sat\s(?:gmail|yahoo|hotmail|outlook|icloud|proton\w*|aol|live|me)"
        r"\s?(?:dot|\.)\s?(?:com|org|net|edu|co\.?\w*|[a-z]{2})\b",
    ),
    _shape(
        "iban",
        r"\b[a-z]{2}\d{2}(?:[a-z0-9]{11,30}|(?:\s[a-z0-9]{4}){2,7}(?:\s[a-z0-9]{1,3})?)\b",
        is_iban,
    ),
    _shape(
        "card",
        r"""(?<![\d.,-])(?:\d{12,19}|\d{4}([\s-])\d{4}\1\d{4}\1\d{1,7}
        |\d{4}([\s-])\d{6}\2\d{4,5})(?![\d]|[.,]\d)""",
        is_card,
    ),
    _shape("card", r"\bcard\b[^.!?\d\n]{0,30}?(?P<found>\d(?:[\ -]?\d){11,18})(?!\d|[.,]\d)"),
    _shape("ssn", r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])", is_ssn),
    _shape("ip", r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d]|\.\d)", is_ip),
    _shape("ip", r"(?<![\w:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}(?![\w:])", is_ip),
    _shape(  # telephone with separators or a country code
        "phone",
        r"""(?<![\w.+\-/*=^(]) (?:
            \+\d{1,3}[\s.-]?(?:\(?\d{1,4}\)?[\s.-]?){2,5}\d{2,4}
          | (?:00\d{1,3}|\d{1,3})[-.](?:\d{2,4}[-.]){2}\d{4}
          | \(\d{2,4}\)\s?\d{3,4}[\s.-]\d{3,4}
          | \d{3}([.-])\d{3}\1\d{4}
          | 0\d{4}\s\d{3}\s\d{3} | 0\d{2,3}\s\d{3,4}\s\d{4}
          ) (?:\s?(?:x|ext\.?)\s?\d{1,6})? (?![\w%]|[.,/^]\d|\s?[+*/×÷]\s?\d|\s?=)""",
    ),
    _shape(  # any run of seven digits after a word that announces a telephone
        "phone",
        r"""\b(?:call|phone|telephone|text|ring|reach|mobile|cell|whatsapp|tel|fax|dial|sms)\b
            [^.!?\d]{0,40}?
            (?P<found>\+?\(?\d(?:[\ ().-]{0,2}\d){6,14}(?:\s?(?:x|ext\.?)\s?\d{1,6})?)
            (?![\d]|[.,]\d|\s?[+*/=×÷])""",
    ),
    _shape(  # "my number is" alone may be a riddle: ten digits
        "phone",
        r"""\b(?:my|our|his|her|their|home|cell|contact|\w+['’]s)\s(?:\w+\s)?number(?:\sis
        |:)?\s(?P<found>\+?\(?\d(?:[\ ().-]{0,2}\d){9,13})
            (?![\d]|[.,]\d|\s?[+*/=×÷])""",
    ),
    _shape(
        "phone",
        rf"\b(?:call|phone|text|number\sis|reach)\b[^.!?\d\n]{{0,30}}?"
        rf"(?P<found>{_DIGIT_WORD}(?:[\s,-]+{_DIGIT_WORD}){{6,14}})\b",
    ),
    _shape(
        "address",
        rf"(?-i:\b\d{{1,5}}[A-Za-z]?,?\s(?:(?:N|S|E|W|North|South|East|West)\.?\s)?"
        rf"(?:[A-Z0-9][\w'.-]*\s){{1,4}}?)(?<!\d\s){_STREET}\b\.?{_TAIL}",
    ),
    _shape(
        "address",
        rf"\b(?:live|lives|living|house\sis|address\sis|address:|home\sis)\s(?:at\s|in\s|on\s)?"
        rf"(?P<found>\d{{1,5}}[a-z]?\s(?:[\w'.-]+\s){{1,4}}?{_STREET}\b\.?{_TAIL})",
    ),
    _shape(
        "address",
        r"(?-i:\b(?:[Rr]ue|[Cc]alle|[Rr]ua|[Aa]venida|[Vv]ia|[Pp]laza)\s(?:de\s(?:la\s)?)?"
        r"[A-Z]\w+(?:\s[A-Z]\w+)?,?\s\d{1,4}\b)",
    ),
    _shape(
        "address",
        r"(?-i:\b[A-Z]\w{2,}(?:stra(?:ß|ss)e|str\.|weg|gasse|platz|straat|laan|gatan|vägen|vej|"
        r"gade|katu|tie|kuja|gata)\s\d{1,4}[a-z]?\b)",
    ),
    _shape("address", r"\b(?:apt|apartment|suite)\.?\s\#?\d{1,5}[a-z]?\b|\bp\.?\s?o\.?\sbox\s\d+"),
    _shape(
        "postcode",
        r"\b(?:zip|zip\scode|postcode|postal\scode)(?:\sis|:)?\s"
        r"(?P<found>\d{4,5}(?:-\d{4})?|[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2})\b",
    ),
    _shape(
        "birthday",
        rf"""\b(?:i\s(?:was|am|were)\sborn|i'm\sborn|my\s(?:birthday|birth\s?date
        |date\sof\sbirth|dob)"""
        rf"|date\sof\sbirth|dob)\b[^.!?\d\n]{{0,20}}?(?P<found>{_DATE})(?!\d)",
    ),
    _shape(
        "handle",
        r"\bmy\s(?:insta(?:gram)?|snap(?:chat)?|discord|tik\s?tok|roblox|twitter|steam|xbox|psn|"
        r"fortnite|minecraft)(?:\s(?:user\s?name|handle|id|account|name|tag))?\s?(?:is|:)\s"
        r"(?P<found>[\w.@\#-]{3,40})",
    ),
    _shape("handle", r"(?<![\w.@])@(?-i:[A-Za-z_])[\w.]{2,29}\b"),
)
