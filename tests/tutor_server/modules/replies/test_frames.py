"""What a question wants, off what it is about."""

import pytest

from tutor_server.modules.replies.frames import Want, framed


@pytest.mark.parametrize(
    ("text", "want", "about"),
    [
        ("what is a cell", Want.MEANING, "a cell"),
        ("can you tell me what a cell is please", Want.MEANING, "a cell"),
        ("i do not understand cells", Want.MEANING, "cells"),
        ("what does the word cell mean", Want.MEANING, "cell"),
        ("cells", Want.MEANING, "cells"),
        ("how do you add fractions", Want.HOW_TO, "add fractions"),
        ("show me how to add fractions", Want.HOW_TO, "add fractions"),
        ("what are the steps to add fractions", Want.HOW_TO, "add fractions"),
        ("how do plants make food", Want.HOW, "plants make food"),
        ("explain how plants make food", Want.HOW, "plants make food"),
        ("why do plants need light", Want.WHY, "plants need light"),
        ("tell me why plants need light", Want.WHY, "plants need light"),
        ("how come plants need light", Want.WHY, "plants need light"),
        ("how many cm are in a meter", Want.HOW_MANY, "cm | a meter"),
        ("tell me how many sides a hexagon has", Want.HOW_MANY, "sides | a hexagon"),
        ("what is an example of a simile", Want.EXAMPLE, "a simile"),
        ("how do area and perimeter differ", Want.DIFFERENCE, "area | perimeter"),
        ("what is the difference between perimeter and area", Want.DIFFERENCE, "area | perimeter"),
        ("what do plants need", Want.WHAT, "plants need"),
    ],
)
def test_frames(text: str, want: Want, about: str) -> None:
    read = framed(text.split())
    assert (read.want, " ".join(read.about)) == (want, about)


@pytest.mark.parametrize(
    "text",
    [
        "well water",
        "can you divide by zero",
        "can you not divide by zero",
        "what plants need to grow",
        "do not explain cells",
        "why did plants need light",
        "what was a cell",
        "is 7 prime",
        "difference between a and b and c",
        "what is",
        "please",
        "",
    ],
)
def test_what_is_no_known_frame_keeps_its_words(text: str) -> None:
    read = framed(text.split())
    kept = " ".join(read.about)
    assert kept == text


@pytest.mark.parametrize("word", ["please", "tutor", "again", "now"])
def test_a_courtesy_that_is_asked_about_stays(word: str) -> None:
    assert framed(["what", "is", "a", word]).about == ("a", word)
