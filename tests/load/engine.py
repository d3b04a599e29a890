"""How fast is our engine beside `transformers` with the same weights, prompts, fp32 and thread?

Either is one model process and this client. Requests come in a closed loop: as many in flight as
there are streams, the next when one ends. The peer answers one request after the other; its
padded batches are shown for throughput only: they start and end together, stream nothing to
anybody, and in a lesson would have to wait until a batch is full.
"""

import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from inference.contracts import ChatRequest, Finished, Message, Role, Sampling, TextDelta
from inference.engine.settings import EngineSettings
from inference.llm.client import Endpoint, OpenAiClient
from inference.nano import weights_dir
from tests.load.model_process import Lines, model_process
from tests.load.plan import Plan
from tests.load.prompts import chat, questions
from tests.load.report import Table
from tests.load.spread import median, middle_ms, ratio, spread

_DEADLINE_S = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One finished reply; `first_s` is from the request to the first text or token."""

    text: str
    tokens: int
    first_s: float


def settings(socket: str) -> EngineSettings:
    """As the server starts it on a CPU."""
    return EngineSettings(model=str(weights_dir()), listen=socket, drain_s=0.0)


Ask = Callable[[str], Awaitable[Reply]]


@dataclass(slots=True)
class Results:
    """One way of serving at one number of streams, over all runs."""

    tokens_per_s: list[float] = field(default_factory=list)
    tokens_per_cpu_s: list[float] = field(default_factory=list)
    """CPU seconds of the model's process."""
    first_s: list[float] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """Of the last run, in the order of the questions."""

    def add(self, tokens: int, *, took_s: float, cpu_s: float) -> None:
        """One run."""
        self.tokens_per_s.append(tokens / took_s)
        self.tokens_per_cpu_s.append(tokens / cpu_s)


class OurEngine:
    """Requests over HTTP, as the web role sends them."""

    def __init__(self, client: OpenAiClient, plan: Plan) -> None:
        self._client = client
        self._sampling = Sampling(max_tokens=plan.reply_tokens)

    async def ask(self, question: str) -> Reply:
        """One reply to its end."""
        messages = (Message(role=Role(m["role"]), content=m["content"]) for m in chat(question))
        request = ChatRequest(
            messages=tuple(messages), model="nano", sampling=self._sampling, deadline_s=_DEADLINE_S
        )
        asked_s, first_s, tokens = perf_counter(), 0.0, 0
        pieces: list[str] = []
        async for event in self._client.stream(request):
            if isinstance(event, TextDelta):
                first_s = first_s or perf_counter() - asked_s
                pieces.append(event.text)
            elif isinstance(event, Finished):
                tokens = event.completion_tokens
        return Reply(text="".join(pieces).strip(), tokens=tokens, first_s=first_s)


