"""Keeps from espeak-ng what it cannot say: letters of other scripts often crash its release.

Found by fuzzing: a Vietnamese voice given one Limbu digit and one Ethiopic letter dies. Knows
which scripts a language is written in.
"""

import unicodedata
from functools import lru_cache

MAX_RUN = 60
"""Letters without a space; the longest word in common dictionaries has 45."""
_MARKS = 2
"""Vowel signs and the like on one letter; Latin letters are composed and have none."""
_LATIN_LETTERS = frozenset(
    [chr(code) for code in (*range(0x180), *range(0x1CD, 0x1DD), *range(0x1E00, 0x1F00))]
    + list("\u01a0\u01a1\u01af\u01b0\u018f\u0259\u0218\u0219\u021a\u021b\u02bb\u02bc")
)
"""European, Vietnamese, Azeri, Romanian and pinyin letters; rarer ones crash voices."""
_PUNCTUATION = frozenset(" .,;:!?'-()%/+=<>*@&#$\"\N{DEGREE SIGN}×÷±²³√∛≈≠≤≥π∞^~£€¥½¼¾")
_SCRIPTS = {
    "CYRILLIC": "ru uk be bg sr mk kk ky tt ba cv kaa nog",
    "DEVANAGARI": "hi mr ne kok",
    "ARABIC": "ar fa ur sd ug ku",
    "BENGALI": "bn as bpy",
    "GREEK": "el grc",
    "HEBREW": "he",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "cmn yue ja hak zh ko",
    "THAI": "th",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "ORIYA": "or",
    "SINHALA": "si",
    "MYANMAR": "my shn",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy hyw",
    "ETHIOPIC": "am ti",
    "CHEROKEE": "chr",
    "SHAVIAN": "en-shaw",
}
_NONE: set[str] = set()


def _by_language() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for script, languages in _SCRIPTS.items():
        for language in languages.split():
            found.setdefault(language, set()).add(script)
    return found


_BY_LANGUAGE = _by_language()


def sayable(text: str, language: str) -> str:
    """What of `text` a voice of `language` (BCP 47) can be given; foreign digits become ASCII."""
    scripts = _BY_LANGUAGE.get(language.replace("_", "-").split("-")[0].lower(), _NONE)
    kept, run, marks = list[str](), 0, 0
    for character in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(character)
        if kind == "Nd":
            character = str(unicodedata.decimal(character))
        elif kind[0] in "LM" and not _is_known(character, scripts):
            continue
        elif kind[0] not in "LM" and character not in _PUNCTUATION:
            character = " "
        marks = marks + 1 if kind == "Mn" else 0
        if marks > _MARKS:
            continue
        run = 0 if character == " " else run + 1
        if run > MAX_RUN:
            kept.append(" ")
            run = 1
        kept.append(character)
    return "".join(kept)


def _is_known(character: str, scripts: set[str]) -> bool:
    return character in _LATIN_LETTERS or _script(character) in scripts


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    return unicodedata.name(character, "").split(" ")[0]
