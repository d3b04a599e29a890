"""Which script a text is in, and which language that leaves. Pure.

A script with one great language decides by itself; Cyrillic, Arabic and Devanagari are told apart
by letters and small words that only one of their languages has.
"""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from inference.languages.table import primary

LATIN = "LATIN"
_ONLY = {
    "GREEK": "el",
    "HEBREW": "he",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "THAI": "th",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "SINHALA": "si",
    "MYANMAR": "my",
    "ETHIOPIC": "am",
}
_SHARED: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    # language, letters that only it has, words that only it has; the first is meant when nothing
    # tells, and no other language of the table that the session is in uses the script
    "CYRILLIC": (
        (
            "uk",
            "іїєґ",
            "та що як це так ні чи було буде можна треба скільки дякую привіт вона не ще або "
            "можеш я ти за раз зараз ми про",
        ),
        (
            "ru",
            "ыэё",
            "и что как это так нет ли было будет можно надо сколько спасибо привет она не еще или "
            "можешь я ты за раз сейчас мы о",
        ),
        (
            "bg",
            "ъ",
            "и че как това да не ли беше ще може трябва колко благодаря здравей тя са съм или "
            "можеш аз ти за сега ние",
        ),
        ("sr", "ђћљњџј", "и да како то не ли је био сам си су може треба колико хвала здраво она"),
        ("be", "ў", "гэта што як так не ці было будзе можна трэба колькі дзякуй яна"),
        ("mk", "ѓќѕ", ""),
        ("kk", "әғқңөұүһ", ""),
        ("tt", "җ", ""),
    ),
    "ARABIC": (
        ("ar", "ةىأإؤ", "من في على أن هذا ما هل كم لا نعم كيف هو هي إلى مع شكرا مرحبا أنا كان"),
        ("fa", "پچژگ", "است از این که با را به در من چه چند نه بله چطور سلام ممنون یک می آن برای"),
        ("ur", "ٹڈڑےں", "ہے کا کی کے میں سے کو کیا نہیں ہاں یہ اور"),
        ("ug", "ېۇۆۈە", ""),
    ),
    "DEVANAGARI": (
        (
            "hi",
            "",
            "है हैं का की के में से को क्या नहीं हाँ यह और कितने कैसे मैं था थी हो हूँ तुम भी अभी पर",
        ),
        ("mr", "ळ", "आहे आहेत आणि काय नाही हो हे किती कसे मी होते तुम्ही"),
        ("ne", "", "छ छन् र के हो होइन यो कति कसरी म थियो मलाई"),
    ),
}
_HAN = 5
"""Fewer characters without kana may as well be a Japanese word."""
_LETTER, _WORD = 3, 2
"""What a telling letter and a telling word count."""


def script(text: str) -> str:
    """The script of most letters, by its Unicode name; empty without letters. Any kana makes
    Japanese, which has more CJK letters than its own."""
    counts = Counter(_script(c) for c in text if c.isalpha())
    if counts["HIRAGANA"] or counts["KATAKANA"]:
        counts["HIRAGANA"] += counts.pop("CJK", 0)
    return max(counts, key=lambda name: counts[name]) if counts else ""


def by_script(text: str, name: str) -> tuple[str, bool] | None:
    """The language of a text in script `name`, and whether that is sure; None for Latin letters
    and for scripts that no language of ours is written in."""
    if name in _ONLY:
        sure = name != "CJK" or sum(c.isalpha() for c in text) >= _HAN
        return _ONLY[name], sure
    candidates = _SHARED.get(name)
    if candidates is None:
        return None
    words = [word.strip(".,!?؟،।;:«»\"'()") for word in text.lower().split()]
    scores = [
        (_LETTER * sum(c in letters for c in text.lower() if letters))
        + _WORD * sum(word in known.split() for word in words)
        for _, letters, known in candidates
    ]
    best = max(range(len(scores)), key=lambda at: (scores[at], -at))
    second = max((score for at, score in enumerate(scores) if at != best), default=0)
    return candidates[best][0], scores[best] > second


def writes(language: str, name: str) -> bool:
    """Is the language written in that script?"""
    tag = primary(language)
    if name in _ONLY:
        return _ONLY[name] == tag or (name == "CJK" and tag in {"ja", "zh"})
    if name in _SHARED:
        return any(tag == candidate for candidate, _, _ in _SHARED[name]) or (
            name == "CYRILLIC" and tag == "ky"
        )
    others = {tag for rows in _SHARED.values() for tag, _, _ in rows} | set(_ONLY.values())
    return name == LATIN and tag not in others | {"ky"}


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    return unicodedata.name(character, "").split(" ")[0]
