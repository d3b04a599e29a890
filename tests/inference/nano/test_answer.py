"""The shipped model answers; batches do not change the answers."""

import pytest
import torch

from inference.nano import weights_dir
from inference.nano.answer import Answerer
from inference.nano.terms import all_terms


def chat(text: str, grade: int | None = None) -> list[dict[str, str]]:
    system = {"role": "system", "content": f"You are a friendly tutor. Grade: {grade}."}
    return [system] * (grade is not None) + [{"role": "user", "content": text}]


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    torch.set_num_threads(1)
    return Answerer(weights_dir())


SUMS = [
    ("what is one half plus one quarter", "So 1/2 + 1/4 = 3/4."),
    ("1/2 + 1/4", "So 1/2 + 1/4 = 3/4."),
    ("What is 7 times 8?", "So 7 × 8 = 56."),
    ("what is twelve times four", "So 12 × 4 = 48."),
]


def test_sums_of_the_readme(answerer: Answerer) -> None:
    replies = answerer.answer([chat(question) for question, _ in SUMS])
    for (question, conclusion), reply in zip(SUMS, replies, strict=True):
        assert reply.endswith(conclusion), question


def test_terms_of_the_readme(answerer: Answerer) -> None:
    terms = {t.name: t for t in all_terms()}
    replies = answerer.answer(
        [chat("Explain fractions to a 3rd grader"), chat("What is photosynthesis?", 3)]
    )
    assert terms["fraction"].states_facts(replies[0])
    assert terms["photosynthesis"].states_facts(replies[1])


def test_unknown_topics_are_admitted(answerer: Answerer) -> None:
    questions = ["What is the capital of Portugal?", "what is a squirrel"]
    replies = answerer.answer([chat(question) for question in questions])
    assert all("I don't know that yet" in reply for reply in replies)


def test_a_batch_answers_as_each_alone(answerer: Answerer) -> None:
    chats = [chat("hi"), chat("what is one half plus one quarter", 3), chat("2x = 10")]
    assert answerer.answer(chats) == [answerer.answer([c])[0] for c in chats]


def test_no_chats_give_no_replies(answerer: Answerer) -> None:
    assert answerer.answer([]) == []
