"""Full names after an introduction; the first name stays, so that a tutor can use it.

Knows capital letters (typed) and their absence (transcribed speech), no list of names.
"""

import re
from collections.abc import Iterator

_INTRODUCTION = re.compile(
    r"\b(?:my\s(?:full\s|real\s|whole\s)?name(?:\sis|'s|’s)|i\s?(?:am|'m|’m)\s(?:called|named)|"
    r"my\s(?:mom|mum|mother|dad|father|brother|sister|teacher|friend|best\sfriend|parent|doctor)"
    r"(?:'s|’s)?\s(?:name\s)?is(?:\scalled|\snamed)?|(?:last|family|sur)\s?name\sis)\s"
    r"(?:(?:mr|mrs|ms|miss|dr)\.?\s)?",
    re.I,
)
_LAST_NAME = re.compile(r"(?:last|family|sur)\s?name\sis\s$", re.I)
_NAME = r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*"
_PARTICLE = r"(?:(?:de|da|dos|del|la|van|von|der|den|bin|al|el|le|mc|st\.?)\s)*"
_TYPED = re.compile(
    rf"(?P<first>{_NAME})\s(?P<rest>(?:[A-Z]\.\s)?{_PARTICLE}(?=[^\W\d_a-z]){_NAME}"
    rf"(?:\s{_PARTICLE}(?=[^\W\d_a-z]){_NAME}){{0,3}})"
)
_HEARD = re.compile(rf"(?P<first>{_NAME})\s(?P<rest>{_NAME})(?=\s*(?:[,.!?;]|$|\sand\si\b))")
_ONE = re.compile(_NAME)
_NO_NAMES = frozenset(
    (  # noqa: SIM905  a list of words
        "a about again and are because but by can do does for from good hard help here how i in "
        "is it lol me my no not now ok okay on please right so sorry sure thanks thank that the "
        "there this to today too what when where who why with yes you your short long nice funny "
        "maths math reading science nothing something"
    ).split()
)


def full_names(text: str) -> Iterator[tuple[int, int]]:
    """Places of names to hide."""
    for introduction in _INTRODUCTION.finditer(text):
        at = introduction.end()
        if _LAST_NAME.search(introduction.group()):
            if (match := _ONE.match(text, at)) and match[0].lower() not in _NO_NAMES:
                yield match.span()
        elif (match := _rest_of_name(text, at)) is not None:
            yield match.span("rest")


def _rest_of_name(text: str, at: int) -> re.Match[str] | None:
    for pattern in (_TYPED, _HEARD):
        match = pattern.match(text, at)
        if match and not {match["first"].lower(), match["rest"].lower()} & _NO_NAMES:
            return match
    return None
