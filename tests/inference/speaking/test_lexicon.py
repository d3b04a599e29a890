from dataclasses import fields

import pytest

from inference.speaking.lexicon import ENGLISH, Lexicon, lexicon_for


@pytest.mark.parametrize("tag", ["en", "en-GB", "EN_us"])
def test_any_english_tag_has_the_english_words(tag):
    assert lexicon_for(tag) is ENGLISH


@pytest.mark.parametrize("tag", ["es", "fr-CA", "de", "pt-BR", "it", "pl", "ar", "uk", "hi"])
def test_a_table_names_every_sign(tag):
    table, signs = lexicon_for(tag), Lexicon()
    said = [f.name for f in fields(Lexicon) if isinstance(getattr(signs, f.name), str)]
    same = [
        name
        for name in said
        if name != "negative" and getattr(table, name) == getattr(signs, name)
    ]
    assert same == []


def test_languages_without_a_table_keep_the_signs():
    assert lexicon_for("fi").plus == "+"
    assert lexicon_for("fi").say_fraction("3", "4") == "3 / 4"
