import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.speaking.verbalise import utterance, verbalise

SPOKEN = {
    "**bold** and `code` _it_": "bold and code it",
    "# Title\n- one\n- two\n\nend": "Title, one, two. end",
    "[text](http://a.b/c) ok": "text ok",
    "😀": "",
    "": "",
}


@pytest.mark.parametrize(("caption", "spoken"), SPOKEN.items())
def test_english_is_spoken_as_a_teacher_says_it(caption, spoken):
    assert utterance(verbalise(caption))[0] == spoken


@pytest.mark.parametrize(
    ("language", "caption", "spoken"),
    [
        ("es", "3/4 + 2 = 5,5 y x^2", "3 sobre 4 más 2 es igual a 5,5 y x al cuadrado"),
        ("es-MX", "50% - 3", "50 por ciento menos 3"),
        ("fr", "1/2 × 3 ≤ 4, l'eau", "1 sur 2 fois 3 est inférieur ou égal à 4, l'eau"),
        ("de", "5 - 3 = 2, √16", "5 minus 3 ist gleich 2, die Wurzel aus 16"),
        ("zh", "三加四。3+4=7", "三加四. 3 + 4 = 7"),
        ("hi", "नमस्ते दुनिया।", "नमस्ते दुनिया."),
        ("ar", "مرحبا بالعالم؟", "مرحبا بالعالم?"),
    ],
)
def test_other_languages_name_signs_and_leave_numbers_to_the_voice(language, caption, spoken):
    assert utterance(verbalise(caption, language))[0] == spoken


def test_spans_point_at_the_captions_own_characters():
    caption = "So **3/4** of \\(x^2\\), ok."
    places = [caption[piece.start : piece.end] for piece in verbalise(caption)]
    assert places == ["So", "3/4", "of", "\\(x^2\\),", "ok."]


def test_chinese_is_inked_character_by_character():
    assert [piece.text for piece in verbalise("三加四", "zh")] == ["三", "加", "四"]


def test_utterance_knows_where_each_piece_starts():
    text, starts = utterance(verbalise("Add 3/4, then 2x."))
    assert [text[start:].split()[0] for start in starts] == ["Add", "three", "then", "two", "x."]


def check(caption, language):
    last = 0
    pieces = verbalise(caption, language)
    for piece in pieces:
        assert last <= piece.start < piece.end <= len(caption)
        assert piece.text.strip()
        last = piece.end
    text, starts = utterance(pieces)
    assert len(starts) == len(pieces)
    assert "\x00" not in text


MATHS = st.lists(
    st.one_of(
        st.sampled_from("ab xyz012345/^*_-+=()[]{}$\\.,:;!?|<>#~`\n'\"&@%°²³√½×÷é三न😀"),
        st.sampled_from(("\\frac", "\\sqrt[", "\\(", "\\)", "**", "http://")),
        st.sampled_from(("3/4", "1 1/2", "$5.50", "e.g.", "5cm", "```")),
    )
).map("".join)


@settings(max_examples=400, deadline=None)
@given(caption=st.one_of(MATHS, st.text()), language=st.sampled_from(["en", "es", "zh-CN", ""]))
def test_any_text_gives_spans_in_order_and_inside(caption, language):
    check(caption, language)


@pytest.mark.parametrize(
    "unit", ["(", "\\(", "1/", "**a", "[", "$", "<a", "a b ", "\\frac{", "http:"]
)
def test_long_repetition_ends(unit):
    check(unit * 2000, "en")  # quadratic backtracking would run for minutes
