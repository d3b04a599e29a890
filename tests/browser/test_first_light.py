"""A student's first lesson in a real browser against a whole server, over WebRTC.

The microphone is a WAV file, the shared tab is really captured, the tutor's voice is measured
where the loudspeaker is. Nothing is faked on either side.
"""

import asyncio
import io
import logging
import re
from pathlib import Path
from statistics import median

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.async_api import expect

from inference.contracts import VoiceOptions
from inference.speaking.espeak import EspeakTts
from tests.browser.student import PATIENCE_MS, Student, chrome, spoken_text, student
from tests.running_server import RunningServer
from tests.sound import spoken_question, write_wav

log = logging.getLogger(__name__)
pytestmark = [pytest.mark.slow, pytest.mark.browser]

QUESTION = "what is one half plus one quarter"
SECOND = "what is three quarters minus one half"
LONG = "What is 2/3 + 3/4?"
HOMEWORK = """<!doctype html><title>Homework</title>
<body style="margin:0;display:flex;height:100vh;font:60px sans-serif">
<div style="flex:1;background:#0a7f2e;color:#fff">1/2 + 1/4</div>
<div style="flex:1;background:#c24a00"></div></body>"""
SYNC_MS = 1_000
"""Captions and voice, half of the words: about 50 on a quiet machine, 320 seen on a busy one."""


def letters(text: str) -> str:
    """What is left of a text whatever its typography."""
    return re.sub(r"[^\w]", "", text)


async def check_captions(seen: Student, reply: int, place: int) -> None:
    """The bubble is the transcript, and each word turned to ink when it was heard."""
    done = (await seen.events("response.output_audio_transcript.done"))[reply]
    captions = await seen.events("tutor.caption")
    timings = {
        word["start"]: word["at_ms"]
        for event in captions
        if event["item_id"] == done["item_id"]
        for word in event["words"]
    }
    words = await seen.words(place)
    assert letters("".join(w.text for w in words)) == letters(done["transcript"])
    assert {w.standing for w in words} == {"ink"}
    begun = (await seen.events("output_audio_buffer.started"))[reply]["atMs"]
    voice_ms = (await seen.loud(after_ms=begun))[0].from_ms
    inked: dict[int, float] = {}
    for note in await seen.page.evaluate("probe.inked"):
        if note["place"] == place:
            inked.setdefault(int(note["start"]), note["atMs"])
    late = [inked[s] - voice_ms - timings[s] for s in sorted(timings) if s in inked]
    log.info("captions behind the voice, ms: %d (%d..%d)", median(late), min(late), max(late))
    assert abs(median(late)) < SYNC_MS
    order = [inked[start] for start in sorted(inked)]
    assert order == sorted(order)


async def check_voice(seen: Student, reply: int) -> None:
    """The reply's sound is as long as its captions say and loud for most of it."""
    started = (await seen.events("output_audio_buffer.started"))[reply]
    stopped = (await seen.events("output_audio_buffer.stopped"))[reply]
    told_s = (stopped["atMs"] - started["atMs"]) / 1000
    stretches = await seen.loud(after_ms=started["atMs"])
    heard_s = (stretches[-1].until_ms - stretches[0].from_ms) / 1000
    loud_s = await seen.energy_s(after_ms=started["atMs"])
    log.info("voice: %.1f s of %.1f s told, %.1f s of it loud", heard_s, told_s, loud_s)
    assert 0.75 * told_s - 0.5 < heard_s < 1.25 * told_s + 1.0
    assert loud_s > 0.4 * heard_s
    stats = await seen.inbound()
    assert stats["totalAudioEnergy"] > 0.01
    assert stats["totalSamplesDuration"] > heard_s


async def share_homework(seen: Student) -> NDArray[np.uint8]:
    """Share the tab that shows the homework; the frame that the server holds then, as RGB."""
    other = await seen.page.context.new_page()
    await other.set_content(HOMEWORK)
    await seen.page.bring_to_front()
    await seen.page.click("#share")
    await expect(seen.page.locator("#screen")).to_be_visible(timeout=PATIENCE_MS)
    address = f"{seen.url}/v1/sessions/{await seen.session_id()}/screen"
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while not (response := await seen.page.request.get(address)).ok:
            await asyncio.sleep(0.2)
    assert response.headers["content-type"] == "image/jpeg"
    with av.open(io.BytesIO(await response.body())) as picture:
        return next(picture.decode(video=0)).to_ndarray(format="rgb24")


