"""Slots: who sits where, and what a slot remembers."""

from inference.contracts import Priority
from inference.engine.slots import MIN_REUSE, Copy, Row, SlotTable


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


SYSTEM = list(range(60))
"""What every student's prompt begins with."""


def test_a_shared_beginning_is_copied_and_nobody_loses_a_conversation() -> None:
    table = SlotTable(3)
    ada = row([*SYSTEM, *[500] * 20])
    table.admit(ada)
    finish(table, ada, [7] * 20)
    ben = row([*SYSTEM, 600, 601], 1)
    assert table.admit(ben) == Copy(source=0, target=1, count=60)
    assert (ben.slot, ben.cached, ben.reused) == (1, 60, 60)
    again = row([*SYSTEM, *[500] * 20, *[7] * 20, 8], 2)
    assert table.admit(again) is None
    assert (again.slot, again.cached) == (0, 100)


def test_a_row_at_work_gives_what_it_has_computed_so_far() -> None:
    table = SlotTable(2)
    ada = row([*SYSTEM, 500])
    table.admit(ada)
    ada.cached = 40
    ben = row([*SYSTEM, 600], 1)
    assert table.admit(ben) == Copy(source=0, target=1, count=40)


def test_copies_of_one_moment_hold_in_their_order() -> None:
    """The second row's source is filled by the first copy; the third's is overwritten later."""
    table = SlotTable(3)
    one, two = row([*SYSTEM, *[500] * 30]), row([900] * 60, 1)
    table.admit(one)
    table.admit(two)
    one.cached, two.cached = 90, 60
    table.release(two)
    table.release(one)
    held = {0: list(one.tokens[:90]), 1: list(two.tokens[:60]), 2: []}
    fresh = [row([*SYSTEM, 600 + i], 2 + i) for i in range(3)]
    for one_row in fresh:
        copy = table.admit(one_row)
        if copy is not None:
            held[copy.target][: copy.count] = held[copy.source][: copy.count]
        assert one_row.slot is not None
        assert held[one_row.slot][: one_row.cached] == one_row.tokens[: one_row.cached]
        assert one_row.cached == 60


def test_another_adapters_beginning_is_never_copied() -> None:
    table = SlotTable(2)
    ada = row(SYSTEM)
    ada.adapter = "ada-v1"
    table.admit(ada)
    ada.cached = 60
    ben = row([*SYSTEM, 1], 1)
    assert table.admit(ben) is None
    assert ben.cached == 0
