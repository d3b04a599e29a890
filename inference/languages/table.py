"""The languages the server can speak: tags, names, voices, direction, ends of sentences.

One table for everybody: the voice, the session and the pages read it. Tags are BCP 47 (RFC 5646).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

LATIN_ENDS = ".!?…"
"""Ends of sentences of most languages."""


class Direction(StrEnum):
    """Which way a script runs; the values of HTML's `dir`."""

    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language, or its form in one region."""

    tag: str
    """BCP 47, as written: `de`, `pt-BR`."""
    name: str
    """Its own name, for menus."""
    english: str
    voice: str
    """espeak-ng's."""
    direction: Direction = Direction.LEFT_TO_RIGHT
    ends: str = LATIN_ENDS
    """Characters that end a sentence."""

    def __post_init__(self) -> None:
        if not (self.tag and self.name and self.english and self.voice and self.ends):
            raise ValueError(f"language {self.tag!r} lacks a field")

    @property
    def primary(self) -> str:
        """The tag without region and script: `pt` of `pt-BR`."""
        return primary(self.tag)


_RTL = Direction.RIGHT_TO_LEFT
_ARABIC_ENDS = ".!…\N{ARABIC QUESTION MARK}"
_URDU_ENDS = "!…\N{ARABIC QUESTION MARK}\N{ARABIC FULL STOP}."
_DANDA_ENDS = "\N{DEVANAGARI DANDA}.!?…"
_WIDE_ENDS = (
    "\N{IDEOGRAPHIC FULL STOP}\N{FULLWIDTH EXCLAMATION MARK}\N{FULLWIDTH QUESTION MARK}.!?…"
)
_ARMENIAN_ENDS = "\N{ARMENIAN FULL STOP}.!?…"
_ETHIOPIC_ENDS = "\N{ETHIOPIC FULL STOP}\N{ETHIOPIC QUESTION MARK}.!?…"
_BURMESE_ENDS = "\N{MYANMAR SIGN SECTION}!?"
_GREEK_ENDS = ".!;…"
"""Greek asks with a semicolon."""


