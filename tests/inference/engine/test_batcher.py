"""Scheduling, pure: priorities, chunks, deadlines, a full queue, batch work giving way."""

import pytest

from inference.contracts import Priority
from inference.engine.batcher import Batcher, Plan
from inference.engine.slots import Row
from inference.errors import ModelOverloadedError

VOICE, TEXT, BATCH = Priority.VOICE, Priority.TEXT, Priority.BATCH


class Desk:
    """Makes rows and carries plans out, as the worker does."""

    def __init__(self, **sizes: int) -> None:
        self.batcher = Batcher(**({"slots": 2, "queue": 4, "chunk": 16} | sizes))
        self.tickets = 0

    def row(self, priority: Priority = TEXT, size: int = 3, deadline_s: float = 99.0) -> Row:
        self.tickets += 1
        tokens = [self.tickets * 1000 + i for i in range(size)]
        row = Row(ticket=self.tickets, priority=priority, deadline_s=deadline_s, tokens=tokens)
        self.batcher.submit(row)
        return row

    def step(self) -> Plan:
        plan = self.batcher.plan()
        for chunk in (*plan.prefill, *plan.decode):
            chunk.row.cached += chunk.count
            if chunk.row.pending == 0:
                chunk.row.tokens.append(0)
        return plan


def chunks(plan: Plan) -> list[tuple[int, int]]:
    return [(chunk.row.ticket, chunk.count) for chunk in plan.prefill]


def decoding(plan: Plan) -> list[int]:
    return [chunk.row.ticket for chunk in plan.decode]


def test_nothing_to_do() -> None:
    assert not Desk().step()


def test_voice_before_text_before_batch_and_first_come_first_served() -> None:
    desk = Desk(slots=1, queue=9)
    order = [desk.row(p) for p in (BATCH, TEXT, VOICE, TEXT, VOICE)]
    served = []
    for _ in order:
        chunk = desk.step().prefill[0]
        served.append(chunk.row.ticket)
        desk.batcher.remove(chunk.row)
    assert served == [3, 5, 2, 4, 1]


def test_a_long_prompt_is_computed_in_chunks_beside_decoding() -> None:
    desk = Desk(chunk=16)
    short = desk.row(size=4)
    desk.step()
    long = desk.row(size=40)
    plans = [desk.step() for _ in range(4)]
    assert [chunks(plan) for plan in plans] == [
        [(long.ticket, 16)],
        [(long.ticket, 16)],
        [(long.ticket, 8)],
        [],
    ]
    assert [short.ticket in decoding(plan) for plan in plans] == [True] * 4
    assert decoding(plans[3]) == [short.ticket, long.ticket]


def test_a_voice_prompt_overtakes_a_long_one_between_chunks() -> None:
    desk = Desk(chunk=16)
    long = desk.row(TEXT, size=100)
    desk.step()
    voice = desk.row(VOICE, size=10)
    assert sorted(chunks(desk.step())) == [(long.ticket, 6), (voice.ticket, 10)]


def test_several_prompts_share_one_step_in_slot_order() -> None:
    desk = Desk(slots=4, chunk=64)
    rows = [desk.row(size=5) for _ in range(4)]
    plan = desk.step()
    assert chunks(plan) == [(row.ticket, 5) for row in rows]
    assert [chunk.row.slot for chunk in plan.prefill] == [0, 1, 2, 3]


def test_a_full_queue_refuses_its_equals_and_bumps_the_newest_below() -> None:
    desk = Desk(slots=1, queue=2)
    batches = [desk.row(BATCH) for _ in range(2)]
    with pytest.raises(ModelOverloadedError):
        desk.row(BATCH)
    newcomer = Row(ticket=99, priority=TEXT, deadline_s=9.0, tokens=[1])
    assert desk.batcher.submit(newcomer) is batches[1]
    assert desk.batcher.waiting == 2


def test_voice_takes_a_batch_slot_and_batch_goes_on_later() -> None:
    desk = Desk(slots=2, chunk=64)
    batches = [desk.row(BATCH, size=20) for _ in range(2)]
    for _ in range(3):
        desk.step()
    voice = desk.row(VOICE, size=5)
    assert chunks(desk.step()) == [(voice.ticket, 5)]
    assert batches[1].slot is None
    assert decoding(desk.step()) == [batches[0].ticket, voice.ticket]
    kept = list(batches[1].tokens)
    desk.batcher.remove(voice)
    desk.step()
    assert batches[1].slot is not None
    assert batches[1].tokens[: len(kept)] == kept, "nothing it said is lost"


def test_text_never_evicts_and_voice_never_evicts_text() -> None:
    desk = Desk(slots=1)
    running = desk.row(TEXT)
    desk.step()
    desk.row(VOICE)
    desk.row(TEXT)
    desk.step()
    assert running.slot == 0
    assert desk.batcher.waiting == 2


def test_deadlines_waiting_and_running() -> None:
    desk = Desk(slots=1)
    running, waiting = desk.row(deadline_s=5.0), desk.row(deadline_s=3.0)
    desk.step()
    assert desk.batcher.next_deadline_s() == 3.0
    assert desk.batcher.expired(2.9) == []
    assert desk.batcher.expired(3.0) == [waiting]
    desk.batcher.remove(waiting)
    assert desk.batcher.expired(6.0) == [running]
    desk.batcher.remove(running)
    assert desk.batcher.next_deadline_s() is None


def test_removing_frees_the_slot_at_once_and_twice_is_harmless() -> None:
    desk = Desk(slots=1)
    first, second = desk.row(), desk.row()
    desk.step()
    desk.batcher.remove(first)
    desk.batcher.remove(first)
    desk.step()
    assert second.slot == 0
    assert desk.batcher.running == 1
