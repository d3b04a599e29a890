import asyncio
import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from inference.contracts import OUT_RATE_HZ, VoiceOptions
from inference.errors import SpeechUnavailableError, UnknownVoiceError
from inference.speaking.coqui import CoquiTts, coqui_status, coqui_usable

pytestmark = pytest.mark.slow  # a process with torch in it: 4 s to load on one core
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A random-weight VITS in the files that a trained one has."""
    import subprocess

    folder = tmp_path_factory.mktemp("coqui") / "tiny"
    script = Path(__file__).with_name("tiny_vits.py")
    subprocess.run(
        [sys.executable, script, folder], check=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
    )
    return folder


def options(**changes):
    return VoiceOptions(**{"voice": "coqui:tiny", **changes})


async def listen(tts, text, chosen=None):
    chunks = [chunk async for chunk in tts.speak(text, chosen or options())]
    pcm = b"".join(chunk.pcm for chunk in chunks)
    return np.frombuffer(pcm, "<i2"), [mark for chunk in chunks for mark in chunk.marks]


async def outcome(speech):
    try:
        return await speech
    except SpeechUnavailableError as error:
        return error


async def asked(tts, speech):
    """Until the child has been given the sentence."""
    before = tts._request
    while tts._request == before and not speech.done():
        await asyncio.sleep(0)


async def test_a_sentence_is_spoken_by_the_model_with_marks(model):
    caption = "Add 3/4 and **one**."
    async with CoquiTts(model) as tts:
        samples, marks = await listen(tts, caption)
        assert len(samples) > OUT_RATE_HZ // 2
        assert [caption[m.start : m.end] for m in marks] == ["Add", "3/4", "and", "one**."]
        assert [m.sample for m in marks] == sorted(m.sample for m in marks)
        assert await tts.ready()
        assert await tts.voices() == ("coqui:tiny",)
        with pytest.raises(UnknownVoiceError):
            await listen(tts, "hi", options(voice="coqui:tiny:nobody"))
        slow, _ = await listen(tts, caption, options(speed=0.5))
        assert len(slow) > 1.3 * len(samples)


async def test_a_child_that_is_killed_fails_its_sentence_and_comes_back(model):
    async with CoquiTts(model) as tts:
        await listen(tts, "hi there")
        child = tts._child
        async with asyncio.TaskGroup() as tg:
            speech = tg.create_task(outcome(listen(tts, "word " * 300)))
            await asked(tts, speech)
            child.kill()
        assert isinstance(speech.result(), SpeechUnavailableError)
        samples, _ = await listen(tts, "hello again")
        assert samples.size
        assert tts._child.pid != child.pid


async def test_a_sentence_nobody_waits_for_does_not_reach_the_next(model):
    async with CoquiTts(model) as tts:
        expected, _ = await listen(tts, "yes")
        async with asyncio.TaskGroup() as tg:
            long = tg.create_task(listen(tts, "a much longer sentence than the other"))
            await asked(tts, long)
            long.cancel()
        samples, _ = await listen(tts, "yes")
        assert len(samples) == len(expected)


async def test_a_broken_model_says_so_and_is_not_tried_again(tmp_path):
    folder = tmp_path / "tiny"
    folder.mkdir()
    (folder / "config.json").write_text('{"model": "vits"}')
    (folder / "model.pth").write_bytes(b"not a model")
    async with CoquiTts(folder) as tts:
        with pytest.raises(SpeechUnavailableError, match="cannot load"):
            await listen(tts, "hi")
        assert not await tts.ready()
        with pytest.raises(SpeechUnavailableError, match="cannot load"):
            await listen(tts, "hi")


async def test_closed_from_any_state(model):
    tts = CoquiTts(model)
    await tts.aclose()
    async with CoquiTts(model) as tts:
        await tts.aclose()
        await tts.aclose()
        assert not await tts.ready()
        with pytest.raises(SpeechUnavailableError):
            await listen(tts, "hi")


def test_the_status_says_what_to_do(model, tmp_path, monkeypatch):
    assert "can be used" in coqui_status(model)
    assert "no voice is set" in coqui_status()
    assert "holds no voice" in coqui_status(tmp_path)
    assert not coqui_usable(tmp_path)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "pip install" in coqui_status(model)
    assert not coqui_usable(model)