def _rows() -> Iterator[Language]:
    for tag, name, english, voice in (
        ("af", "Afrikaans", "Afrikaans", "af"),
        ("az", "azərbaycan dili", "Azerbaijani", "az"),
        ("be", "беларуская", "Belarusian", "be"),
        ("bg", "български", "Bulgarian", "bg"),
        ("bs", "bosanski", "Bosnian", "bs"),
        ("ca", "català", "Catalan", "ca"),
        ("cs", "čeština", "Czech", "cs"),
        ("cy", "Cymraeg", "Welsh", "cy"),
        ("da", "dansk", "Danish", "da"),
        ("de", "Deutsch", "German", "de"),
        ("en", "English", "English", "en-us"),
        ("en-GB", "English (UK)", "English (UK)", "en-gb"),
        ("eo", "Esperanto", "Esperanto", "eo"),
        ("es", "español", "Spanish", "es"),
        ("es-419", "español (Latinoamérica)", "Spanish (Latin America)", "es-419"),
        ("et", "eesti", "Estonian", "et"),
        ("eu", "euskara", "Basque", "eu"),
        ("fi", "suomi", "Finnish", "fi"),
        ("fr", "français", "French", "fr-fr"),
        ("ga", "Gaeilge", "Irish", "ga"),
        ("gd", "Gàidhlig", "Scottish Gaelic", "gd"),
        ("gn", "avañe’ẽ", "Guarani", "gn"),
        ("hr", "hrvatski", "Croatian", "hr"),
        ("ht", "kreyòl ayisyen", "Haitian Creole", "ht"),
        ("hu", "magyar", "Hungarian", "hu"),
        ("id", "Bahasa Indonesia", "Indonesian", "id"),
        ("is", "íslenska", "Icelandic", "is"),
        ("it", "italiano", "Italian", "it"),
        ("ka", "ქართული", "Georgian", "ka"),
        ("kk", "қазақ тілі", "Kazakh", "kk"),
        ("kn", "ಕನ್ನಡ", "Kannada", "kn"),
        ("ko", "한국어", "Korean", "ko"),
        ("ky", "кыргызча", "Kyrgyz", "ky"),
        ("lb", "Lëtzebuergesch", "Luxembourgish", "lb"),
        ("lt", "lietuvių", "Lithuanian", "lt"),
        ("lv", "latviešu", "Latvian", "lv"),
        ("mi", "te reo Māori", "Maori", "mi"),
        ("mk", "македонски", "Macedonian", "mk"),
        ("ml", "മലയാളം", "Malayalam", "ml"),
        ("ms", "Bahasa Melayu", "Malay", "ms"),
        ("mt", "Malti", "Maltese", "mt"),
        ("nb", "norsk", "Norwegian", "nb"),
        ("nl", "Nederlands", "Dutch", "nl"),
        ("pl", "polski", "Polish", "pl"),
        ("pt", "português", "Portuguese", "pt"),
        ("pt-BR", "português (Brasil)", "Portuguese (Brazil)", "pt-br"),
        ("ro", "română", "Romanian", "ro"),
        ("ru", "русский", "Russian", "ru"),
        ("sk", "slovenčina", "Slovak", "sk"),
        ("sl", "slovenščina", "Slovenian", "sl"),
        ("sq", "shqip", "Albanian", "sq"),
        ("sr", "српски", "Serbian", "sr"),
        ("sv", "svenska", "Swedish", "sv"),
        ("sw", "Kiswahili", "Swahili", "sw"),
        ("ta", "தமிழ்", "Tamil", "ta"),
        ("te", "తెలుగు", "Telugu", "te"),
        ("th", "ไทย", "Thai", "th"),
        ("tr", "Türkçe", "Turkish", "tr"),
        ("tt", "татарча", "Tatar", "tt"),
        ("uk", "українська", "Ukrainian", "uk"),
        ("uz", "oʻzbekcha", "Uzbek", "uz"),
        ("vi", "Tiếng Việt", "Vietnamese", "vi"),
    ):
        yield Language(tag=tag, name=name, english=english, voice=voice)
    for tag, name, english, voice, direction, ends in (
        ("am", "አማርኛ", "Amharic", "am", Direction.LEFT_TO_RIGHT, _ETHIOPIC_ENDS),
        ("ar", "العربية", "Arabic", "ar", _RTL, _ARABIC_ENDS),
        ("bn", "বাংলা", "Bengali", "bn", Direction.LEFT_TO_RIGHT, _DANDA_ENDS),
        ("el", "Ελληνικά", "Greek", "el", Direction.LEFT_TO_RIGHT, _GREEK_ENDS),
        ("fa", "فارسی", "Persian", "fa", _RTL, _ARABIC_ENDS),
        ("gu", "ગુજરાતી", "Gujarati", "gu", Direction.LEFT_TO_RIGHT, _DANDA_ENDS),
        ("he", "עברית", "Hebrew", "he", _RTL, LATIN_ENDS),
        ("hi", "हिन्दी", "Hindi", "hi", Direction.LEFT_TO_RIGHT, _DANDA_ENDS),
        ("hy", "հայերեն", "Armenian", "hy", Direction.LEFT_TO_RIGHT, _ARMENIAN_ENDS),
        ("ja", "日本語", "Japanese", "ja", Direction.LEFT_TO_RIGHT, _WIDE_ENDS),
        ("mr", "मराठी", "Marathi", "mr", Direction.LEFT_TO_RIGHT, _DANDA_ENDS),
        ("my", "မြန်မာ", "Burmese", "my", Direction.LEFT_TO_RIGHT, _BURMESE_ENDS),
        ("ne", "नेपाली", "Nepali", "ne", Direction.LEFT_TO_RIGHT, _DANDA_ENDS),
        ("pa", "ਪੰਜਾਬੀ", "Punjabi", "pa", Direction.LEFT_TO_RIGHT, _DANDA_ENDS),
        ("si", "සිංහල", "Sinhala", "si", Direction.LEFT_TO_RIGHT, LATIN_ENDS),
        ("ug", "ئۇيغۇرچە", "Uyghur", "ug", _RTL, _ARABIC_ENDS),
        ("ur", "اردو", "Urdu", "ur", _RTL, _URDU_ENDS),
        ("zh", "中文", "Chinese (Mandarin)", "cmn", Direction.LEFT_TO_RIGHT, _WIDE_ENDS),
        ("zh-HK", "粵語", "Chinese (Cantonese)", "yue", Direction.LEFT_TO_RIGHT, _WIDE_ENDS),
    ):
        yield Language(
            tag=tag, name=name, english=english, voice=voice, direction=direction, ends=ends
        )


LANGUAGES: tuple[Language, ...] = tuple(sorted(_rows(), key=lambda language: language.tag))
_BY_TAG = {language.tag.lower(): language for language in LANGUAGES}
FIRST = ("en", "es", "fr", "de", "pt", "it", "pl", "ar", "uk", "hi")
"""Pages and the tutor's own sentences are in these.

The most spoken first languages of pupils in schools of Europe and the Americas, with a script that
runs from right to left, a Cyrillic and an Indic one among them, so that what breaks by script
breaks here first.
"""
AUTO = "auto"
"""Instead of a tag: found out turn by turn."""


def primary(tag: str) -> str:
    """The language of a tag, without region and script; `pt` of `pt_BR`."""
    return tag.replace("_", "-").split("-")[0].lower()


def find(tag: str) -> Language | None:
    """The row of a tag, the nearest more general one, or None: `de-AT` is `de`."""
    parts = tag.replace("_", "-").lower().split("-")
    for length in range(len(parts), 0, -1):
        if (language := _BY_TAG.get("-".join(parts[:length]))) is not None:
            return language
    return None
