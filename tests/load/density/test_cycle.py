"""A student's turns in virtual time: what is sent, and which times are noted."""

from collections.abc import Callable

import pytest

from tests.load.density.cycle import MISSED_S, PAUSE_S, Cycle, Step
from tests.load.density.sound import Packets

PACKETS = Packets(
    question=tuple(b"q%d" % n for n in range(50)),
    interruption=tuple(b"i%d" % n for n in range(25)),
    room=(b"r0", b"r1"),
)
FRAME_S = 0.020
Loud = Callable[[float], bool]


def play(cycle: Cycle, until_s: float, loud: Loud) -> list[bytes]:
    """The microphone's packets; a loud packet comes just before each beat that `loud` names."""
    sent = []
    for beat in range(round(until_s / FRAME_S)):
        now_s = beat * FRAME_S
        if loud(now_s):
            cycle.heard(now_s)
        sent.append(cycle.next_packet(now_s))
    return sent


def test_a_whole_turn_has_every_time() -> None:
    cycle = Cycle(PACKETS, begin_s=0.1)
    # Asked from 0.1 to 1.08; the reply is heard from 1.4, interrupted at 2.0, cut at 2.3; the
    # interruption ends at 2.48; the second reply is heard from 2.8 to 4.8.
    play(cycle, 5.3, lambda now_s: 1.4 <= now_s < 2.3 or 2.8 <= now_s < 4.8)
    turn = cycle.turns[0]
    assert turn.end_s == pytest.approx(1.08)
    assert turn.first_s == pytest.approx(1.4)
    assert turn.barge_s == pytest.approx(2.0)
    assert turn.cut_s == pytest.approx(2.3)
    assert turn.barge_end_s == pytest.approx(2.48)
    assert turn.second_s == pytest.approx(2.8)
    assert turn.finished_s == pytest.approx(4.78)
    assert (turn.missed, turn.early) == (0, 0)


def test_clips_are_sent_whole_and_in_order_once_a_turn() -> None:
    cycle = Cycle(PACKETS, begin_s=0.1)
    sent = play(cycle, 5.3, lambda now_s: 1.4 <= now_s < 2.3 or 2.8 <= now_s < 4.8)
    assert [p for p in sent if p.startswith(b"q")] == list(PACKETS.question)
    assert [p for p in sent if p.startswith(b"i")] == list(PACKETS.interruption)


def test_replies_that_never_come_are_missed_and_the_next_turn_begins() -> None:
    cycle = Cycle(PACKETS, begin_s=0.0)
    play(cycle, 1.0 + MISSED_S + PAUSE_S + 0.2, lambda now_s: False)
    assert [turn.missed for turn in cycle.turns] == [1, 0]
    assert cycle.turns[0].first_s is None


def test_a_reply_while_the_student_asks_is_early() -> None:
    cycle = Cycle(PACKETS, begin_s=0.0)
    play(cycle, 0.8, lambda now_s: now_s >= 0.5)
    assert cycle.turns[0].early == 1
    assert cycle.step is Step.ASKING


def test_a_stopping_student_finishes_the_turn() -> None:
    cycle = Cycle(PACKETS, begin_s=0.0)
    play(cycle, 0.5, lambda now_s: False)
    cycle.stopping = True
    assert not cycle.done
    for beat in range(25, 25 + round((1.0 + MISSED_S) / FRAME_S)):
        cycle.next_packet(beat * FRAME_S)
    assert cycle.done
    assert len(cycle.turns) == 1
