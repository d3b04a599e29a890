"""A class asks at once: how long until each student's first word?

The nano weights with room for long prompts, in process, without HTTP. All prompts begin with the
same system prompt, which the engine holds ("resident") or not ("cold"); one case has a prompt of
two thousand tokens arrive beside them. The peer is one padded batch of `generate`, all prompts
whole: its first token comes when the batch is prefilled, and nobody may join or leave.
"""

import asyncio
import gc
import json
import shutil
import tempfile
import time
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from inference.contracts import ChatRequest, Message, Role, Sampling, TextDelta
from inference.engine.device import best_dtype
from inference.engine.engine import Engine
from inference.engine.preparing import ChatTask
from inference.engine.settings import EngineSettings
from inference.nano import weights_dir
from tests.load.model_process import Lines, model_process
from tests.load.plan import Plan
from tests.load.prompts import questions
from tests.load.report import Table
from tests.load.spread import median, middle_ms, ms, ratio

DTYPE = best_dtype("cpu")
"""What the server takes here; the peer too."""
CONTEXT = 3072
LONG = 2000
"""Tokens of the long prompt."""
REPLY = 24
SYSTEM = (
    "You are a friendly tutor. Grade: 4. Speak in short sentences. Ask one question at a time and "
    "wait for the answer. Give a hint before you give a rule, and a rule before you give an "
    "example. When the student is stuck twice, show the same thing in another way. Praise effort "
    "and never speed. When you do not know something, say so and ask the teacher. Numbers are "
    "written with digits, fractions with a slash. "
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One row of the table."""

    name: str
    students: int
    resident: bool
    long: bool = False


CASES = (
    Case(name="one student", students=1, resident=True),
    Case(name="32 students", students=32, resident=True),
    Case(name="32 students, a long prompt beside", students=32, resident=True, long=True),
    Case(name="one student, cold", students=1, resident=False),
    Case(name="32 students, cold", students=32, resident=False),
)


def _widened(folder: Path) -> Path:
    """The nano checkpoint, allowed to hold long prompts. Beyond what it was trained for its words
    mean nothing, but they cost the same."""
    shutil.copytree(weights_dir(), folder / "nano")
    path = folder / "nano" / "config.json"
    config = json.loads(path.read_text())
    path.write_text(json.dumps(config | {"max_position_embeddings": CONTEXT}))
    return folder / "nano"


def _settings(model: Path) -> EngineSettings:
    return EngineSettings(
        model=str(model), listen="/unused", dtype=DTYPE, threads=2, slots=40, context=CONTEXT,
        drain_s=0.0, abstain=False,
    )  # fmt: skip


def _task(question: str, system: str = SYSTEM, tokens: int = REPLY) -> ChatTask:
    messages = (
        Message(role=Role.SYSTEM, content=system),
        Message(role=Role.USER, content=question),
    )
    return ChatTask(
        request=ChatRequest(messages=messages, sampling=Sampling(max_tokens=tokens), deadline_s=60)
    )


async def _first_s(engine: Engine, task: ChatTask) -> float:
    """Seconds to the first text; the reply is read to its end."""
    asked_s, first_s = perf_counter(), 0.0
    async with aclosing(engine.chat(task)) as events:
        async for event in events:
            if isinstance(event, TextDelta) and not first_s:
                first_s = perf_counter() - asked_s
    return first_s or perf_counter() - asked_s


async def _run(engine: Engine, case: Case, number: int, seed: int) -> list[float]:
    """One burst. A cold one has a system prompt that nobody has sent before."""
    system = SYSTEM if case.resident else f"{number} {SYSTEM}"
    if case.resident:
        await _first_s(engine, _task("Hello", system))
    asked = questions(case.students, seed + number)
    async with asyncio.TaskGroup() as tasks:
        if case.long:
            tasks.create_task(_first_s(engine, _task(_long(engine), f"{number} long", 1)))
            await asyncio.sleep(0.005)
        waits = [tasks.create_task(_first_s(engine, _task(text, system))) for text in asked]
    return [wait.result() for wait in waits]


def _long(engine: Engine) -> str:
    assert engine._loaded is not None
    count, words = engine._loaded.tokenizer.encode, "one half and one quarter "
    return words * (LONG // len(count(words)) + 1)


async def _peers_s(peer: Lines, asked: Sequence[str]) -> float:
    """Seconds to the first token of one padded batch of the peer."""
    system = {"role": "system", "content": SYSTEM}
    talks = [[system, {"role": "user", "content": text}] for text in asked]
    await peer.send(json.dumps(talks))
    return float(await peer.receive())


async def measure(plan: Plan) -> list[Table]:
    """One table: ours in every case, the peer for as many students."""
    waits: dict[str, list[float]] = {case.name: [] for case in CASES}
    peers: dict[int, list[float]] = {1: [], 32: []}
    with tempfile.TemporaryDirectory() as folder:
        model = _widened(Path(folder))
        async with (
            model_process("tests.load.batch_process", str(model), DTYPE) as peer,
            Engine(_settings(model), clock=time.monotonic) as engine,
        ):
            gc.collect()
            gc.freeze()  # as each of the server's processes does once it is ready
            for number in range(plan.burst_runs):
                for case in CASES:
                    waits[case.name] += await _run(engine, case, number, plan.seed)
                for students, found in peers.items():
                    asked = questions(students, plan.seed + number)
                    found.append(await _peers_s(peer, asked))
    return [_table(waits, peers, plan)]


def _table(waits: dict[str, list[float]], peers: dict[int, list[float]], plan: Plan) -> Table:
    rows = []
    for case in CASES:
        theirs = median(peers[case.students])
        p50, p95 = middle_ms(waits[case.name], 1)
        shown = (p50, p95, ms(theirs, 1), ratio(median(waits[case.name]), theirs))
        rows.append((case.name, *shown))
    return Table(
        question="A class asks at once: milliseconds to the first word",
        columns=("case", "ours p50", "ours p95", "transformers, one padded batch", "ratio p50"),
        rows=tuple(rows),
        notes=(
            f"Nano weights, {DTYPE}, two threads, medians and tails of {plan.burst_runs} bursts; "
            f"replies of {REPLY} tokens go on meanwhile. Resident: the engine holds the shared "
            f"system prompt. The long prompt has {LONG} tokens and came first.",
        ),
    )
