import pytest

from inference.safety.personal import SHAPES
from inference.safety.pii import PiiMasker

MASKED = {
    "call me at 555 010 0199": "call me at [phone]",
    "905-674-3793 is mine": "[phone] is mine",
    "(020) 7946-0958": "[phone]",
    "+44 7700 900123": "[phone]",
    "Phone:\n60-56-85-91": "Phone:\n[phone]",
    "my number is 5551234567": "my number is [phone]",
    "call me on five five five one two three four": "call me on [phone]",
    "it is bob.lee@ex.co.uk ok": "it is [email] ok",
    "write to bob at gmail dot com": "write to [email]",
    "I live at 12 oak street with my mom": "I live at [address] with my mom",
    "742 Evergreen Terrace, Springfield, OR 97477.": "[address].",
    "rue Victor Hugo 12": "[address]",
    "Apt. 864": "[address]",
    "my zip code is 90210": "my zip code is [postcode]",
    "card 4111 1111 1111 1111": "card [card]",
    "123-45-6789": "[ssn]",
    "I am on 192.168.1.1": "I am on [ip]",
    "GB82WEST12345698765432": "[iban]",
    "http://bob:pw@host/x": "[link]",
    "https://a.b/?token=abc": "[link]",
    "I was born on March 5, 2015": "I was born on [birthday]",
    "my birthday is 3/5/2015": "my birthday is [birthday]",
    "my discord is cool.kid#12": "my discord is [handle]",
    "I am @cool_kid99": "I am [handle]",
}
KEPT = [
    "555 + 123",
    "3/4",
    "12/25 of a pizza",
    "1,234,567",
    "x = 5551234567",
    "555-123 = 432",
    "100-200-3000 = ?",
    "what comes next: 125 250 500 1000",
    "The number is 12345678901, round it",
    "Pi is 3.14159265358979",
    "f(x) = (123) 4567",
    "version 1.2.3.4",
    "12 boys walk down the road",
    "Unit 5: fractions",
    "Read chapter 12 Court cases",
    "George Washington was born on February 22, 1732",
    "https://www.example.com/page?id=3",
    "call it 12 or 13",
    "the phone costs 1,234,567 dollars",
    "He drove 15 miles down the lane",
    "1234567 * 2",
    "9 @ 5 cents",
]


@pytest.mark.parametrize(("text", "masked"), MASKED.items())
def test_personal_data_is_masked(text, masked):
    assert PiiMasker().mask(text) == masked


@pytest.mark.parametrize("text", KEPT)
def test_mathematics_and_history_stay(text):
    assert PiiMasker().mask(text) == text


def test_every_label_is_tested():
    assert {shape.label for shape in SHAPES} <= {
        word.partition("[")[2].partition("]")[0] for word in MASKED.values()
    }
