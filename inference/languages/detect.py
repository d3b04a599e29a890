"""Which language a text is in, and which language to speak it in. Pure and deterministic.

Maths, code and addresses say nothing about a language and are taken out first.
"""

import re

from inference.languages.latin import KNOWN, judge
from inference.languages.scripts import LATIN, by_script, script, writes
from inference.languages.table import primary

_NOISE = re.compile(
    r"\$\$.*?\$\$|\$[^$\n]+\$|\\\(.*?\\\)|\\\[.*?\\\]|`[^`]*`|https?://\S+|www\.\S+|\S+@\S+|\\[A-Za-z]+",
    re.S,
)
_SURE_NATS = 4.0
_SURE_WORDS = 3
"""Two words need twice the margin; one word says nothing: `no`, `si` and `die` are words of many
languages."""
_SMALL_SHARE = 0.25
"""Of the words that must be small words of the language. School words (`fraction`, `description`)
are Latin in all of them and say little."""
_BARE_NATS = 30.0
"""With fewer small words than that, only this margin counts."""
_STRANGE_SHARE = 0.3
"""Of the words that must be small words of a language before a session in a Latin language that
we cannot tell (Dutch, Turkish) is thought to have left it."""


def detect(text: str) -> str | None:
    """The language's primary tag where that is sure; else None."""
    words = _NOISE.sub(" ", text)
    name = script(words)
    if name == LATIN:
        return _latin(words)
    found = by_script(words, name)
    return found[0] if found is not None and found[1] else None


def language_of(text: str, hint: str) -> str:
    """The tag to speak `text` with: `hint` (BCP 47) unless the text is surely in another language
    or in a script that the hint is not written in."""
    words = _NOISE.sub(" ", text)
    name = script(words)
    if not name:
        return hint
    found = by_script(words, name)
    if found is not None:
        tag, sure = found
        return hint if writes(hint, name) and (not sure or primary(hint) == tag) else tag
    if name != LATIN or not writes(hint, LATIN):
        return (_latin(words) or "en") if name == LATIN else hint
    tag = _latin(words) or primary(hint)
    if tag == primary(hint) or not (primary(hint) in KNOWN or _surely(words, tag)):
        return hint
    return tag


def follow(text: str, before: str) -> str:
    """The language of a turn that continues a conversation in `before`: another only when sure,
    the same with its region when it is the same."""
    found = detect(text)
    return before if found is None or found == primary(before) else found


def _latin(words: str) -> str | None:
    found = judge(words)
    if found is None or found.words < 2:
        return None
    wanted = _SURE_NATS if found.words >= _SURE_WORDS else 2 * _SURE_NATS
    if found.small_words < max(1.0, _SMALL_SHARE * found.words):
        wanted = _BARE_NATS
    return found.tag if found.margin >= wanted else None


def _surely(words: str, tag: str) -> bool:
    found = judge(words)
    return (
        found is not None
        and found.tag == tag
        and (found.small_words >= max(2, _STRANGE_SHARE * found.words))
    )