class Transformers:
    """`generate`, one call at a time."""

    def __init__(self, process: Lines, plan: Plan) -> None:
        self._process = process
        self._max_tokens = plan.reply_tokens
        self._free = asyncio.Lock()

    async def ask(self, question: str) -> Reply:
        """One reply; waits for those that were asked before."""
        asked_s = perf_counter()
        async with self._free:
            first_at_s, texts, tokens = await self._generate([question])
        return Reply(text=texts[0], tokens=tokens, first_s=first_at_s - asked_s)

    async def batch(self, asked: Sequence[str]) -> int:
        """Reply tokens of one padded batch."""
        _, _, tokens = await self._generate(asked)
        return tokens

    async def _generate(self, asked: Sequence[str]) -> tuple[float, list[str], int]:
        wanted = {"prompts": list(asked), "max_tokens": self._max_tokens}
        await self._process.send(json.dumps(wanted))
        await self._process.expect("first")
        first_at_s = perf_counter()
        done = json.loads(await self._process.receive())
        return first_at_s, done["texts"], done["tokens"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What is asked, how many at a time, and the process that works."""

    asked: Sequence[str]
    streams: int
    process: Lines


async def _closed_loop(ask: Ask, load: Load, results: Results) -> None:
    waiting = iter(enumerate(load.asked))
    replies: dict[int, Reply] = {}

    async def work() -> None:
        for number, question in waiting:
            replies[number] = await ask(question)

    began_s, cpu_s = perf_counter(), load.process.cpu_s()
    async with asyncio.TaskGroup() as tasks:
        for _ in range(load.streams):
            tasks.create_task(work())
    took_s, cpu_s = perf_counter() - began_s, load.process.cpu_s() - cpu_s
    in_order = [replies[number] for number in range(len(load.asked))]
    results.add(sum(reply.tokens for reply in in_order), took_s=took_s, cpu_s=cpu_s)
    results.first_s += [reply.first_s for reply in in_order]
    results.texts = [reply.text for reply in in_order]


async def _batches(peer: Transformers, load: Load, results: Results) -> None:
    began_s, cpu_s, tokens = perf_counter(), load.process.cpu_s(), 0
    for start in range(0, len(load.asked), load.streams):
        tokens += await peer.batch(load.asked[start : start + load.streams])
    took_s, cpu_s = perf_counter() - began_s, load.process.cpu_s() - cpu_s
    results.add(tokens, took_s=took_s, cpu_s=cpu_s)


@dataclass(slots=True)
class Level:
    """All ways of serving at one number of streams."""

    streams: int
    ours: Results = field(default_factory=Results)
    one_by_one: Results = field(default_factory=Results)
    batched: Results = field(default_factory=Results)


async def measure(plan: Plan) -> list[Table]:
    """Ours and the peer in turn, so that a busy machine meets both."""
    asked = questions(plan.engine_requests, plan.seed)
    levels = [Level(streams=streams) for streams in plan.engine_streams]
    with tempfile.TemporaryDirectory() as folder:
        socket = f"{folder}/engine.sock"
        async with (
            model_process("tests.load.engine_process", socket) as our_process,
            model_process("tests.load.transformers_process") as peer_process,
            OpenAiClient(Endpoint(socket_path=socket, native=True)) as client,
        ):
            ours, peer = OurEngine(client, plan), Transformers(peer_process, plan)
            await ours.ask(asked[0])
            await peer.ask(asked[0])
            for _ in range(plan.engine_runs):
                for level in levels:
                    mine = Load(asked=asked, streams=level.streams, process=our_process)
                    theirs = replace(mine, process=peer_process)
                    await _closed_loop(ours.ask, mine, level.ours)
                    await _closed_loop(peer.ask, theirs, level.one_by_one)
                    await _batches(peer, theirs, level.batched)
    return [
        _throughput("second", levels, [_per_s(level) for level in levels], plan),
        _throughput(
            "CPU second of the model's process",
            levels,
            [_per_cpu_s(level) for level in levels],
            plan,
        ),
        _first_token(levels),
    ]


Speeds = tuple[float, float, float]
"""Tokens per time: ours, the peer one by one, the peer in batches."""


def _per_s(level: Level) -> Speeds:
    ours, alone, batched = (
        median(results.tokens_per_s) for results in (level.ours, level.one_by_one, level.batched)
    )
    return ours, alone, batched


def _per_cpu_s(level: Level) -> Speeds:
    ours, alone, batched = (
        median(results.tokens_per_cpu_s)
        for results in (level.ours, level.one_by_one, level.batched)
    )
    return ours, alone, batched


def _throughput(time: str, levels: Sequence[Level], speeds: Sequence[Speeds], plan: Plan) -> Table:
    def row(level: Level, speed: Speeds) -> tuple[str, ...]:
        ours, alone, batched = speed
        figures = (f"{ours:.0f}", f"{alone:.0f}", ratio(ours, alone), f"{batched:.0f}")
        return (str(level.streams), *figures, ratio(ours, batched))

    pairs = [
        pair
        for level in levels
        for pair in zip(level.ours.texts, level.one_by_one.texts, strict=True)
    ]
    same = sum(ours == theirs for ours, theirs in pairs)
    return Table(
        question=f"Reply tokens per {time}: the engine beside transformers",
        columns=(
            "streams", "ours", "transformers, one by one", "ratio",
            "transformers, padded batches", "ratio",
        ),
        rows=tuple(map(row, levels, speeds)),
        notes=(
            f"Medians of {plan.engine_runs} runs of {plan.engine_requests} requests; fp32, one "
            f"thread, nano weights. Replies with the same text: {same} of {len(pairs)}.",
        ),
    )  # fmt: skip


def _first_token(levels: Sequence[Level]) -> Table:
    def row(level: Level) -> tuple[str, ...]:
        ours, peer = spread(level.ours.first_s), spread(level.one_by_one.first_s)
        assert ours is not None
        assert peer is not None
        shown = (*middle_ms(level.ours.first_s, 1), *middle_ms(level.one_by_one.first_s, 1))
        return (str(level.streams), *shown, ratio(ours.p50, peer.p50), ratio(ours.p95, peer.p95))

    return Table(
        question="Milliseconds from a request to its first text",
        columns=(
            "streams", "ours p50", "ours p95", "transformers, one by one p50", "p95",
            "ratio p50", "ratio p95",
        ),
        rows=tuple(map(row, levels)),
        notes=(
            f"Waiting counts: for one of our {settings('./socket').slots} slots, for the "
            "peer's one call.",
        ),
    )  # fmt: skip
