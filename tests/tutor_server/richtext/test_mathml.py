from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor_server.richtext.mathml import MAX_CHARS, to_mathml

ATTRIBUTES = {"alttext": "half", "data-s": "0"}


def test_a_fraction_is_presentation_mathml():
    mathml = to_mathml(r"\frac{1}{2}", ATTRIBUTES)
    root = ElementTree.fromstring(mathml)  # noqa: S314  our own output
    assert root.get("alttext") == "half"
    assert root.get("data-s") == "0"
    assert [node.tag.rpartition("}")[2] for node in root.iter()].count("mfrac") == 1


def test_text_is_escaped():
    mathml = to_mathml(r"\text{<script>alert(1)</script>} < 3", ATTRIBUTES)
    assert "<script" not in mathml
    assert "&lt;script&gt;" in mathml


@pytest.mark.parametrize(
    "source",
    [
        *("", "  ", r"\frac{1", "{", "x^", r"\left(", r"\begin{matrix}", "x" * (MAX_CHARS + 1)),
        *("{" * 500 + "x" + "}" * 500, "\x00", r"\sqrt" * 300),
    ],
)
def test_what_is_no_formula_yet_is_none(source):
    assert to_mathml(source, ATTRIBUTES) is None


PIECES = st.sampled_from(
    (r"\frac", r"\sqrt[", "{", "}", "^", "_", r"\left(", r"\text{<b>", "&", "x", "1", r"\\", "]")
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join)))
def test_any_source_gives_well_formed_xml_or_none(source):
    mathml = to_mathml(source, {"alttext": "x"}, block=True)
    assert mathml is None or ElementTree.fromstring(mathml) is not None  # noqa: S314
