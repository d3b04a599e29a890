"""A class of a hundred on one GPU: a 7B-shaped model, each student with an own adapter.

`PYTHONPATH=. python3 -m tests.load.gpu_class --markdown`; `--shape tiny --device cpu` tries the
program. Random weights and adapters are drawn on the card. Ours is the whole engine without HTTP;
the peer is transformers with PEFT on the same tensors. Each part prints its table at once, and one
that fails does not end the others. Needs torch, transformers and peft, and nothing of the server.
"""

import argparse
import asyncio
import gc
import logging
import os
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from time import perf_counter

import numpy as np
import torch

from inference.contracts import (
    AdapterName,
    ChatRequest,
    Finished,
    Message,
    Role,
    Sampling,
    TextDelta,
)
from inference.engine.engine import Engine
from inference.engine.loading import Loaded, Parts, assemble
from inference.engine.lora_bank import LoraBank, Memory
from inference.engine.lora_files import AdapterWeights
from inference.engine.metrics import EngineMetrics
from inference.engine.model import Decoder
from inference.engine.preparing import ChatTask
from inference.engine.settings import EngineSettings
from inference.engine.tokenizer import Tokenizer
from tests.load.gpu_peer import Ours, Peer
from tests.load.gpu_weights import (
    RANK,
    SEVEN_B,
    SMALL,
    TINY,
    HeldAdapters,
    Place,
    Size,
    draw_adapter,
    draw_model,
    save_byte_tokenizer,
)
from tests.load.plan import Plan
from tests.load.report import Table, as_markdown, as_text, circumstances

