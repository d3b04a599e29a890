"""Loopback: our peer against a plain aiortc client."""

import asyncio
import contextlib
import gc
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media import peer as peer_module
from media import upstream
from media.channel import MAX_MESSAGE_BYTES
from media.contracts import (
    OUT_RATE_HZ,
    LinkQuality,
    Peer,
    PeerCallbacks,
    PeerSettings,
    PeerState,
    Playout,
)
from media.errors import BadOfferError, NewPeerNeededError, PeerClosedError
from media.link import LIMITS
from media.peer import RtcPeer
from media.playout import QueuedPlayout
from media.wheel import Wheel

# `Student` and the fixtures come from conftest.py.
Student = Any


class Nobody:
    """Listens to no playout."""

    def playout_started(self, reply: int, at_s: float) -> None: ...

    def playout_progressed(self, reply: int, played_samples: int, at_s: float) -> None: ...

    def playout_drained(self, reply: int, at_s: float) -> None: ...


def ignore(*_: object) -> None:
    """A callback for what does not matter."""


def tone(seconds: float, hz: float = 440.0) -> bytes:
    at = np.arange(int(seconds * OUT_RATE_HZ)) / OUT_RATE_HZ
    return (10_000 * np.sin(2 * np.pi * hz * at)).astype(np.int16).tobytes()


def pitch(samples: np.ndarray, rate_hz: int) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * rate_hz / len(samples))


def loud_frames(student: Student) -> int:
    return sum(1 for frame in student.heard if np.abs(frame.astype(int)).mean() > 300)


async def test_the_students_voice_is_heard_at_16_khz(student: Student) -> None:
    await student.connect()
    await student.until(lambda: len(student.voice) > 2 * 16_000)
    heard = np.frombuffer(bytes(student.voice), np.int16)[-12_000:].astype(float)
    assert pitch(heard, 16_000) == pytest.approx(440, abs=3)
    assert np.sqrt(np.mean(heard**2)) == pytest.approx(8_000 / np.sqrt(2), rel=0.2)


async def test_the_tutors_voice_arrives_whole_and_without_gaps(student: Student) -> None:
    await student.connect()
    student.playout.enqueue(1, tone(1.0))
    student.playout.release(1)
    student.playout.finish(1)
    await student.until(lambda: student.drained == [1] and loud_frames(student) >= 48)
    await asyncio.sleep(0.2)
    loud = [np.abs(f.astype(int)).mean() > 300 for f in student.heard]
    first, last = loud.index(True), len(loud) - loud[::-1].index(True)
    assert 48 <= last - first <= 53
    assert sum(loud[first:last]) >= last - first - 1
    voice = np.concatenate(student.heard[first + 5 : last - 5])
    assert pitch(voice, 48_000) == pytest.approx(440, abs=4)
    assert student.played == {1: OUT_RATE_HZ}


async def test_stop_is_silent_within_sixty_milliseconds(student: Student) -> None:
    await student.connect()
    student.playout.enqueue(1, tone(5.0))
    student.playout.release(1)
    await student.until(lambda: loud_frames(student) >= 20)
    played = student.playout.stop(1)
    assert not student.playout.enqueue(1, tone(1.0))
    await asyncio.sleep(0.6)
    assert loud_frames(student) <= played / OUT_RATE_HZ / 0.020 + 3
    assert student.drained == []


async def test_the_student_is_asked_for_in_band_fec(student: Student) -> None:
    student.speak()
    answer = await student.peer.answer(await student.offer())
    assert "useinbandfec=1" in answer


async def test_a_lost_packet_is_made_up_and_counted(
    student: Student, monkeypatch: pytest.MonkeyPatch
) -> None:
    await student.connect()
    await student.until(lambda: student.peer.quality().received > 20)
    transport = student.connection.getTransceivers()[0].sender.transport
    send, lost = transport._send_rtp, []

    async def lose_some(data: bytes) -> None:
        voice = data[1] & 127 < 64 or data[1] & 127 > 95
        if voice and len(lost) < 3 and int.from_bytes(data[2:4]) % 10 == 0:
            lost.append(data)
        else:
            await send(data)

    monkeypatch.setattr(transport, "_send_rtp", lose_some)
    await student.until(lambda: student.peer.quality().lost == 3)
    quality = student.peer.quality()
    assert quality.concealed_s == pytest.approx(0.060)
    assert quality.bad == 0