async def test_a_first_lesson(
    server: RunningServer, chromium: str, tmp_path: Path, pictures: Path
) -> None:
    wav = write_wav(tmp_path / "question.wav", spoken_question(QUESTION, before_s=4.0))
    async with chrome(chromium, wav) as browser, student(browser, server, "Ada") as ada:
        await ada.page.click("#orb")
        await ada.wait_for("input_audio_buffer.speech_started")
        await ada.look("hearing")
        heard = await ada.wait_for("conversation.item.input_audio_transcription.completed")
        assert heard["transcript"] == QUESTION
        assert await ada.bubble(0) == QUESTION
        await ada.wait_for_voice(2.0)
        assert await ada.path() == "webrtc"
        async with asyncio.timeout(PATIENCE_MS / 1000):  # between two sentences all may be said
            while {w.standing for w in await ada.words(1)} != {"ink", "soft"}:
                await asyncio.sleep(0.05)
        await ada.picture(pictures / "first-light-speaking.png")
        done = await ada.wait_for("response.done")
        assert done["response"]["status"] == "completed"
        await ada.quiet()
        assert "3/4" in spoken_text(done["response"]["output"][0])
        await check_voice(ada, 0)
        await check_captions(ada, 0, 1)

        frame = await share_homework(ada)
        height, width, _ = frame.shape
        assert abs(width / height - 1360 / 800) < 0.1
        left, right = frame[height // 2, width // 4], frame[height // 2, width * 3 // 4]
        assert left[1] > left[0] + 60, left  # green
        assert right[0] > right[1] + 60, right  # orange
        await ada.picture(pictures / "first-light-sharing.png")

        await ada.say("What is 3/4 - 1/2?")
        done = await ada.wait_for("response.done", 2)
        await ada.quiet()
        assert "1/4" in spoken_text(done["response"]["output"][0])
        await check_voice(ada, 1)
        await check_captions(ada, 1, 3)
        items = await ada.stored()
        assert [item["role"] for item in items] == ["user", "assistant"] * 2
        assert [spoken_text(item) for item in items[::2]] == [QUESTION, "What is 3/4 - 1/2?"]
        assert (await ada.page.locator("#problem, #notice").all_inner_texts()) == ["", ""]


async def test_a_barge_in_stops_the_voice(
    server: RunningServer, chromium: str, tmp_path: Path, pictures: Path
) -> None:
    wav = write_wav(tmp_path / "second.wav", spoken_question(SECOND, before_s=1.5))
    async with chrome(chromium, wav) as browser, student(browser, server, "Bo") as bo:
        await bo.say(LONG)
        await bo.wait_for_voice(1.5)
        await bo.open_microphone()  # the WAV begins now
        told = await bo.wait_for("tutor.heard")
        assert told["unheard"]
        heard = await bo.wait_for("conversation.item.input_audio_transcription.completed")
        assert heard["transcript"] == SECOND
        await bo.wait_for("output_audio_buffer.started", 2)
        onset_ms = (await bo.loud("microphone"))[0].from_ms
        silent_ms = [s for s in await bo.loud() if s.from_ms < onset_ms][-1].until_ms
        log.info("barge-in: silent %d ms after its onset", silent_ms - onset_ms)
        await bo.wait_for_voice(after_ms=silent_ms)  # the answer, after silence
        assert [s for s in await bo.loud() if s.from_ms > silent_ms]
        await bo.look("speaking")
        await bo.picture(pictures / "first-light-interrupted.png")
        done = await bo.wait_for("response.done", 2)
        assert "1/4" in spoken_text(done["response"]["output"][0])

        first, second = (await bo.events("response.done"))[:2]
        assert first["response"]["status"] == "cancelled"
        assert second["response"]["status"] == "completed"
        standings = [w.standing for w in await bo.words(1)]
        assert standings == sorted(standings)  # `ink`, then `struck`
        assert set(standings) == {"ink", "struck"}
        assert await bo.bubble(2) == SECOND
        asked, cut, asked_again, answered = await bo.stored()
        assert spoken_text(asked) == LONG
        assert spoken_text(cut).strip() == told["text"].strip()
        assert told["unheard"].strip() not in spoken_text(cut)
        assert spoken_text(asked_again) == SECOND
        assert "1/4" in spoken_text(answered)


def cough() -> bytes:
    """A quarter second of noise that rises fast and dies away, twice; int16 mono 24 kHz."""
    rng = np.random.default_rng(3)
    burst = rng.normal(0, 1, 6_000) * np.exp(-np.arange(6_000) / 1_500)
    quiet = np.zeros(3_000)
    return (
        (np.concatenate((burst, quiet, burst)) * 8_000)
        .clip(-32_767, 32_767)
        .astype("<i2")
        .tobytes()
    )


async def quickly(text: str) -> bytes:
    """Said in passing, as listeners do: a quarter of a second; int16 mono 24 kHz."""
    async with EspeakTts() as tts:
        chunks = [chunk.pcm async for chunk in tts.speak(text, VoiceOptions(speed=2.0))]
    return b"".join(chunks)


async def test_who_only_listens_does_not_stop_the_tutor(
    server: RunningServer, chromium: str, tmp_path: Path
) -> None:
    sounds = cough() + bytes(96_000) + await quickly("okay")
    wav = write_wav(tmp_path / "sounds.wav", bytes(96_000) + sounds + bytes(48_000))
    async with chrome(chromium, wav) as browser, student(browser, server, "Cy") as cy:
        await cy.say(LONG)
        await cy.wait_for_voice(1.0)
        await cy.open_microphone()
        done = await cy.wait_for("response.done")
        await cy.quiet()
        assert await cy.loud("microphone")
        assert done["response"]["status"] == "completed", await cy.story()
        ducks = [event["ducked"] for event in await cy.events("tutor.duck")]
        log.info("a cough and an okay: ducked %s", ducks)
        assert ducks
        assert ducks == [True, False] * (len(ducks) // 2)
        assert not await cy.events("output_audio_buffer.cleared", "tutor.heard")
        await check_voice(cy, 0)
        await check_captions(cy, 0, 1)
        assert [item["role"] for item in await cy.stored()] == ["user", "assistant"]
