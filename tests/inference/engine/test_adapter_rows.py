"""Many students in one batch: every row says what PEFT says with that row's own adapter."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest
import torch
from transformers import AutoTokenizer

from inference.contracts import AdapterName
from inference.engine.engine import Engine
from inference.engine.preparing import ChatTask
from inference.errors import AdapterLoadError, UnknownModelError
from tests.inference.engine.peft_folders import ALL, ATTENTION, peft_reply, save_adapter
from tests.inference.engine.test_engine import text_of
from tests.inference.engine.tiny import ask, tiny_settings

STUDENTS = 32
WORDS = 12
QUESTIONS = ("what is 1/2 + 1/4", "why does it rain", "twelve times four", "is 9 a square")
pytestmark = pytest.mark.slow

Replies = dict[tuple[int | None, str], str]


def name_of(student: int) -> str:
    return f"student{student:02}-v1-00c0ffee"


@pytest.fixture(scope="module")
def folder(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("students")
    for student in range(STUDENTS):
        targets = ATTENTION if student % 3 == 0 else ALL
        save_adapter(
            tiny, home / name_of(student), seed=student, rank=2 + student % 3, targets=targets
        )
    return home


@pytest.fixture(scope="module")
def replies(tiny: Path, folder: Path) -> Replies:
    """What PEFT says, for each student's adapter and for the base model (None)."""
    tokenizer = AutoTokenizer.from_pretrained(tiny)
    found: Replies = {}
    for student in (None, *range(STUDENTS)):
        for question in QUESTIONS[: 1 if student is not None and student > 3 else 4]:
            ids = tokenizer.apply_chat_template(
                [{"role": "user", "content": question}],
                add_generation_prompt=True,
                return_tensors="pt",
            )["input_ids"]
            mine = None if student is None else folder / name_of(student)
            tokens = peft_reply(tiny, mine, torch.as_tensor(ids), WORDS)
            found[student, question] = tokenizer.decode(tokens, skip_special_tokens=True)
    return found


@pytest.fixture
async def many(tiny: Path, folder: Path) -> AsyncIterator[Engine]:
    settings = tiny_settings(tiny, adapters=str(folder), slots=40, adapter_places=32)
    async with Engine(settings, clock=time.monotonic) as opened:
        yield opened


async def reply(engine: Engine, student: int | None, question: str) -> str:
    adapter = None if student is None else AdapterName(name_of(student))
    request = ask(question, max_tokens=WORDS, adapter=adapter)
    return text_of([event async for event in engine.chat(ChatTask(request=request))])


async def test_32_rows_with_32_adapters_and_base_rows_between(
    many: Engine, replies: Replies
) -> None:
    rows: list[int | None] = [*range(STUDENTS), None, None, None, None]
    Random(1).shuffle(rows)
    said = await asyncio.gather(*(reply(many, student, QUESTIONS[0]) for student in rows))
    assert list(said) == [replies[student, QUESTIONS[0]] for student in rows]
    assert len(set(said)) > STUDENTS // 2  # the adapters really differ


async def test_rows_join_and_leave_and_adapters_are_evicted(
    tiny: Path, folder: Path, replies: Replies
) -> None:
    settings = tiny_settings(tiny, adapters=str(folder), slots=3, adapter_places=3)
    random = Random(2)
    async with Engine(settings, clock=time.monotonic) as engine:

        async def one(student: int | None) -> None:
            question = QUESTIONS[0 if student is not None and student > 3 else random.randrange(4)]
            assert await reply(engine, student, question) == replies[student, question]

        async with asyncio.TaskGroup() as group:
            for _ in range(120):
                who = random.choice([None, random.randrange(4), random.randrange(STUDENTS)])
                group.create_task(one(who))
        assert engine._loaded is not None
        assert engine._loaded.machine.bank.loads > STUDENTS  # evicted and loaded again


async def test_a_remembered_prompt_is_not_shared_between_students(
    tiny: Path, folder: Path, replies: Replies
) -> None:
    settings = tiny_settings(tiny, adapters=str(folder), slots=1)
    async with Engine(settings, clock=time.monotonic) as engine:
        for student in (0, 1, None, 0, None, 2, 1):
            said = await reply(engine, student, QUESTIONS[0])
            assert said == replies[student, QUESTIONS[0]]


async def test_an_adapter_that_is_missing_or_broken_fails_alone(
    many: Engine, folder: Path, replies: Replies
) -> None:
    broken = folder / "broken-v1"
    broken.mkdir(exist_ok=True)
    (broken / "adapter_config.json").write_text("{}")

    async def fails(name: str, error: type[Exception]) -> None:
        request = ask("hello", adapter=AdapterName(name))
        with pytest.raises(error):
            [event async for event in many.chat(ChatTask(request=request))]

    async with asyncio.TaskGroup() as group:
        group.create_task(fails("broken-v1", AdapterLoadError))
        group.create_task(fails("nobody-v1", UnknownModelError))
        group.create_task(fails("../tiny", UnknownModelError))
        fine = group.create_task(reply(many, 3, QUESTIONS[1]))
    assert fine.result() == replies[3, QUESTIONS[1]]


async def test_joined_adapters_are_served(many: Engine) -> None:
    both = AdapterName(f"{name_of(1)}+{name_of(2)}")
    request = ask(QUESTIONS[0], max_tokens=WORDS, adapter=both)
    joined = text_of([event async for event in many.chat(ChatTask(request=request))])
    alone = [await reply(many, student, QUESTIONS[0]) for student in (1, 2)]
    assert joined not in alone