async def test_peers_may_share_a_wheel(student: Student, students: Any) -> None:
    wheel = Wheel()
    other = students()
    for each in (student, other):
        each.peer = RtcPeer(each.playout, each._callbacks(), each.settings, wheel=wheel)
    await asyncio.gather(student.connect(), other.connect())
    await student.until(lambda: len(student.heard) > 10 and len(other.heard) > 10)
    assert sum(map(len, wheel._slots)) == 2
    await other.close()
    assert sum(map(len, wheel._slots)) == 1


async def test_messages_go_both_ways(student: Student) -> None:
    await student.connect()
    for message in ('{"type":"hello"}', b"\x00\x01", "", "é" * 100_000):
        student.channel.send(message)
        assert student.peer.send(message)
    await student.until(lambda: len(student.messages) == 4 and len(student.replies) == 4)
    assert student.messages == ['{"type":"hello"}', b"\x00\x01", "", "é" * 100_000]
    assert student.replies == student.messages


async def test_a_channel_of_another_name_is_not_ours(student: Student) -> None:
    await student.connect()
    other = student.connection.createDataChannel("chat")
    other.on("message", student.replies.append)
    await student.until(lambda: other.readyState == "closed")
    assert student.channel.readyState == "open"


async def test_a_page_may_open_its_channel_again(student: Student) -> None:
    await student.connect()
    first = student.channel
    student.open_channel()
    await student.until(lambda: student.channel.readyState == "open")
    await student.until(lambda: first.readyState == "closed")
    student.channel.send("again")
    await student.until(lambda: student.messages == ["again"])
    assert student.peer.send("yes")
    await student.until(lambda: student.replies == ["yes"])


async def test_we_open_the_channel_when_the_page_does_not(student: Student) -> None:
    student.speak()
    student.connection.createDataChannel("something-else")
    opened: list[Any] = []
    student.connection.on("datachannel", opened.append)
    await student.negotiate()
    await student.until(lambda: any(channel.label == "oai-events" for channel in opened))


async def test_a_message_that_is_too_large_is_not_sent(student: Student) -> None:
    await student.connect()
    assert not student.peer.send("x" * (MAX_MESSAGE_BYTES + 1))
    assert student.peer.send("x" * MAX_MESSAGE_BYTES)
    await student.until(lambda: len(student.replies) == 1)


async def test_a_full_buffer_refuses_and_empties_again(student: Student) -> None:
    await student.connect()
    sent = 0
    while student.peer.send(bytes(100_000)):
        sent += 1
    assert 9 <= sent <= 12
    await student.until(lambda: len(student.replies) == sent, limit_s=15)
    assert student.peer.send("room again")


async def test_a_screen_added_later_arrives_as_jpeg(
    students: Callable[..., Student], moving_screen: Any
) -> None:
    student = students(PeerSettings(max_screen_hz=5.0, max_screen_pixels=200 * 150))
    await student.connect()
    sender = student.connection.addTrack(moving_screen(320, 240))
    await student.negotiate()
    await student.until(lambda: len(student.screens) >= 3)
    for screen in student.screens:
        assert screen.jpeg[:3] == b"\xff\xd8\xff"
        assert (screen.width, screen.height) == (200, 150)
    times = [screen.at_s for screen in student.screens]
    assert min(np.diff(times)) >= 0.19
    voice_before = len(student.voice)

    (transceiver,) = (t for t in student.connection.getTransceivers() if t.sender is sender)
    transceiver.direction = "inactive"
    await student.negotiate()
    await student.until(lambda: student.screens_ended == 1)
    await student.until(lambda: len(student.voice) > voice_before + 6_400)

    shown = len(student.screens)
    transceiver.direction = "sendonly"
    await student.negotiate()
    await student.until(lambda: len(student.screens) > shown + 1)
    assert student.screens_ended == 1


