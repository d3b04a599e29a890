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
from dataclasses import dataclass, replace
from time import perf_counter

from inference.contracts import ChatRequest, Finished, Message, Role, Sampling, TextDelta
from inference.engine.settings import EngineSettings
from inference.llm.client import Endpoint, OpenAiClient
from inference.nano import weights_dir
from tests.load.engine_tables import Level, Results, tables
from tests.load.model_process import Lines, model_process
from tests.load.plan import Plan
from tests.load.prompts import chat, questions
from tests.load.report import Table

_DEADLINE_S = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One finished reply; `first_s` is from the request to the first text or token."""

    text: str
    tokens: int
    first_s: float


def settings(socket: str) -> EngineSettings:
    """As the server starts it on a CPU."""
    return EngineSettings(model=str(weights_dir()), listen=socket, drain_s=0.0, abstain=False)


Ask = Callable[[str], Awaitable[Reply]]


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
    return tables(levels, plan, slots=settings(socket).slots)
