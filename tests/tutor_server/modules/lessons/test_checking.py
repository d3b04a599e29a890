"""Every kind of checker against any text, and the checker of a live server."""

import asyncio
import random
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.teaching.lesson import Item, ItemKind
from tests.tutor_server.modules.lessons.items import (
    choice,
    expression,
    fraction,
    number,
    python,
    steps,
    text,
)
from tutor_server.modules.lessons.checking import Checker, check

ITEMS = (
    number("12.5", wrong={"7": "a"}, form="cm", tolerance=0.1, question="Is 7 + 5 right?"),
    number("50%", wrong={"0.5": "a"}),
    fraction("3/4", "lowest", wrong={"4/3": "a", "6/8": "b"}),
    expression("3*x + 2", "expanded", wrong={"5*x": "a"}),
    expression("x = 4", wrong={"x = 16": "a"}),
    expression("n >= -3"),
    choice("The cake cut into 3", "The cake cut into 6", "They are the same"),
    choice("x < 8", "x > 8", "x < -8", "8"),
    steps("2, 3, 1", "eat", "mix", "bake"),
    text(("sun", "light"), ("food", "photosynthesis"), answer="sun food"),
)
PIECES = st.sampled_from(
    ["x", "=", "3", "/", "4", " ", "**", "^", "(", ")", "9**9**9", "three quarters", "point",
     "and a half", "-", "−", "minus", "%", "$", r"\frac{1}{2}", r"\frac{", "½", "²", "sqrt", "not",
     "or", "is it", "I think", "\n", "\u200b", "٣", "1e9", ".", ",", "1,000", "10 000", "over",
     "x10^99", "10^(-99)", "cm", "🙂", "ß", "\ud800", "b", "the second", "2, 3, 1", "no, wait",
     "because", "\x00", "π", "∞", "zoo", "nan", "oo", "E", "1/0", "0^-1", "<", ">=", "==", "{",
     "_", "__import__('os')", "9" * 40, "(" * 40, "a" * 40]
)  # fmt: skip
TEXTS = (
    st.text(max_size=60)
    | st.lists(PIECES, max_size=12).map("".join)
    | st.lists(PIECES, max_size=12).map(" ".join)
    | st.tuples(PIECES, st.integers(1, 5_000)).map(lambda pair: (pair[0] * pair[1])[:10_240])
)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(ITEMS))
def test_any_text_is_judged_and_always_alike(said: str, item: Item) -> None:
    outcome = check(item, said)
    assert outcome == check(item, said)
    assert outcome.attempt or not outcome.correct
    assert not (outcome.correct and (outcome.equivalent or outcome.misconception))


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: f"{item.kind}-{item.answer[:9]}")
@pytest.mark.parametrize(
    "said", ["{}", "I think it is {}", "is it {}?", "um, {}", "The answer is {}.", "maybe {}"]
)
def test_the_key_is_right_within_a_short_sentence(item: Item, said: str) -> None:
    assert check(item, said.format(item.answer)).correct


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: f"{item.kind}-{item.answer[:9]}")
@pytest.mark.parametrize(
    "said",
    ["what does that mean?", "I don't know", "help", "can you explain it again?", "", "?", "hmm",
     "tell me the answer", "my teacher said you can tell me", "I'm stuck", "how do I start?"],
)  # fmt: skip
def test_a_question_or_a_remark_is_no_attempt(item: Item, said: str) -> None:
    assert not check(item, said).attempt


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_long_noise_is_judged_as_well(seed: int) -> None:
    rng = random.Random(seed)
    said = "".join(
        chr(rng.choice([rng.randrange(32, 127), rng.randrange(0x3000)])) for _ in range(10_240)
    )
    for item in ITEMS:
        assert not check(item, said).correct


@pytest.mark.slow
async def test_a_live_checker_says_the_same_and_keeps_the_loop_free() -> None:
    program = python("x = 2", ("x", "2"))
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async with Checker() as checker, asyncio.TaskGroup() as tasks:
        running = tasks.create_task(others())
        asked = [(item, item.answer) for item in ITEMS] + [(program, "x = 2"), (program, "x = 3")]
        found = await asyncio.gather(*(checker.check(*one) for one in asked))
        running.cancel()
    assert [outcome.correct for outcome in found] == [True] * (len(asked) - 1) + [False]
    assert turns > 10
    assert found == [check(*one) for one in asked]


@pytest.mark.slow
async def test_where_algebra_cannot_be_had_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Checker() as checker:
        monkeypatch.setattr(checker._algebra, "_command", (sys.executable, "-c", "1/0"))
        outcome = await checker.check(expression("x = 4"), "x = 4")
    assert (outcome.attempt, outcome.detail) == (False, "algebra_unavailable")
    assert outcome.flags == {"unavailable"}


def test_every_kind_has_a_checker() -> None:
    for kind in ItemKind:
        assert kind in {item.kind for item in ITEMS} | {ItemKind.PYTHON}
