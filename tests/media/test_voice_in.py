import numpy as np
import pytest

from media.contracts import IN_RATE_HZ
from media.opus import OpusDecoder, OpusEncoder
from media.voice_in import DTX_STALL_S, FILL_S, LAG_S, MAX_CONCEALED, STALL_S, VoiceIn
from tests.load.media_trace import NETWORKS, Network, arrivals

FRAME = 960
FRAME_S = 0.020


def packets(count: int) -> list[bytes]:
    """Something like a voice: libopus repeats only what is one."""
    encoder, at = OpusEncoder(), np.arange(480 * count) / 24_000
    phase = 2 * np.pi * np.cumsum(140 + 60 * np.sin(2 * np.pi * 3 * at)) / 24_000
    voice = sum(np.sin(k * phase) / k for k in range(1, 25))
    voice = voice * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * at))
    pcm = (voice / np.abs(voice).max() * 12_000).astype(np.int16).tobytes()
    return [encoder.encode(pcm[n : n + 960]) for n in range(0, len(pcm), 960)]


class Line:
    """Packets by their place in a stream, each 20 ms after the one before."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.heard: list[bytes] = []
        self.voice = VoiceIn(self.heard.append, lambda: self.now_s)
        self.sent = packets(80)

    def push(self, place: int, *, wait_s: float = FRAME_S, data: bytes | None = None) -> None:
        self.wait(wait_s)
        self.voice.packet(place, place * FRAME, self.sent[place] if data is None else data)

    def wait(self, seconds: float) -> None:
        self.now_s += seconds

    @property
    def seconds(self) -> float:
        return sum(map(len, self.heard)) / 2 / IN_RATE_HZ

    def take(self) -> bytes:
        pcm = b"".join(self.heard)
        self.heard.clear()
        return pcm


@pytest.fixture
def line() -> Line:
    return Line()


def level(pcm: bytes) -> float:
    return float(np.abs(np.frombuffer(pcm, np.int16).astype(int)).mean())


def test_each_packet_is_handed_on_at_once(line: Line) -> None:
    for at in range(10):
        line.push(at)
        assert [len(pcm) for pcm in line.heard] == [640] * (at + 1)


def test_packets_out_of_order_are_heard_in_order(line: Line) -> None:
    other = Line()
    for at in range(8):
        other.voice.packet(at, at * FRAME, line.sent[at])
    for at in (0, 2, 1, 3, 6, 5, 4, 7):
        line.push(at, wait_s=0.001)
    assert line.heard == other.heard


@pytest.mark.parametrize("lost", [1, 4, 5, 20])
def test_a_loss_keeps_its_length_and_is_made_up_for_a_while(line: Line, lost: int) -> None:
    for at in range(20):
        line.push(at)
    line.take()
    line.push(20 + lost, wait_s=(lost + 1) * FRAME_S)
    *filled, last = line.heard
    pcm = b"".join(filled)
    assert len(pcm) == 640 * lost
    made_up = min(320 * lost, MAX_CONCEALED)
    assert level(pcm[: min(2 * made_up, 640)]) > 500
    assert not any(pcm[2 * made_up :])
    assert level(last) > 500
    quality = line.voice.quality()
    assert (quality.lost, quality.concealed_s) == (lost, made_up / IN_RATE_HZ)


def test_what_the_next_packet_repeats_is_heard_instead_of_something_made_up(line: Line) -> None:
    by_hand, made_up = OpusDecoder(), OpusDecoder()
    for at in range(20):
        line.push(at)
        by_hand.decode(line.sent[at])
        made_up.decode(line.sent[at])
    line.take()
    line.push(21, wait_s=2 * FRAME_S)
    assert line.heard[0] == by_hand.conceal(320, line.sent[21])
    assert line.heard[0] != made_up.conceal(320)


def test_a_pause_in_the_time_stamps_is_silence(line: Line) -> None:
    line.push(0)
    line.voice.packet(1, 1 * FRAME, b"\xfc")  # nothing but silence from here on
    line.take()
    line.voice.packet(2, 6 * FRAME, line.sent[2])
    pause, speech = line.heard
    assert pause == bytes(4 * 640)
    assert len(speech) == 640
    assert line.voice.quality().lost == 0


def test_a_pause_that_was_filled_already_is_not_filled_again(line: Line) -> None:
    line.push(0)
    line.voice.packet(1, 1 * FRAME, b"\xfc")
    line.take()
    for _ in range(20):
        line.wait(FRAME_S)
        line.voice.tick()
    assert line.seconds == pytest.approx(0.4 - LAG_S)
    line.voice.packet(2, 22 * FRAME, line.sent[2])
    assert line.seconds == pytest.approx(0.42)


def test_silence_that_was_announced_begins_at_once(line: Line) -> None:
    line.push(0)
    line.push(1, data=b"\xfc")
    line.take()
    line.wait(DTX_STALL_S)
    line.voice.tick()
    assert line.seconds == pytest.approx(DTX_STALL_S - LAG_S)


def test_what_is_late_comes_after_the_silence_that_stood_for_it(line: Line) -> None:
    for at in range(3):
        line.push(at)
    line.wait(0.5)
    line.voice.tick()
    line.take()
    for at in range(3, 20):
        line.push(at, wait_s=0.0)
    assert line.heard[0] != bytes(640)
    assert line.seconds == pytest.approx(17 * FRAME_S)


def test_a_packet_that_is_waited_for_is_given_up_by_a_tick(line: Line) -> None:
    for at in range(20):
        line.push(at)
    line.take()
    line.push(21, wait_s=0.0)
    assert line.heard == []
    assert line.voice.due_s is not None
    line.now_s = line.voice.due_s
    line.voice.tick()
    assert line.voice.due_s is None
    assert line.seconds == pytest.approx(2 * FRAME_S)


def test_padding_is_no_audio_and_no_error(line: Line) -> None:
    line.push(0, data=b"")
    line.push(1)
    line.push(2, data=b"")
    line.push(3)
    assert line.seconds == pytest.approx(4 * FRAME_S)  # their time passed in silence
    assert line.voice.quality().bad == 0


@pytest.mark.parametrize("bad", [b"\xff\xff\xff", bytes(4_000)])
def test_a_bad_packet_is_counted_and_its_time_is_silent(line: Line, bad: bytes) -> None:
    line.push(0)
    line.push(1, data=bad)
    line.push(2)
    assert line.voice.quality().bad == 1
    assert line.heard[1] == bytes(640)
    assert line.seconds == pytest.approx(3 * FRAME_S)


def test_another_sender_leaves_no_gap(line: Line) -> None:
    for at in range(20):
        line.push(at)
    line.voice.restart()
    line.take()
    line.voice.packet(9_000, 2_000_000_000, line.sent[20])
    assert line.seconds == pytest.approx(FRAME_S)


def test_nothing_is_filled_before_the_first_packet(line: Line) -> None:
    line.wait(60)
    line.voice.tick()
    assert line.heard == []


def test_a_short_gap_is_left_alone(line: Line) -> None:
    line.push(0)
    line.wait(STALL_S / 2)
    line.voice.tick()
    assert len(line.heard) == 1


def test_a_stall_is_filled_with_silence_in_real_time_and_not_for_ever(line: Line) -> None:
    line.push(0)
    line.take()
    heard = b""
    for tick in range(1, 300):
        line.wait(FRAME_S)
        line.voice.tick()
        heard += line.take()
        passed_s, seconds = tick * FRAME_S, len(heard) / 2 / IN_RATE_HZ
        assert min(FILL_S, passed_s - STALL_S) - 1e-3 <= seconds
        assert seconds <= min(FILL_S, passed_s) + 1e-3
    assert len(heard) / 2 / IN_RATE_HZ == pytest.approx(FILL_S)
    assert not any(heard)


def test_the_next_stall_is_filled_again(line: Line) -> None:
    for at in range(3):
        line.push(at, wait_s=10.0)
        line.take()
        for _ in range(50):
            line.wait(0.1)
            line.voice.tick()
        assert line.seconds == pytest.approx(FILL_S)


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network.name)
def test_the_timeline_keeps_its_length(network: Network, line: Line) -> None:
    """However the network behaves, as much is handed on as was spoken: a stall adds the silence
    that stood for it, at most 3 s each; the longest backlog loses what was too old."""
    start_s, next_tick_s = line.now_s, 0.0
    trace = [a for a in arrivals(network) if a.at_s < 60.0]
    for arrival in trace:
        while next_tick_s < arrival.at_s:
            line.now_s = start_s + next_tick_s
            line.voice.tick()
            next_tick_s += FRAME_S
        line.now_s = start_s + arrival.at_s
        data = b"\xfc" if arrival.silent else line.sent[arrival.frame % 80]
        line.voice.packet(arrival.sequence, arrival.timestamp, data)
    spoken_s = (max(a.frame for a in trace) - min(a.frame for a in trace) + 1) * FRAME_S
    stalled_s = sum(long for start, long in network.stalls if start < 60.0)
    assert spoken_s - 0.1 <= line.seconds <= spoken_s + stalled_s + 0.1
