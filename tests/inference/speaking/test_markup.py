import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.speaking.markup import strip_markup


@pytest.mark.parametrize(
    ("caption", "text"),
    [
        ("**bold** and *soft* and ~~gone~~", "bold and soft and gone"),
        ("***both***", "both"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ('see [the page](http://a.b/c "t") now', "see the page now"),
        ("![a cat](cat.png)", "a cat"),
        ("```python\nx = 1\n```", "\nx = 1\n"),
        ("use `print(1)`", "use print(1)"),
        ("## Title", "Title"),
        ("> said she", "said she"),
        ("> 5", "> 5"),
        ("| a |\n|---|\n| 1 |", "| a |\n\n| 1 |"),
        ("x<br>y <b>z</b> 1 < 2", "xy z 1 < 2"),
        (r"\(a_1 * b_1 * c\)", r"\(a_1 * b_1 * c\)"),
        ("ok 😀\u200b\x00!", "ok !"),
    ],
)
def test_what_is_read_aloud_stays(caption, text):
    assert strip_markup(caption).text == text


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab*_`~[]()#>-| \n$\\😀"))
def test_every_kept_character_knows_its_place(caption):
    plain = strip_markup(caption)
    assert [caption[at] for at in plain.at] == list(plain.text)
    assert list(plain.at) == sorted(set(plain.at))
