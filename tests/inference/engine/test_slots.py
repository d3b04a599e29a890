"""Slots: who sits where, and what a slot remembers."""

from inference.contracts import Priority
from inference.engine.slots import MIN_REUSE, Row, SlotTable


def row(tokens: list[int], ticket: int = 0) -> Row:
    return Row(ticket=ticket, priority=Priority.TEXT, deadline_s=9.0, tokens=tokens)


def finish(table: SlotTable, done: Row, reply: list[int]) -> None:
    done.tokens += reply
    done.cached = len(done.tokens)
    table.release(done)


def test_rows_fill_the_slots_from_the_first() -> None:
    table = SlotTable(3)
    rows = [row([1, 2], ticket) for ticket in range(3)]
    for one in rows:
        table.admit(one)
    assert [one.slot for one in rows] == [0, 1, 2]
    assert table.rows == rows
    assert table.full


def test_the_next_turn_finds_its_conversation_and_computes_only_the_rest() -> None:
    table = SlotTable(3)
    first, other = row(list(range(30))), row(list(range(100, 130)))
    table.admit(first)
    table.admit(other)
    finish(table, first, [7, 7, 7])
    finish(table, other, [8])
    again = row([*range(30), 7, 7, 7, 50, 51])
    table.admit(again)
    assert (again.slot, again.cached, again.reused) == (0, 33, 33)


def test_the_last_token_is_always_computed() -> None:
    table = SlotTable(1)
    first = row(list(range(30)))
    table.admit(first)
    finish(table, first, [])
    again = row(list(range(30)))
    table.admit(again)
    assert (again.cached, again.pending) == (29, 1)


def test_only_what_was_computed_is_remembered() -> None:
    table = SlotTable(1)
    cancelled = row(list(range(40)))
    table.admit(cancelled)
    cancelled.cached = 20
    table.release(cancelled)
    again = row(list(range(40)))
    table.admit(again)
    assert again.cached == 20


def test_without_a_prefix_the_longest_idle_slot_is_taken() -> None:
    table = SlotTable(2)
    rows = [row([ticket] * 40, ticket) for ticket in range(2)]
    for one in rows:
        table.admit(one)
    finish(table, rows[1], [])
    finish(table, rows[0], [])
    fresh = row([9] * 5)
    table.admit(fresh)
    assert (fresh.slot, fresh.cached) == (1, 0)


def test_a_few_tokens_in_common_do_not_cost_a_conversation_its_slot() -> None:
    table = SlotTable(2)
    kept = row(list(range(40)))
    table.admit(kept)
    finish(table, kept, [])
    fresh = row([*range(MIN_REUSE - 1), 99])
    table.admit(fresh)
    assert (fresh.slot, fresh.cached) == (1, 0)
