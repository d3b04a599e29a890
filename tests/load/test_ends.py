"""The table of end-of-turn detectors: what the peer is given, and how it is judged."""

import asyncio
from dataclasses import replace

import numpy as np
import pytest

from tests.inference.hearing.endpoint.made_up import pauses
from tests.load import ends
from tests.load.plan import SMALL


def cell(table: ends.Table, row: str, column: str) -> str:
    at = table.columns.index(column)
    return next(cells[at] for cells in table.rows if cells[0].startswith(row))


def test_a_peer_that_knows_ends_every_turn_at_once_and_cuts_nobody_off() -> None:
    found = pauses(80, 1)
    told = np.array([float(pause.gap_s is None) for pause in found])
    table = ends._table("?", found, told)
    assert cell(table, ends.PEER, "mean ms at 5%") == "200"
    assert cell(table, ends.PEER, "as shipped ms") == "200"
    assert cell(table, ends.PEER, "cut off") == "0.0%"


def test_a_peer_that_knows_nothing_is_never_worse_than_the_time_out() -> None:
    found = pauses(80, 2)
    table = ends._table("?", found, np.random.default_rng(1).random(80))
    assert 0.5 < float(cell(table, ends.PEER, "of the time-out")) <= 1.0


def test_without_the_peer_or_the_data_the_table_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    table = ends._table("?", pauses(20, 3), None)
    assert any("TUTOR_BENCH_PIPECAT" in note for note in table.notes)
    assert not any(row[0].startswith(ends.PEER) for row in table.rows)
    monkeypatch.delenv("TUTOR_BENCH_DATA", raising=False)
    (nothing,) = asyncio.run(ends.measure(replace(SMALL)))
    assert nothing.rows == ()
    assert "TUTOR_BENCH_DATA" in nothing.notes[0]