async def test_a_second_screen_takes_over_from_the_first(
    student: Student, moving_screen: Any
) -> None:
    await student.connect()
    student.connection.addTrack(moving_screen(160, 120))
    await student.negotiate()
    await student.until(lambda: len(student.screens) >= 1)
    student.connection.addTransceiver(moving_screen(320, 240), direction="sendonly")
    await student.negotiate()
    await student.until(lambda: any(s.width == 320 for s in student.screens))
    student.screens.clear()
    await student.until(lambda: len(student.screens) >= 2)
    assert {screen.width for screen in student.screens} == {320}


async def test_the_sound_of_a_shared_tab_is_refused(student: Student, tone_track: Any) -> None:
    await student.connect()
    student.connection.addTransceiver(tone_track(900.0), direction="sendonly")
    await student.negotiate()
    before = len(student.voice)
    await student.until(lambda: len(student.voice) > before + 2 * 16_000)
    heard = np.frombuffer(bytes(student.voice), np.int16)[-12_000:].astype(float)
    assert pitch(heard, 16_000) == pytest.approx(440, abs=3)
    assert student.connection.getTransceivers()[-1].currentDirection == "inactive"


async def test_an_ice_restart_asks_for_a_new_peer_and_the_call_goes_on(student: Student) -> None:
    await student.connect()
    offer = await student.offer()
    restart = re.sub(r"a=ice-ufrag:\S+", "a=ice-ufrag:NEWU", offer)
    restart = re.sub(r"a=ice-pwd:\S+", "a=ice-pwd:" + "n" * 24, restart)
    with pytest.raises(NewPeerNeededError) as refused:
        await student.peer.answer(restart)
    assert refused.value.code == "new_peer_needed"
    assert refused.value.retryable
    before = len(student.voice)
    await student.until(lambda: len(student.voice) > before + 6_400)
    assert PeerState.CLOSED not in student.states


@pytest.mark.parametrize("offer", ["", "hello", "v=0\r\n", "x" * 1_000_000, "\0" * 100])
async def test_a_bad_first_offer_leaves_room_for_a_good_one(student: Student, offer: str) -> None:
    with pytest.raises(BadOfferError):
        await student.peer.answer(offer)
    assert student.states == []
    await student.connect()


async def test_what_aiortc_cannot_apply_is_a_bad_offer(student: Student) -> None:
    student.speak()
    offer = await student.offer()
    # A track id of nothing but blanks makes aiortc fail half-way through.
    broken = re.sub(r"a=msid:.*", "a=msid: \r", offer)
    with pytest.raises(BadOfferError, match="applied"):
        await student.peer.answer(broken)
    assert student.states == []
    await student.peer.answer(offer)
    assert student.states == [PeerState.CONNECTING]


async def test_a_false_certificate_never_connects(student: Student) -> None:
    student.speak()
    offer = await student.offer()
    forged = re.sub(r"(a=fingerprint:sha-\d+ )\S\S:\S\S", r"\g<1>00:00", offer)
    answer = await student.peer.answer(forged)
    await student.connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    await student.until(lambda: PeerState.CLOSED in student.states)
    assert PeerState.CONNECTED not in student.states
    assert not student.voice


async def test_an_offer_without_candidates_connects(student: Student) -> None:
    student.speak()
    student.open_channel()
    lines = (await student.offer()).splitlines(keepends=True)
    bare = "".join(line for line in lines if not line.startswith("a=candidate"))
    answer = await student.peer.answer(bare)
    await student.connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    await student.until(lambda: PeerState.CONNECTED in student.states)


async def test_a_bad_later_offer_leaves_the_call_alone(student: Student) -> None:
    await student.connect()
    with pytest.raises(BadOfferError):
        await student.peer.answer("nonsense")
    student.channel.send("still here")
    await student.until(lambda: student.messages == ["still here"])


