"""Local agreement: what two hypotheses share is settled and never changes again."""

from inference.contracts import HeardWord
from inference.hearing.agreement import Agreement, common_chars, joined


def words(text: str) -> list[HeardWord]:
    return [
        HeardWord(text=f" {word}", start_s=at, end_s=at + 0.5, confidence=0.9)
        for at, word in enumerate(text.split())
    ]


def test_settled_is_the_common_beginning() -> None:
    subject = Agreement()
    subject.update(words("what is won"))
    assert joined(subject.settled()) == ""
    subject.update(words("What is one half"))
    assert joined(subject.settled()) == "What is"
    assert joined(subject.words()) == "What is one half"


def test_what_was_cut_stays() -> None:
    subject = Agreement()
    subject.update(words("what is one"))
    subject.update(words("what is one half"))
    assert subject.cut(1.6) == 1.5
    subject.update([HeardWord(text=" two", start_s=2.0, end_s=2.5, confidence=0.9)])
    assert joined(subject.words()) == "what is two"


def test_common_chars_counts_whole_words() -> None:
    assert common_chars("what is on", "what is one") == len("what is")
    assert common_chars("", "what") == 0
