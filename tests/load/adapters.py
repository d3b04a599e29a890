"""Many students, each with an own adapter: our engine beside PEFT on the same model and adapters.

A Llama of 30 million random weights and rank-8 adapters on all seven projections, made here with
fixed seeds. PEFT answers in one batch with `adapter_names`, and one student after the other with
`set_adapter`. Ours answers through the engine, without HTTP because PEFT has none either. Then a
thousand adapters on disk behind a bank of 32, asked for as students are (Zipf).
"""

import asyncio
import gc
import json
import tempfile
import time
import warnings
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import perf_counter

import torch
from peft import LoraConfig, get_peft_model
from transformers import LlamaConfig, LlamaForCausalLM

from inference.contracts import AdapterName, ChatRequest, Finished, Sampling
from inference.engine.device import compute_with
from inference.engine.engine import Engine
from inference.engine.lora_bank import LoraBank
from inference.engine.lora_files import read_adapter
from inference.engine.settings import EngineSettings
from tests.inference.engine.tiny import save_tokenizer
from tests.load.model_process import Lines, model_process
from tests.load.plan import Plan
from tests.load.report import Table
from tests.load.spread import median, ratio

RANK = 8
TARGETS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
PROMPT = "what is one half plus one quarter, and why do we make the bottom numbers the same?"
ZIPF = 1.1


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A model folder and a folder of adapters."""

    model: Path
    adapters: Path
    names: Sequence[str]


def build(folder: Path, count: int) -> World:
    """The model, one adapter saved by PEFT, and `count` variations of it."""
    config = LlamaConfig(
        vocab_size=2048, hidden_size=512, intermediate_size=1536, num_hidden_layers=9,
        num_attention_heads=8, num_key_value_heads=8, max_position_embeddings=1024,
        tie_word_embeddings=True, pad_token_id=0, bos_token_id=1, eos_token_id=5,
    )  # fmt: skip
    torch.manual_seed(1)
    model = LlamaForCausalLM(config)
    model.save_pretrained(folder / "model")
    save_tokenizer(folder / "model")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        adapted = get_peft_model(
            model, LoraConfig(r=RANK, lora_alpha=2 * RANK, target_modules=list(TARGETS))
        )
    names = [f"student{number:04}-v1" for number in range(count)]
    for number, name in enumerate(names):
        generator = torch.Generator().manual_seed(number)
        with torch.no_grad():
            for parameter, weight in adapted.named_parameters():
                if "lora_" in parameter:
                    weight.copy_(torch.randn(weight.shape, generator=generator) * 0.02)
        adapted.save_pretrained(folder / "adapters" / name)
    return World(model=folder / "model", adapters=folder / "adapters", names=names)


def _settings(world: World, dtype: str, places: int) -> EngineSettings:
    return EngineSettings(
        model=str(world.model), listen="/unused", dtype=dtype, threads=2, slots=32, context=512,
        adapters=str(world.adapters), adapter_places=places, drain_s=0.0,
    )  # fmt: skip


def _freeze() -> None:
    """As every role does when it has started: or else a collection stops one of the runs."""
    gc.collect()
    gc.freeze()


async def _reply(engine: Engine, name: str | None, tokens: int, number: int) -> int:
    """Each prompt begins with another number: rows without adapters could share the rest, rows
    with adapters of their own never can, and what is compared is the adapters."""
    request = ChatRequest(
        messages=(),
        adapter=AdapterName(name) if name else None,
        sampling=Sampling(max_tokens=tokens),
        deadline_s=600.0,
    )
    async with aclosing(engine.complete(f"{number:02} {PROMPT}", request)) as events:
        return sum([e.completion_tokens async for e in events if isinstance(e, Finished)])


async def _together(engine: Engine, names: Sequence[str | None], tokens: int) -> float:
    """Tokens per second of all rows at once."""
    began_s = perf_counter()
    replies = (_reply(engine, name, tokens, number) for number, name in enumerate(names))
    counts = await asyncio.gather(*replies)
    return sum(counts) / (perf_counter() - began_s)


async def _peers(peer: Lines, prompt: Sequence[int], tokens: int, *, in_turn: int = 0) -> float:
    """Tokens per second of the peer, all at once or some in turn."""
    await peer.send(json.dumps({"prompt": prompt, "tokens": tokens, "in_turn": in_turn}))
    return float(await peer.receive())


async def _one_precision(world: World, dtype: str, plan: Plan) -> tuple[str, ...]:
    rows, tokens = plan.adapter_rows, plan.adapter_tokens
    places = (str(world.model), str(world.adapters), dtype, *world.names[:rows])
    ours: list[float] = []
    base: list[float] = []
    batch: list[float] = []
    turn: list[float] = []
    async with (
        model_process("tests.load.peft_process", *places) as peer,
        Engine(_settings(world, dtype, 32), clock=time.monotonic) as engine,
    ):
        assert engine._loaded is not None
        prompt = list(engine._loaded.tokenizer.encode(PROMPT, bare=False))
        await _together(engine, world.names[:rows], 2)  # the bank is filled
        _freeze()
        for _ in range(plan.adapter_runs):
            base.append(await _together(engine, [None] * rows, tokens))
            ours.append(await _together(engine, world.names[:rows], tokens))
            batch.append(await _peers(peer, prompt, tokens))
            turn.append(await _peers(peer, prompt, tokens, in_turn=2))
    mine, alone = median(ours), median(base)
    return (
        dtype, f"{mine:.0f}", f"{median(batch):.0f}", ratio(mine, median(batch)),
        f"{median(turn):.0f}", ratio(mine, median(turn)), f"{alone:.0f}", ratio(mine, alone),
    )  # fmt: skip


async def _zipf(world: World, plan: Plan) -> Table:
    random = Random(plan.seed)
    weights = [1 / (place + 1) ** ZIPF for place in range(len(world.names))]
    asked = random.choices(world.names, weights, k=plan.adapter_requests)
    few = random.choices(world.names[:32], k=plan.adapter_requests)
    speeds: dict[str, list[float]] = {"resident": [], "zipf": []}
    loads = 0
    async with Engine(_settings(world, "float32", 32), clock=time.monotonic) as engine:
        assert engine._loaded is not None
        bank = engine._loaded.machine.bank
        for _ in range(plan.adapter_runs):
            await _together(engine, world.names[:32], 2)
            _freeze()
            speeds["resident"].append(await _together(engine, few, plan.adapter_tokens))
            before = bank.loads
            speeds["zipf"].append(await _together(engine, asked, plan.adapter_tokens))
            loads = bank.loads - before
        load_ms = [_load_ms(bank, world, name) for name in world.names[-plan.adapter_rows :]]
    return Table(
        question=f"{len(world.names)} adapters on disk, a bank of 32, requests by Zipf's law",
        columns=("tokens/s, all resident", "tokens/s, Zipf", "ratio", "loads", "load p50 ms"),
        rows=(
            (
                f"{median(speeds['resident']):.0f}", f"{median(speeds['zipf']):.0f}",
                ratio(median(speeds["zipf"]), median(speeds["resident"])), str(loads),
                f"{median(load_ms):.2f}",
            ),
        ),
        notes=(
            f"{plan.adapter_requests} requests of {plan.adapter_tokens} tokens at once on 32 "
            "slots, fp32, two threads. A load is the copy of a read adapter into the bank.",
        ),
    )  # fmt: skip


def _load_ms(bank: LoraBank, world: World, name: str) -> float:
    weights = read_adapter(world.adapters / name, name)
    bank.drop(name)
    began_s = perf_counter()
    bank.put(weights, pinned=())
    return (perf_counter() - began_s) * 1000


async def measure(plan: Plan) -> list[Table]:
    """Both tables."""
    compute_with(1)  # a pool of this thread's own would slow the engine's
    with tempfile.TemporaryDirectory() as folder:
        world = build(Path(folder), plan.adapters)
        rows = [await _one_precision(world, dtype, plan) for dtype in ("float32", "bfloat16")]
        speed = Table(
            question=f"Reply tokens per second, {plan.adapter_rows} rows with as many adapters",
            columns=(
                "precision", "ours", "PEFT adapter_names", "ratio", "PEFT set_adapter in turn",
                "ratio", "ours without adapters", "ratio",
            ),
            rows=tuple(rows),
            notes=(
                f"30M Llama, rank {RANK} on seven projections, two threads; medians of "
                f"{plan.adapter_runs} runs of {plan.adapter_tokens} tokens a row.",
            ),
        )  # fmt: skip
        return [speed, await _zipf(world, plan)]