async def test_the_states_are_told_in_order_and_closed_once(student: Student) -> None:
    await student.connect()
    await asyncio.gather(student.peer.close(), student.peer.close())
    await student.peer.close()
    assert student.states == [PeerState.CONNECTING, PeerState.CONNECTED, PeerState.CLOSED]


async def test_close_before_any_offer(student: Student) -> None:
    await student.peer.close()
    assert student.states == [PeerState.CLOSED]
    student.speak()
    with pytest.raises(PeerClosedError):
        await student.peer.answer(await student.offer())
    assert not student.peer.send("x")


@pytest.mark.parametrize("turns", [0, 1, 2, 3, 5, 8, 13])
async def test_close_while_answering(student: Student, turns: int) -> None:
    student.speak()
    student.open_channel()
    offer = await student.offer()
    answering = asyncio.get_running_loop().create_task(student.peer.answer(offer))
    for _ in range(turns):
        await asyncio.sleep(0)
    await student.peer.close()
    with pytest.raises(PeerClosedError):
        await answering
    assert student.states[-1] is PeerState.CLOSED
    assert student.states.count(PeerState.CLOSED) == 1


@pytest.mark.parametrize("delay_s", [0.0, 0.02, 0.05, 0.1])
async def test_close_while_connecting(student: Student, delay_s: float) -> None:
    student.speak()
    student.open_channel()
    await student.negotiate()
    await asyncio.sleep(delay_s)
    await student.peer.close()
    assert student.states.count(PeerState.CLOSED) == 1


async def test_close_while_sharing_and_speaking(student: Student, moving_screen: Any) -> None:
    student.connection.addTrack(moving_screen())
    await student.connect()
    student.playout.enqueue(1, tone(3.0))
    student.playout.release(1)
    await student.until(lambda: bool(student.screens) and loud_frames(student) > 3)
    await student.peer.close()
    assert student.screens_ended == 1
    await student.until(lambda: not any(name.startswith("screen") for name in own_threads()))
    after = len(student.voice), len(student.screens)
    await asyncio.sleep(0.1)
    assert (len(student.voice), len(student.screens)) == after


async def test_a_caller_that_goes_away_leaves_a_usable_peer(student: Student) -> None:
    student.speak()
    offer = await student.offer()
    asking = asyncio.get_running_loop().create_task(student.peer.answer(offer))
    await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await student.until(lambda: PeerState.CONNECTING in student.states)
    await student.peer.close()
    assert student.states == [PeerState.CONNECTING, PeerState.CLOSED]


async def test_a_student_who_leaves_closes_the_peer(student: Student) -> None:
    await student.connect()
    await student.connection.close()
    await student.until(lambda: PeerState.CLOSED in student.states)
    assert not student.peer.send("anyone?")


async def test_a_student_who_never_connects_is_given_up(students: Callable[..., Student]) -> None:
    student = students(PeerSettings(connect_timeout_s=0.3))
    student.speak()
    await student.peer.answer(await student.offer())
    await student.until(lambda: PeerState.CLOSED in student.states)
    assert student.states == [PeerState.CONNECTING, PeerState.CLOSED]


async def test_a_silent_link_is_told_and_its_return_too(
    student: Student, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peer_module, "SILENT_LINK_S", 0.3)
    await student.connect()
    with monkeypatch.context() as cut:
        cut.setattr(upstream, "packets_received", lambda connection: 7)
        await student.until(lambda: PeerState.DISCONNECTED in student.states)
    await student.until(lambda: student.states[-1] is PeerState.CONNECTED)
    told = [PeerState.CONNECTING, PeerState.CONNECTED, PeerState.DISCONNECTED, PeerState.CONNECTED]
    assert student.states == told


