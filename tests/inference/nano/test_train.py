"""A tiny model learns, and a run that stopped goes on with the same batches."""

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
import torch

from inference.nano.batches import Place
from inference.nano.train import Plan, Run


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


def ticking() -> Callable[[], float]:
    """Return a clock that goes on by one second at each look."""
    ticks = count()
    return lambda: float(next(ticks))


def tiny(out: Path, **changes: float) -> Plan:
    fields = {"token_goal": 40 * 1024, "limit_s": 1e6, "save_every_s": 1e6, **changes}
    return Plan(
        out=out, hidden=64, layers=1, batch_tokens=1024, shard_size=64, peak_rate=1e-2,
        token_goal=int(fields["token_goal"]), limit_s=fields["limit_s"],
        save_every_s=fields["save_every_s"],
    )  # fmt: skip


def losses(out: Path) -> list[float]:
    lines = (out / "log.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["loss"] for line in lines]


def test_some_steps_lower_the_loss(tmp_path: Path) -> None:
    run = Run(tiny(tmp_path, token_goal=1_000_000), ticking())
    run.go(steps=150)
    logged = losses(tmp_path)
    third = max(1, len(logged) // 3)
    # Batches differ in difficulty, so single losses may not be compared.
    assert sum(logged[-third:]) < sum(logged[:third])
    assert (tmp_path / "model" / "model.safetensors").exists()


def test_a_resumed_run_equals_one_that_never_stopped(tmp_path: Path) -> None:
    whole = Run(tiny(tmp_path / "whole"), ticking())
    whole.go(steps=12)
    Run(tiny(tmp_path / "cut"), ticking()).go(steps=7)
    resumed = Run(tiny(tmp_path / "cut"), ticking())
    assert resumed.progress.step == 7
    resumed.go(steps=5)
    assert resumed.progress.place == whole.progress.place
    assert resumed.progress.tokens == whole.progress.tokens
    pairs = zip(resumed.model.parameters(), whole.model.parameters(), strict=True)
    assert all(torch.equal(a, b) for a, b in pairs)


def test_the_run_ends_at_the_token_goal(tmp_path: Path) -> None:
    run = Run(tiny(tmp_path, token_goal=3_000), ticking())
    run.go()
    assert run.share >= 1
    assert run.progress.tokens < 3_000 + 1_024


def test_the_run_ends_at_the_time_limit(tmp_path: Path) -> None:
    run = Run(tiny(tmp_path, limit_s=4.0), ticking())
    run.go()
    assert run.progress.step <= 5


def test_a_half_written_state_is_not_read(tmp_path: Path) -> None:
    Run(tiny(tmp_path), ticking()).go(steps=2)
    (tmp_path / "state.pt.part").write_bytes(b"cut off")
    resumed = Run(tiny(tmp_path), ticking())
    assert resumed.progress.step == 2
    assert resumed.progress.place != Place()


def test_training_goes_on_from_a_finished_model(tmp_path: Path) -> None:
    Run(tiny(tmp_path / "a"), ticking()).go(steps=2)
    plan = tiny(tmp_path / "b")
    again = Plan(
        out=plan.out, token_goal=4_096, limit_s=plan.limit_s, hidden=64, layers=1,
        batch_tokens=1_024, shard_size=64, init=tmp_path / "a" / "model",
    )  # fmt: skip
    run = Run(again, ticking())
    assert run.progress.step == 0
    run.go(steps=1)
    assert len(run.tokenizer) == len(Run(tiny(tmp_path / "a"), ticking()).tokenizer)
