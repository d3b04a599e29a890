"""Scheduling, pure: priorities, chunks, deadlines, a full queue, batch work giving way."""

from itertools import chain

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

    def row(
        self,
        priority: Priority = TEXT,
        size: int = 3,
        deadline_s: float = 99.0,
        owner: str = "",
    ) -> Row:
        self.tickets += 1
        tokens = [self.tickets * 1000 + i for i in range(size)]
        row = Row(
            ticket=self.tickets,
            priority=priority,
            deadline_s=deadline_s,
            tokens=tokens,
            owner=owner,
        )
        self.batcher.submit(row)
        return row

    def step(self) -> Plan:
        plan = self.batcher.plan()
        for chunk in (*chain(*plan.prefill), *plan.decode):
            chunk.row.cached += chunk.count
            if chunk.row.pending == 0:
                chunk.row.tokens.append(0)
        return plan


def chunks(plan: Plan) -> list[tuple[int, int]]:
    return [(chunk.row.ticket, chunk.count) for chunk in chain(*plan.prefill)]


def decoding(plan: Plan) -> list[int]:
    return [chunk.row.ticket for chunk in plan.decode]


def test_nothing_to_do() -> None:
    assert not Desk().step()


def test_voice_before_text_before_batch_and_first_come_first_served() -> None:
    desk = Desk(slots=1, queue=9)
    order = [desk.row(p) for p in (BATCH, TEXT, VOICE, TEXT, VOICE)]
    served = []
    for _ in order:
        chunk = desk.step().prefill[0][0]
        served.append(chunk.row.ticket)
        desk.batcher.remove(chunk.row)
    assert served == [3, 5, 2, 4, 1]


def test_a_long_prompt_is_computed_in_chunks_beside_decoding() -> None:
    desk = Desk(chunk=24)
    short = desk.row(size=4)
    desk.step()
    long = desk.row(size=40)
    plans = [desk.step() for _ in range(4)]
    assert [chunks(plan) for plan in plans] == [
        [(long.ticket, 8)],
        [(long.ticket, 8)],
        [(long.ticket, 24)],
        [],
    ]
    assert [short.ticket in decoding(plan) for plan in plans] == [True] * 4
    assert decoding(plans[3]) == [short.ticket, long.ticket]


def test_a_voice_prompt_overtakes_a_long_one_between_chunks() -> None:
    desk = Desk(chunk=16)
    long = desk.row(TEXT, size=100)
    desk.step()
    voice = desk.row(VOICE, size=10)
    assert sorted(chunks(desk.step())) == [(long.ticket, 5), (voice.ticket, 10)]


def test_several_prompts_share_one_step_in_slot_order() -> None:
    desk = Desk(slots=4, chunk=64)
    rows = [desk.row(size=5) for _ in range(4)]
    plan = desk.step()
    assert chunks(plan) == [(row.ticket, 5) for row in rows]
    assert [chunk.row.slot for chunk in plan.prefill[0]] == [0, 1, 2, 3]


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


def test_short_prompts_overtake_a_long_one_that_still_gets_on() -> None:
    desk = Desk(slots=9, chunk=24, queue=9)
    long = desk.row(size=100)
    short = [desk.row(size=7) for _ in range(4)]
    first, second = desk.step(), desk.step()
    assert dict(chunks(first)) == {long.ticket: 3, **{row.ticket: 7 for row in short[:3]}}
    assert dict(chunks(second)) == {long.ticket: 8, short[3].ticket: 7}
    assert dict(chunks(desk.step())) == {long.ticket: 8}


def test_the_oldest_never_stands_still_however_many_come() -> None:
    desk = Desk(slots=99, chunk=16, queue=99)
    long = desk.row(size=40)
    steps = 0
    while long.pending > 1:
        for _ in range(4):
            desk.row(size=8)
        assert dict(chunks(desk.step()))[long.ticket] >= 2
        steps += 1
    assert steps <= 20


def test_prompts_of_like_length_are_computed_together() -> None:
    desk = Desk(slots=9, chunk=99, queue=9)
    sizes = (40, 5, 21, 6, 20, 3)
    rows = {desk.row(size=size).ticket: size for size in sizes}
    batches = [[rows[chunk.row.ticket] for chunk in batch] for batch in desk.step().prefill]
    assert batches == [[3], [5, 6, 20], [40, 21]]


def test_a_prompt_that_is_held_waits_no_longer_for_its_first_word_than_others() -> None:
    desk = Desk(slots=3, chunk=99)
    held = desk.row(size=40)
    desk.step()
    desk.batcher.remove(held)
    asked = desk.row(size=40)
    asked.tokens[:] = held.tokens[:40]
    long = desk.row(size=300)
    other = desk.row(size=5)
    plan = desk.step()
    assert asked.reused == 39
    assert [[chunk.row for chunk in batch] for batch in plan.prefill] == [[asked, other], [long]]
    assert decoding(desk.step()) == [asked.ticket, other.ticket]


def test_who_asks_for_much_does_not_take_the_others_turn() -> None:
    desk = Desk(slots=2, queue=99)
    greedy = [desk.row(owner="ada") for _ in range(6)]
    desk.step()
    ben, cleo = desk.row(owner="ben"), desk.row(owner="cleo")
    order = []
    for _ in range(6):
        running = next(row for row in (*greedy, ben, cleo) if row.slot is not None)
        desk.batcher.remove(running)
        before = [row for row in (*greedy, ben, cleo) if row.slot is not None]
        desk.step()
        now = [row for row in (*greedy, ben, cleo) if row.slot is not None]
        order += [row for row in now if row not in before]
    assert order == [ben, cleo, *greedy[2:]]


def test_rows_of_nobody_come_in_turn() -> None:
    desk = Desk(slots=1, queue=99)
    rows = [desk.row() for _ in range(4)]
    served = []
    for _ in rows:
        desk.step()
        served.append(next(row for row in rows if row.slot is not None))
        desk.batcher.remove(served[-1])
    assert served == rows
