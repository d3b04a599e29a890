"""What stays in the house: danger to a child and personal data, remembered by digest alone."""

import pytest

from inference.safety import sensitive
from inference.safety.pii import PiiMasker
from inference.safety.sensitive import MAX_CHARS, Sensitive, is_sensitive


@pytest.mark.parametrize(
    "text",
    [
        "I want to hurt myself",
        "sometimes i wish i was dead",
        "My stepdad hits me every night",
        "call me at 555 010 0199",
        "my email is ada.l@example.org",
        "I live at 12 Rose Street",
        "i want to k i l l myself",
    ],
)
def test_what_must_stay(text: str) -> None:
    assert is_sensitive(text)
    assert Sensitive()(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "What is 3/4 + 1/8?",
        "This homework is killing me, can you help?",
        "I like football and I find fractions hard",
        "call me at [phone]",
    ],
)
def test_what_may_go_anywhere(text: str) -> None:
    assert not is_sensitive(text)


def test_what_the_masker_took_out_is_no_longer_personal() -> None:
    said = "my email is ada.l@example.org, call me at 555 010 0199"
    assert is_sensitive(said)
    assert not is_sensitive(PiiMasker().mask(said))


def test_nothing_hides_in_a_long_text() -> None:
    for before in (MAX_CHARS - 10, 3 * MAX_CHARS):
        assert is_sensitive("word " * (before // 5) + "and I want to kill myself today")


def test_a_text_is_judged_once_and_only_digests_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[str] = []
    monkeypatch.setattr(sensitive, "is_sensitive", lambda text: bool(judged.append(text)) or True)
    monkeypatch.setattr(sensitive, "REMEMBERED", 2)
    told = Sensitive()
    assert told("a") and told("a") and told("b") and told("c") and told("a")  # noqa: PT018
    assert judged == ["a", "b", "c", "a"]
    assert all(isinstance(key, bytes) and len(key) == 32 for key in told._known)
