"""Questions and remarks are told from answers, and answers found in sentences."""

import pytest

from tutor_server.modules.lessons.checkers.saying import after_cues, answering, asks


@pytest.mark.parametrize(
    "text",
    [
        "what does numerator mean?", "what is 3/4?", "how do i start", "why is it 12?",
        "can you explain it", "i don't know", "i dont know what 12 means", "idk", "i'm stuck",
        "not sure", "no idea", "help", "give me a hint", "tell me the answer", "is this hard?",
        "do i add 3 and 4?", "um, what?", "hmm", "", "?!", "well, i don't know", "hello, can you",
        "could you repeat that", "thanks", "i need a hint", "i want to stop", "wait",
        "let's do another", "is there a remainder?", "i can't do 12", "sorry, i don't know",
    ],
)  # fmt: skip
def test_no_answers(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("12", "12"),
        ("um, 12", "12"),
        ("is it 12?", "is it 12?"),
        ("could it be 12?", "could it be 12?"),
        ("what about 12?", "what about 12?"),
        ("how about 12", "how about 12"),
        ("i don't know, maybe 12", "12"),
        ("not sure but is it 12", "12"),
        ("11, no wait, 12", "12"),
        ("i think 11, i mean 12", "12"),
        ("no, it is 12", "it is 12"),
        ("12 because 3 times 4 is 12", "12"),
        ("so -3", "-3"),
        ("well - 3", "3"),
        ("isn't it 12?", "isn't it 12?"),
    ],
)
def test_the_answering_part(text: str, part: str) -> None:
    assert answering(text) == part


def test_the_last_cue_comes_first() -> None:
    assert list(after_cues("3 plus 4 is 7 so it is 7")) == [
        "7", "it is 7", "7 so it is 7", "3 plus 4 is 7 so it is 7", "3 plus 4 ",
    ]  # fmt: skip


def test_without_a_cue_there_is_only_the_whole() -> None:
    assert list(after_cues("12")) == ["12"]