SYSTEM = (
    "You are a friendly tutor. Grade: 4. Short sentences. One question at a time. A hint comes "
    "before a rule, a rule before an example. Praise effort. When you do not know something, ask "
    "the teacher."
)
"""About 200 tokens, because the tokenizer has one per byte."""
QUESTION = 40
"""Tokens."""
BRIEF = (
    "The brief asks for 25 tokens/s for each, 200 ms to the first token p50, 100 users per GPU."
)
SHAPES = {"7b": SEVEN_B, "tiny": TINY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """How much is measured."""

    shape: str = "7b"
    device: str = "cuda"
    students: int = 100
    tokens: int = 64
    """Per reply."""
    bursts: int = 3
    chunk: int = 1024
    """Prompt tokens between two decoding steps."""
    other_chunks: tuple[int, ...] = (2048, 256)
    arrival_s: float = 3.0
    """In which a class that comes one by one has come."""
    peers: int = 5
    """Students that the peer answers one after the other."""
    part_s: float = 45.0
    """After which a part is given up."""
    limit_s: float = 150.0
    """After which the program ends, whatever it is doing."""

    @property
    def size(self) -> Size:
        """Of the model."""
        return SHAPES[self.shape]

    @property
    def place(self) -> Place:
        """bfloat16, where the model is computed."""
        return Place(device=torch.device(self.device), dtype=torch.bfloat16)


Show = Callable[[Table], None]


def say(what: str) -> None:
    """Progress, with the seconds since the process began to measure."""
    sys.stderr.write(f"[{perf_counter() - _BEGAN_S:6.1f} s] {what}\n")
    sys.stderr.flush()


_BEGAN_S = perf_counter()


@dataclass(kw_only=True)
class World:
    """What all parts share."""

    spec: Spec
    folder: Path
    """Of the tokenizer."""
    model: Decoder
    adapters: list[AdapterWeights]
    memory: dict[str, float] = field(default_factory=dict)
    """GiB by what they are for."""

    def prompt(self, student: int, burst: int) -> list[int]:
        """As the engine's preparing renders it."""
        return self.tokenizer.encode(self.tokenizer.render(_messages(student, burst)))

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """Nothing ends a reply."""
        return Tokenizer(self.folder, eos=frozenset())

    @cached_property
    def peer(self) -> Peer:
        """With the adapters of those who are answered one after the other, four at least."""
        peer = Peer(self.model, self.spec.size)
        for weights in self.adapters[: max(4, self.spec.peers)]:
            peer.add(weights)
        say(f"PEFT has {len(peer.names)} adapters")
        return peer


def _gib(device: torch.device) -> float:
    return torch.cuda.memory_allocated(device) / 2**30 if device.type == "cuda" else 0.0


def _wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def _name(student: int) -> str:
    return f"student{student:03}-v1"


def build(spec: Spec, folder: Path) -> World:
    """Draw everything."""
    place, memory = spec.place, {}
    torch.backends.cuda.enable_cudnn_sdp(False)  # as the engine does; the peer is the faster too
    torch.manual_seed(1)
    save_byte_tokenizer(folder, spec.size)
    model = draw_model(spec.size, place)
    _wait(place.device)
    memory["weights"] = _gib(place.device)
    say("drew the weights")
    adapters = [draw_adapter(spec.size, place, _name(n)) for n in range(spec.students)]
    _wait(place.device)
    memory["adapters outside the bank"] = _gib(place.device) - memory["weights"]
    say(f"drew {len(adapters)} adapters of {adapters[0].size_bytes / 2**20:.0f} MiB")
    return World(spec=spec, folder=folder, model=model, adapters=adapters, memory=memory)


# --- the engine ----------------------------------------------------------------


def _messages(student: int, burst: int) -> tuple[Message, ...]:
    text = f"Burst {burst}: what is 1/{student + 2} + 1/{burst + 2}?".ljust(QUESTION)
    return (
        Message(role=Role.SYSTEM, content=SYSTEM),
        Message(role=Role.USER, content=text),
    )


@asynccontextmanager
async def _engine(world: World, chunk: int) -> AsyncIterator[Engine]:
    """Opened over the weights in memory, closed without a drain."""
    spec = world.spec

    def loader(
        settings: EngineSettings, *, metrics: EngineMetrics, clock: Callable[[], float]
    ) -> Loaded:
        parts = Parts(
            model=world.model,
            tokenizer=world.tokenizer,
            adapters=HeldAdapters(world.adapters),
        )
        return assemble(parts, settings, metrics=metrics, clock=clock)

    settings = EngineSettings(
        model=str(world.folder), listen="/unused", dtype="bfloat16", device=spec.device,
        slots=spec.students + 4, adapter_places=spec.students + 4, adapter_rank=RANK,
        context=512, queue=2 * spec.students + 8, chunk=chunk, drain_s=0.0,
    )  # fmt: skip
    async with Engine(settings, clock=time.monotonic, loader=loader) as engine:
        yield engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """When its tokens came; the times are on one clock for all replies."""

    asked_s: float
    at_s: tuple[float, ...]
    """When text came, about once per token."""
    tokens: int

    @property
    def first_s(self) -> float:
        """From the question to the first token."""
        return self.at_s[0] - self.asked_s

    @property
    def speed(self) -> float:
        """Tokens a second after the first."""
        return (self.tokens - 1) / max(1e-9, self.at_s[-1] - self.at_s[0])


async def _ask(engine: Engine, student: int, burst: int, tokens: int) -> Reply:
    request = ChatRequest(
        messages=_messages(student, burst),
        adapter=AdapterName(_name(student)),
        sampling=Sampling(max_tokens=tokens),
        deadline_s=60.0,
        user=_name(student),
    )
    asked_s, at_s, made = perf_counter(), [], 0
    async with aclosing(engine.chat(ChatTask(request=request))) as events:
        async for event in events:
            if isinstance(event, TextDelta):
                at_s.append(perf_counter())
            elif isinstance(event, Finished):
                made = event.completion_tokens
    return Reply(asked_s=asked_s, at_s=tuple(at_s or [perf_counter()]), tokens=made)


async def _class(engine: Engine, spec: Spec, burst: int, *, over_s: float = 0.0) -> list[Reply]:
    async def one(student: int) -> Reply:
        await asyncio.sleep(over_s * student / spec.students)
        return await _ask(engine, student, burst, spec.tokens)

    async with asyncio.TaskGroup() as tasks:
        asked = [tasks.create_task(one(student)) for student in range(spec.students)]
    return [task.result() for task in asked]


_COLUMNS = (
    "case", "tokens/s", "tokens/s of a student, p50", "slowest", "first token p50, ms",
    "p99, ms", "between tokens p50, ms", "p99, ms",
)  # fmt: skip


def _row(name: str, bursts: Sequence[Sequence[Reply]]) -> tuple[str, ...]:
    replies = [reply for burst in bursts for reply in burst]
    spans = [max(r.at_s[-1] for r in burst) - min(r.asked_s for r in burst) for burst in bursts]
    first50, first99 = np.percentile([reply.first_s for reply in replies], (50, 99))
    gaps = np.concatenate([np.diff(reply.at_s) for reply in replies] + [np.zeros(1)])
    between50, between99 = np.percentile(gaps, (50, 99))
    speeds = [reply.speed for reply in replies]
    return (
        name,
        f"{sum(reply.tokens for reply in replies) / sum(spans):.0f}",
        f"{np.median(speeds):.1f}",
        f"{min(speeds):.1f}",
        *(f"{1000 * value:.0f}" for value in (first50, first99)),
        *(f"{1000 * value:.1f}" for value in (between50, between99)),
    )


async def classes(world: World, show: Show) -> None:
    """Bursts, a class that comes one by one, and one student alone; then memory."""
    spec, device = world.spec, world.spec.place.device
    before = _gib(device)
    async with _engine(world, spec.chunk) as engine:
        world.memory["cache"] = _gib(device) - before
        say("engine open")
        rows = await _bursts(engine, spec)
        world.memory["adapter bank"] = _gib(device) - before - world.memory["cache"]
        steady = await _class(engine, spec, 90, over_s=spec.arrival_s)
        rows.append(_row(f"{spec.students} over {spec.arrival_s:.0f} s", [steady]))
        say("class one by one over")
        alone = [[await _ask(engine, 0, 91 + n, spec.tokens)] for n in range(3)]
        rows.append(_row("one alone", alone))
    show(_class_table(world, rows))
    show(_memory_table(world))


async def chunks(world: World, show: Show) -> None:
    """The bursts again with other settings."""
    rows = []
    for chunk in world.spec.other_chunks:
        async with _engine(world, chunk) as engine:
            rows += await _bursts(engine, world.spec)
        del engine
        gc.collect()
    show(
        Table(
            question="The same bursts with more or fewer prompt tokens between two decoding steps",
            columns=_COLUMNS,
            rows=tuple(rows),
        )
    )


async def _bursts(engine: Engine, spec: Spec) -> list[tuple[str, ...]]:
    chunk = engine.settings.chunk
    first = await _class(engine, spec, 0)
    say(f"first burst over, chunk {chunk}")
    warm = [await _class(engine, spec, 1 + burst) for burst in range(spec.bursts)]
    say(f"bursts over, chunk {chunk}")
    return [
        _row(f"{spec.students} at once (chunk {chunk})", warm),
        _row("their first time: adapters loaded, nothing held", [first]),
    ]


def _class_table(world: World, rows: Sequence[tuple[str, ...]]) -> Table:
    spec = world.spec
    prompt = len(world.prompt(0, 0))
    return Table(
        question=f"{spec.students} students with {spec.students} adapters on one GPU: our engine",
        columns=_COLUMNS,
        rows=tuple(rows),
        notes=(
            f"Shape {spec.shape}, random weights, bf16; adapters of rank {RANK} on all seven "
            f"projections; prompts of {prompt} tokens, of which the system prompt "
            f"({len(SYSTEM) + 1}) is held from the student's last question (an adapter changes "
            f"keys and values, so nobody holds it for another); replies of {spec.tokens} tokens, "
            f"greedy; {spec.bursts} bursts. In process, without HTTP. {BRIEF}",
        ),
    )


def _memory_table(world: World) -> Table:
    device = world.spec.place.device
    peak = torch.cuda.max_memory_allocated(device) / 2**30 if device.type == "cuda" else 0.0
    rows = [*world.memory.items(), ("peak of all", peak)]
    return Table(
        question="Memory of that class, GiB",
        columns=("what", "GiB"),
        rows=tuple((name, f"{value:.1f}") for name, value in rows),
        notes=(
            "As torch allocated it. The adapters outside the bank stand in for files or host "
            "memory; the benchmark keeps them on the card.",
        ),
    )


# --- one step ------------------------------------------------------------------


def _bank(world: World, count: int) -> LoraBank:
    place = world.spec.place
    memory = Memory(device=place.device, dtype=place.dtype, in_place=True)
    bank = LoraBank(world.model.lora_sizes(), places=count, rank=RANK, memory=memory)
    for weights in world.adapters[:count]:
        bank.put(weights, pinned=())
    return bank


async def steps(world: World, show: Show) -> None:
    """What one forward pass costs, without the engine around it."""
    spec, device = world.spec, world.spec.place.device
    bank = _bank(world, spec.students)
    cache = world.model.new_cache(slots=spec.students, context=320)
    names: list[str | None] = [_name(student) for student in range(spec.students)]
    rows = []
    for count, new in ((1, 1), (spec.students, 1), (min(50, spec.students), QUESTION)):
        told = [(slot, 240, [7] * new) for slot in range(count)]
        for kind, used in (("base", [None] * count), ("adapters", names[:count])):

            def forward(told=told, used=used) -> None:  # type: ignore[no-untyped-def]
                lora = bank.rows(used)
                world.model.forward(cache.batch(told), cache, lora).argmax(dim=-1).tolist()

            wall_s, busy_s = _timed(forward, device)
            what = f"{count} rows, {new} new tokens each, {kind}"
            rows.append((what, f"{1000 * wall_s:.1f}", f"{1000 * busy_s:.1f}"))
            say(f"{what}: {1000 * wall_s:.1f} ms, card busy {1000 * busy_s:.1f} ms")
    spare = _bank(world, 1)
    far = replace(world.adapters[0], name="far", projections=_on_host(world.adapters[0]))
    _wait(device)
    began_s = perf_counter()
    spare.put(far, pinned=())
    _wait(device)
    rows.append(("an adapter from host memory (fp32)", f"{1000 * (perf_counter() - began_s):.1f}",
                 "-"))  # fmt: skip
    show(
        Table(
            question="One step of that model, milliseconds",
            columns=("what", "took", "card was busy"),
            rows=tuple(rows),
            notes=("Median of 10 after 3; the card's time is the sum over kernels of one step.",),
        )
    )


def _on_host(weights: AdapterWeights) -> dict[tuple[int, str], object]:
    return {
        where: replace(pair, down=pair.down.float().cpu(), up=pair.up.float().cpu())
        for where, pair in weights.projections.items()
    }


def _timed(work: Callable[[], None], device: torch.device) -> tuple[float, float]:
    """Median seconds, and those in which the card computed."""
    took = []
    for _ in range(13):
        began_s = perf_counter()
        work()
        took.append(perf_counter() - began_s)
    busy_s = 0.0
    if device.type == "cuda":
        kinds = [torch.profiler.ProfilerActivity.CUDA]
        with torch.profiler.profile(activities=kinds) as profile:
            work()
        averages = sorted(profile.key_averages(), key=lambda event: -event.self_device_time_total)
        busy_s = sum(event.self_device_time_total for event in averages) / 1e6
        for event in averages[:8]:
            took_ms = event.self_device_time_total / 1000
            sys.stderr.write(f"    {took_ms:7.2f} ms  {event.count:5}  {event.key[:90]}\n")
    return float(np.median(took[3:])), busy_s


# --- the peer ------------------------------------------------------------------


async def exact(world: World, show: Show) -> None:
    """In float32 every row says what PEFT says, on this device too. Raises when it does not."""
    place = replace(world.spec.place, dtype=torch.float32)
    torch.manual_seed(2)
    model = draw_model(SMALL, place)
    adapters = [draw_adapter(SMALL, place, _name(n)) for n in range(4)]
    memory = Memory(device=place.device, in_place=place.device.type != "cpu")
    bank = LoraBank(model.lora_sizes(), places=6, rank=RANK, memory=memory)
    peer = Peer(model, SMALL)
    for weights in adapters:
        bank.put(weights, pinned=())
        peer.add(weights)
    order = (2, 0, 3, 1)
    rows = [(world.prompt(student, 0)[-60 - student :], _name(student)) for student in order]
    ids = [([token % SMALL.vocabulary for token in tokens], name) for tokens, name in rows]
    mixed = [*ids[:2], (ids[0][0], None), *ids[2:]]
    found, _ = Ours(decoder=model, bank=bank).greedy(mixed, 24)
    wanted = [peer.one(tokens, name, 24).tokens[0] for tokens, name in ids]
    mine = [*found[:2], *found[3:]]
    if mine != wanted:
        raise AssertionError(f"tokens differ from PEFT's: {mine} and {wanted}")
    different = len({tuple(reply) for reply in wanted})
    show(
        Table(
            question="Are these the tokens that PEFT gives? (float32, two layers)",
            columns=("rows", "tokens each", "equal", "different replies"),
            rows=(("4 adapters and a base row", "24", "all", str(different)),),
        )
    )


async def sequence(world: World, show: Show) -> None:
    """PEFT answers one student after the other."""
    spec, peer, ends_s = world.spec, world.peer, perf_counter() + world.spec.part_s / 2
    peer.one(world.prompt(0, 0), _name(0), 8)
    took, first, speeds = [], [], []
    for student in range(spec.peers):
        if perf_counter() > ends_s:
            break
        said = peer.one(world.prompt(student, 1), _name(student), spec.tokens)
        took.append(said.at_s[-1])
        first.append(said.at_s[0])
        speeds.append((len(said.at_s) - 1) / (said.at_s[-1] - said.at_s[0]))
        say(f"PEFT, student {student}: {said.at_s[-1]:.2f} s")
    each_s, first_s = float(np.median(took)), float(np.median(first))
    rows = [
        ("tokens/s", f"{spec.tokens / each_s:.1f}", "measured"),
        ("tokens/s of the student whose turn it is", f"{np.median(speeds):.1f}", "measured"),
        ("first token of who comes first, ms", f"{1000 * first_s:.0f}", "measured"),
    ]
    for nth in (spec.students // 2, spec.students):
        wait_s = (nth - 1) * each_s + first_s
        rows.append((f"first token of student {nth} in line, s", f"{wait_s:.1f}", "computed"))
    show(
        Table(
            question="The peer: transformers + PEFT, one student after the other, the same card",
            columns=("what", "value", "how"),
            rows=tuple(rows),
            notes=(
                f"`set_adapter`, `generate`, greedy, bf16, sdpa; medians of {len(took)} students "
                f"after one to warm up; the same prompts and {spec.tokens} tokens each. Computed: "
                "those before in line times the measured time of one.",
            ),
        )
    )


async def nearness(world: World, show: Show) -> None:
    """Our numbers beside PEFT's."""
    peer = world.peer
    names = peer.names[:4]
    rows = [(world.prompt(number, 2), name) for number, name in enumerate(names)]
    ours = Ours(decoder=world.model, bank=_bank(world, 4))
    found, logits = ours.greedy(rows, 32)
    errors, equal, same_first = [], 0, 0
    for number, (ids, name) in enumerate(rows):
        theirs = peer.logits(ids, name)
        errors.append(float((logits[number] - theirs).norm() / theirs.norm()))
        wanted = peer.one(ids, name, 32).tokens[0]
        equal += sum(a == b for a, b in zip(found[number], wanted, strict=True))
        same_first += found[number][0] == wanted[0]
    # How far two adapters are from one another shows what such an error means.
    apart = float((logits[0] - logits[1]).norm() / logits[1].norm())
    show(
        Table(
            question="How near are our numbers to PEFT's in bf16? (4 rows, 4 adapters, one batch)",
            columns=("what", "value"),
            rows=(
                ("largest relative error of the first step's logits", f"{max(errors):.4f}"),
                ("the same between two students", f"{apart:.4f}"),
                ("first tokens that are equal", f"{same_first} of {len(rows)}"),
                ("greedy tokens that are equal", f"{equal} of {32 * len(rows)}"),
            ),
            notes=("After one different token the rest of a random model's reply differs.",),
        )
    )


async def mixed(world: World, show: Show) -> None:
    """PEFT's own batch: every adapter that can be added in some seconds, then a few tokens."""
    spec, peer, ends_s = world.spec, world.peer, perf_counter() + 12.0
    for weights in world.adapters[len(peer.names) :]:
        if perf_counter() > ends_s:
            break
        peer.add(weights)
    say(f"PEFT has {len(peer.names)} adapters for its mixed batch")
    rows = [world.prompt(student, 3) for student in range(spec.students)]
    shortest = min(map(len, rows))
    said = peer.mixed([ids[-shortest:] for ids in rows], 6, most_s=10.0)
    steps_s = np.diff(said.at_s)
    each = f"{np.median(steps_s):.2f}" if len(steps_s) else "-"
    total = f"{spec.students / np.median(steps_s):.0f}" if len(steps_s) else "-"
    show(
        Table(
            question="The peer's own mixed batch (`adapter_names`), all students at once",
            columns=("adapters", "rows", "tokens/s", "first token, s", "a step, s"),
            rows=((str(len(peer.names)), str(len(rows)), total, f"{said.at_s[0]:.2f}", each),),
            notes=(
                f"{len(said.at_s)} tokens for each row were computed, no more for want of time. "
                "With fewer adapters than rows they are taken in turn.",
            ),
        )
    )


# --- all parts -----------------------------------------------------------------

PARTS: tuple[tuple[str, Callable[[World, Show], Awaitable[None]]], ...] = (
    ("exact", exact),
    ("classes", classes),
    ("sequence", sequence),
    ("nearness", nearness),
    ("steps", steps),
    ("chunks", chunks),
    ("mixed", mixed),
)


async def run(spec: Spec, show: Show) -> list[str]:
    """All parts in turn; the names of those that failed."""
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        world = build(spec, Path(folder))
        for name, part in PARTS:
            say(f"part {name}; {_gib(world.spec.place.device):.1f} GiB are taken")
            try:
                async with asyncio.timeout(spec.part_s):
                    await part(world, show)
            except Exception:  # noqa: BLE001 - the next part may still tell something
                failed.append(name)
                traceback.print_exc()
            gc.collect()
            if spec.device == "cuda":
                torch.cuda.empty_cache()
    say(f"over; failed: {', '.join(failed) or 'nothing'}")
    return failed


async def measure(plan: Plan) -> list[Table]:
    """For `bench.py`; without a GPU it says so and measures nothing."""
    if not torch.cuda.is_available():
        sys.stderr.write("\n*** NO CUDA GPU IS AT HAND: `gpu` MEASURED NOTHING ***\n\n")
        return []
    tables: list[Table] = []
    await run(Spec(bursts=min(3, plan.burst_runs)), tables.append)
    return tables


def main() -> int:
    """Parse the command line and run; 1 when a part failed."""
    spec = Spec()
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--shape", choices=sorted(SHAPES), default=spec.shape)
    parser.add_argument("--device", choices=("cuda", "cpu"), default=spec.device)
    for name in ("students", "tokens", "bursts", "peers"):
        parser.add_argument(f"--{name}", type=int, default=getattr(spec, name))
    parser.add_argument("--limit", type=float, default=spec.limit_s, help="seconds, then it ends")
    parser.add_argument("--markdown", action="store_true", help="what goes into BENCHMARKS.md")
    options = parser.parse_args()
    if options.device == "cuda" and not torch.cuda.is_available():
        sys.stderr.write("\n*** NO CUDA GPU IS AT HAND: NOTHING WAS MEASURED ***\n\n")
        return 2
    logging.basicConfig(level=logging.WARNING)
    watch = threading.Timer(options.limit, _give_up)
    watch.daemon = True
    watch.start()

    def show(table: Table) -> None:
        sys.stdout.write(as_markdown(table) if options.markdown else as_text(table))
        sys.stdout.flush()

    lines = circumstances("full" if options.shape == "7b" else "small")
    card = torch.cuda.get_device_name() if options.device == "cuda" else "no GPU"
    sys.stdout.write("\n\n".join((*lines, f"{card}, CUDA {torch.version.cuda}")) + "\n")
    chosen = {
        name: getattr(options, name)
        for name in ("shape", "device", "students", "tokens", "bursts", "peers")
    }
    failed = asyncio.run(run(Spec(**chosen, limit_s=options.limit), show))
    return 1 if failed else 0


def _give_up() -> None:
    say("the time is over")
    sys.stdout.flush()
    os._exit(3)


if __name__ == "__main__":
    sys.exit(main())
