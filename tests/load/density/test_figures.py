"""What a run's packets say: made by hand, so that every figure is known."""

import pytest

from tests.load.density.cycle import Turn
from tests.load.density.figures import Packet, Seen, find, loudness

LOUD, SOFT = 5_000.0, 1_250.0


def stream(from_s: float, packets: int, *, rms: float = LOUD, late_s: float = 0.0) -> list[Packet]:
    first = round(from_s * 48_000)
    return [Packet(from_s + n * 0.02 + late_s * (n > 0), rms, first + n * 960)
            for n in range(packets)]  # fmt: skip


def turn(**times: float) -> Turn:
    known = {"end_s": 9.0, "first_s": 10.0, "barge_s": 10.6, "cut_s": 10.9}
    return Turn(asked_s=5.0, **{**known, "second_s": 13.0, "finished_s": 17.0, **times})


def seen(*packets: list[Packet], **times: float) -> Seen:
    return Seen(turns=[turn(**times)], packets=[one for part in packets for one in part])


def test_waits_and_cuts() -> None:
    found = find([seen(stream(10.0, 45), stream(13.0, 200))])
    assert found.waits_s == [pytest.approx(1.0)]
    assert found.cuts_s == [pytest.approx(0.3)]
    assert (found.underruns, found.short, found.missed) == (0, 0, 0)
    assert max(found.late_s) == pytest.approx(0.0)


def test_late_packets_are_late_against_their_time_stamps() -> None:
    found = find([seen(stream(10.0, 30, late_s=0.05), stream(13.0, 200))])
    assert max(found.late_s) == pytest.approx(0.05)


def test_silence_within_a_reply_is_an_underrun_and_makes_it_short() -> None:
    reply = stream(13.0, 200)
    reply[50:60] = [packet._replace(rms=3.0) for packet in reply[50:60]]
    found = find([seen(stream(10.0, 45), reply)])
    assert (found.underruns, found.short) == (10, 1)


def test_a_softer_voice_is_ducked_by_comparison_with_an_undisturbed_reply() -> None:
    disturbed = stream(10.0, 45)
    disturbed[36:] = [packet._replace(rms=SOFT) for packet in disturbed[36:]]
    found = find([seen(disturbed, stream(13.0, 200))])
    assert found.ducks_s == [pytest.approx(0.12)]


def test_a_voice_that_only_stops_is_softer_when_it_has_stopped() -> None:
    found = find([seen(stream(10.0, 45), stream(13.0, 200))])
    assert found.ducks_s == [pytest.approx(0.3)]


def test_a_soft_passage_of_the_reply_itself_is_not_ducked() -> None:
    whole, disturbed = stream(13.0, 200), stream(10.0, 45)
    for reply in (whole, disturbed):
        reply[35:40] = [packet._replace(rms=SOFT) for packet in reply[35:40]]
    found = find([seen(disturbed, whole)])
    assert found.ducks_s == [pytest.approx(0.3)]
    assert loudness([seen(disturbed, whole)])[36] == SOFT