async def test_how_the_link_is_gets_told(
    student: Student, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our peer's numbers come from the other side's reports, too."""
    monkeypatch.setattr(peer_module, "LINK_S", 0.1)
    await student.connect()
    student.playout.enqueue(1, tone(10.0))
    student.playout.release(1)
    await student.until(lambda: student.links and student.links[-1].round_trip_s is not None)
    report = student.links[-1]
    assert report.quality is LinkQuality.GOOD
    assert 0 <= report.round_trip_s < 1
    assert (report.loss, report.lost_there, report.concealed) == (0, 0, 0)


async def test_a_link_that_fell_silent_is_bad(
    student: Student, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peer_module, "LINK_S", 0.1)
    await student.connect()
    await student.until(lambda: student.links)
    received = student.peer._link[0]
    monkeypatch.setattr(upstream, "packets_received", lambda connection: received)
    clock = student.peer._clock
    silent_s = LIMITS["silent_s"][1]
    monkeypatch.setattr(student.peer, "_clock", lambda: clock() + silent_s)
    await student.until(lambda: student.links[-1].quality is LinkQuality.BAD)
    assert silent_s == peer_module.SILENT_LINK_S


def make_peer(settings: PeerSettings) -> Peer:
    playout: Playout = QueuedPlayout(Nobody(), time.monotonic)
    callbacks = PeerCallbacks(
        on_voice=ignore,
        on_screen=ignore,
        on_screen_ended=ignore,
        on_message=ignore,
        on_state=ignore,
    )
    return RtcPeer(playout, callbacks, settings)


def test_a_server_that_cannot_be_read_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="TURN"):
        make_peer(PeerSettings(ice_servers=("turn:host-without-credentials",)))


SWAPS = st.sampled_from(["drop", "double", "number", "cut"])


def mutate(sdp: str, changes: list[tuple[float, str, int]]) -> str:
    """Drop, double, cut or renumber lines at places given as shares of the whole."""
    lines = sdp.splitlines()
    for share, how, value in changes:
        at = int(share * (len(lines) - 1))
        line = lines[at]
        number = re.sub(r"\d+", str(value), line, count=1)
        made = {"drop": [], "double": [line, line], "number": [number], "cut": [line[:value]]}
        lines[at : at + 1] = made[how]
    return "\r\n".join(lines) + "\r\n"


CHANGES = st.tuples(st.floats(0, 1), SWAPS, st.integers(0, 70_000))


@pytest.fixture(scope="module")
def offer() -> str:
    """A browser's offer of everything; who made it is gone."""

    async def made() -> str:
        client = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        client.addTransceiver("audio")
        client.addTransceiver("video", direction="sendonly")
        client.createDataChannel("oai-events")
        await client.setLocalDescription(await client.createOffer())
        await client.close()
        return client.localDescription.sdp

    return asyncio.run(made())


@pytest.fixture
def little_garbage() -> Iterator[None]:
    """A full collection looks only at what the test makes."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("little_garbage")
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # once for all examples is meant
)
@given(changes=st.lists(CHANGES, min_size=1, max_size=3))
def test_a_mutated_offer_is_answered_or_bad_and_nothing_else(
    offer: str, changes: list[tuple[float, str, int]]
) -> None:
    unhandled: list[dict[str, Any]] = []

    async def answer() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, what: unhandled.append(what))
        peer = make_peer(PeerSettings())
        with contextlib.suppress(BadOfferError):
            assert "m=audio" in await peer.answer(mutate(offer, changes))
        await peer.close()

    asyncio.run(answer())
    gc.collect()
    assert unhandled == []


async def test_twenty_peers_leave_nothing_behind(students: Callable[..., Student]) -> None:
    this = asyncio.current_task()
    before = own_threads()  # other tests of this run may have left their own
    first = students()
    await first.connect()
    await first.close()
    gc.collect()
    files = len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        four = [students() for _ in range(4)]
        await asyncio.gather(*(student.connect() for student in four))
        await asyncio.gather(*(student.close() for student in four))
    assert asyncio.all_tasks() == {this}
    assert own_threads() <= before
    gc.collect()
    assert len(os.listdir("/proc/self/fd")) <= files


def own_threads() -> set[str]:
    """Names of living threads but the main one and the loop's own (the client encodes there)."""
    names = {thread.name for thread in threading.enumerate() if thread.is_alive()}
    return {name for name in names if name != "MainThread" and not name.startswith("asyncio_")}
