import pytest

from sessions.tongue import to_recognise, tongue, turned


def test_what_is_chosen_stays():
    assert tongue("de-AT", "fr") == "de-AT"
    assert to_recognise("de-AT") == "de-AT"


def test_auto_begins_in_english_and_follows():
    assert tongue("auto", "") == "en"
    assert tongue("auto", "fr") == "fr"
    assert to_recognise("auto") == ""


@pytest.mark.parametrize(
    ("text", "recognised", "last", "after"),
    [
        ("¿Cuánto es la mitad de ocho?", "", "", "es"),
        ("8", "", "es", "es"),
        ("no", "", "es", "es"),
        ("no", "it", "es", "es"),
        ("pizza pasta gelato", "it", "es", "it"),
        ("pizza pasta gelato", "xx", "es", "es"),
        ("Wie geht das denn jetzt?", "", "", "de"),
        ("kaksi plus kaksi", "fi", "de", "fi"),
        ("I do not know what this is.", "", "", ""),
        ("I do not know what this is.", "", "de", "en"),
    ],
)
def test_a_turn_tells_or_changes_nothing(text, recognised, last, after):
    assert turned(text, recognised=recognised, last=last) == after
