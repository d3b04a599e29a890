from hypothesis import given, settings
from hypothesis import strategies as st

from inference.safety.pii import MAX_CHARS, PiiMasker, find_personal

PARTS = st.sampled_from(
    ("call ", "555-010-0199", " my name is ", "Anna Lopez", "4111111111111111", "@kid", "1.2.3.44")
)
TEXT = st.one_of(st.text(), st.lists(st.one_of(PARTS, st.text(max_size=3))).map("".join))


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_any_text_is_masked_once_and_for_all(text):
    masked = PiiMasker().mask(text)
    last = 0
    for found in find_personal(text):
        assert last <= found.start < found.end <= len(text)
        last = found.end
    assert isinstance(masked, str)


def test_a_masked_text_is_left_alone():
    masker = PiiMasker()
    once = masker.mask("call 555-010-0199 or bob@ex.org, my name is Anna Lopez, 12 Oak Street")
    assert masker.mask(once) == once


def test_data_at_the_seam_of_two_pieces_is_found():
    for shift in range(-15, 5):
        text = "x" * (MAX_CHARS + shift) + " call 555-010-0199"
        assert PiiMasker().mask(text).endswith("call [phone]")


def test_where_two_overlap_one_mask_stays():
    assert PiiMasker().mask("my email is 5551234567@ex.org") == "my email is [email]"
