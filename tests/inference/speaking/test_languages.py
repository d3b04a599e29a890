import pytest

from inference.errors import UnknownVoiceError
from inference.speaking.languages import voice_by_name, voice_for_language

VOICES = {
    "en-us": "gmw/en-US",
    "en-gb": "gmw/en",
    "fr-fr": "roa/fr",
    "cmn": "sit/cmn",
    "pt": "roa/pt",
    "pt-br": "roa/pt-BR",
}


@pytest.mark.parametrize(
    ("tag", "file"),
    [
        ("en", "gmw/en-US"),
        ("en-GB", "gmw/en"),
        ("en-AU", "gmw/en"),
        ("en_ZA", "gmw/en-US"),
        ("fr-CA", "roa/fr"),
        ("pt-BR", "roa/pt-BR"),
        ("pt-AO", "roa/pt"),
        ("zh-Hans-CN", "sit/cmn"),
    ],
)
def test_a_tag_finds_its_nearest_voice(tag, file):
    assert voice_for_language(tag, VOICES) == file


@pytest.mark.parametrize("tag", ["tlh-x", "", "-", "english", "../en"])
def test_other_tags_are_unknown(tag):
    with pytest.raises(UnknownVoiceError):
        voice_for_language(tag, VOICES)


def test_names_with_variants():
    assert voice_by_name("en-us+f2", VOICES, {"f2"}) == "gmw/en-US+f2"
    for name in ("en-us+f9", "xx", "", "en-us+", "en-us+../f2"):
        with pytest.raises(UnknownVoiceError):
            voice_by_name(name, VOICES, {"f2"})
