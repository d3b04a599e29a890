"""Undoes the tricks that hide a word: k1ll, k.i.l.l, k i l l, Cyrillic look-alikes, invisible
characters. Pure; gives the readings of a text that rules should see."""

import re
import unicodedata

_LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u04bb\u0501\u0455\u051b\u0432\u043a\u043c\u043d\u0442"
    "\u03bf\u03b1\u03b5\u03b9\u03ba\u03bd\u03c1\u03c4\u03c5\u03c7\u0131\u0261\u2019\u2018\u201c\u201d\u2013\u2014",
    "aeopcyxijhdsqbkmht" + "oaeikvptuxig''\"\"--",
)
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)
_LEET = str.maketrans("0134578@$!|+", "oieastbasiit")
_LEET_WORD = re.compile(r"(?<![\w@$!|+])[a-z0-9@$!|+]{1,29}[a-z0-9@$](?![\w@$])")
_SPACED = re.compile(
    r"(?<![a-z0-9])[a-z0-9@$!]([\s._*-]{1,2})(?:[a-z0-9@$!]\1){1,19}[a-z0-9@$!](?![a-z0-9])"
)
_INSIDE = re.compile(r"(?<=[a-z])[^\sa-z0-9']{1,5}(?=[a-z])")
_REPEATED = re.compile(r"([a-z])\1{2,}")


def readings(text: str) -> tuple[str, ...]:
    """The text in lower case and plain letters first, then as it reads without disguise."""
    plain = _plain(text)
    undisguised = _LEET_WORD.sub(_unleet, plain)
    found = [
        plain,
        undisguised,
        _SPACED.sub(_join, plain),
        _SPACED.sub(_join_after_first, plain),
        _INSIDE.sub("", undisguised),
        _REPEATED.sub(r"\1", plain),
        _REPEATED.sub(r"\1\1", plain),
    ]
    return tuple(dict.fromkeys(found))


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text))
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = text.casefold().translate(_LOOKALIKES)
    return re.sub(r"\s+", " ", text).strip()


def _unleet(match: re.Match[str]) -> str:
    """Only where letters and signs are mixed: `k1ll`, not `101`."""
    word = match[0]
    return word.translate(_LEET) if re.search("[a-z]", word) else word


def _join(match: re.Match[str]) -> str:
    return re.sub(r"[\s._*-]+", "", match[0]).translate(_LEET)


def _join_after_first(match: re.Match[str]) -> str:
    """`a b o m b` may be "a bomb"."""
    joined = _join(match)
    return f"{joined[0]} {joined[1:]}" if joined[0] in "ai" else joined
