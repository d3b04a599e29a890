"""Which espeak-ng voice speaks a language; knows BCP 47 tags and voice names, no library."""

from collections.abc import Collection, Mapping

from inference.errors import UnknownVoiceError
from inference.languages.table import LANGUAGES

PREFIX = "espeak:"
_PREFERRED = {language.tag.lower(): language.voice for language in LANGUAGES} | {
    "zh-mo": "yue",
    "no": "nb",
    "nn": "nb",
    "iw": "he",
    "in": "id",
    "es-mx": "es-419",
    "es-us": "es-419",
    "es-ar": "es-419",
    "es-co": "es-419",
    "en-ca": "en-us",
    "en-au": "en-gb",
    "en-nz": "en-gb",
    "en-ie": "en-gb",
    "en-in": "en-gb",
}
"""The table's voices, and tags that are another's by usage. A tag that is no key here may still be
a voice's own name, such as `fr-be`."""


def voice_for_language(language: str, voices: Mapping[str, str]) -> str:
    """The voice file for a tag such as `en`, `pt-BR` or `zh_CN`. Raises UnknownVoiceError."""
    tag = language.replace("_", "-").lower()
    parts = tag.split("-")
    for length in range(len(parts), 0, -1):
        shorter = "-".join(parts[:length])
        name = _PREFERRED.get(shorter, shorter)
        if name in voices:
            return voices[name]
    raise UnknownVoiceError(f"no voice speaks {language!r}")


def voice_by_name(name: str, voices: Mapping[str, str], variants: Collection[str]) -> str:
    """The voice file for `en-gb` or `en-us+f3`. Raises UnknownVoiceError."""
    base, plus, variant = name.partition("+")
    file = voices.get(base.lower())
    if file is None or (plus and variant not in variants):
        raise UnknownVoiceError(f"espeak-ng has no voice {name!r}")
    return file + plus + variant
