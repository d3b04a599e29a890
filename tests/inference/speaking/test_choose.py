import logging
import sys

import pytest

from inference.contracts import SpeechChunk, VoiceOptions
from inference.errors import UnknownVoiceError
from inference.speaking.choose import ChosenTts, SpeakingSettings, open_tts


class FakeVoice:
    """Speaks one chunk and remembers who was asked."""

    def __init__(self, *names, ready=True):
        self.names = names
        self.is_ready = ready
        self.asked = []

    async def speak(self, text, options):
        self.asked.append(options.voice)
        yield SpeechChunk(pcm=b"\x00\x00")

    async def voices(self):
        return self.names

    async def ready(self):
        return self.is_ready


def chosen(tmp_path, *, ready=True, default="default", coqui=True):
    espeak = FakeVoice("default", "espeak:en-us")
    neural = FakeVoice("coqui:anna", ready=ready) if coqui else None
    settings = SpeakingSettings(default_voice=default, coqui_model=tmp_path / "anna")
    return ChosenTts(espeak, neural, settings), espeak, neural


async def say(tts, voice="default"):
    return [chunk async for chunk in tts.speak("hi", VoiceOptions(voice=voice))]


async def test_each_sentence_goes_to_the_voice_it_names(tmp_path):
    tts, espeak, coqui = chosen(tmp_path)
    for voice in ("default", "espeak:en-us", "coqui:anna", "coqui:anna:bob"):
        await say(tts, voice)
    assert espeak.asked == ["default", "espeak:en-us"]
    assert coqui.asked == ["coqui:anna", "coqui:anna:bob"]
    assert await tts.voices() == ("default", "coqui:anna", "espeak:en-us")


async def test_the_default_can_be_the_neural_voice(tmp_path):
    tts, espeak, coqui = chosen(tmp_path, default="coqui:anna")
    await say(tts)
    assert (espeak.asked, coqui.asked) == ([], ["coqui:anna"])


@pytest.mark.parametrize(("ready", "coqui"), [(False, True), (True, False)])
async def test_while_the_model_is_not_there_espeak_speaks_and_it_is_logged(
    tmp_path, caplog, ready, coqui
):
    tts, espeak, _ = chosen(tmp_path, ready=ready, coqui=coqui)
    with caplog.at_level(logging.WARNING):
        await say(tts, "coqui:anna")
    assert espeak.asked == ["default"]
    assert "espeak speaks" in caplog.text


async def test_a_voice_that_nobody_set_up_is_unknown(tmp_path):
    tts, _, _ = chosen(tmp_path)
    for voice in ("coqui:other", "coqui:", "coqui:anna2"):
        with pytest.raises(UnknownVoiceError):
            await say(tts, voice)


async def test_opened_without_a_model_it_speaks_at_once_and_without_torch(tmp_path, caplog):
    async with open_tts(SpeakingSettings()) as tts:
        assert await say(tts)
        assert (await tts.voices())[0] == "default"
    with caplog.at_level(logging.WARNING):
        async with open_tts(SpeakingSettings(coqui_model=tmp_path)) as tts:
            assert await say(tts)
    assert "cannot be used" in caplog.text


def test_importing_the_voices_imports_no_torch():
    import subprocess

    code = "import sys, inference.speaking.choose; sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
