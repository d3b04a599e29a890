"""The speech role: hearing and speaking behind one socket."""

from pathlib import Path

from inference.hearing.choose import HearingSettings, open_stt
from inference.speaking.choose import SpeakingSettings, open_tts
from inference.speech_server.server import SpeechSettings, serve_speech
from tutor_server.app.places import Places
from tutor_server.app.ready import ReadyPipe
from tutor_server.settings import Settings


def hearing_settings(settings: Settings, places: Places) -> HearingSettings:
    """Which recogniser, and where its models are."""
    return HearingSettings(
        engine=settings.stt, model=settings.whisper_model, cache=places.models / "whisper"
    )


def speaking_settings(settings: Settings) -> SpeakingSettings:
    """Which voices."""
    if not settings.coqui_model:
        return SpeakingSettings()
    model = Path(settings.coqui_model)
    return SpeakingSettings(default_voice=f"coqui:{model.name}", coqui_model=model)


async def run_speech(settings: Settings, places: Places, pipe: ReadyPipe) -> None:
    """Serve until cancelled."""
    async with (
        open_stt(hearing_settings(settings, places), progress=pipe.step) as stt,
        open_tts(speaking_settings(settings)) as tts,
    ):
        await serve_speech(SpeechSettings(listen=places.speech_socket), stt, tts, ready=pipe.ready)
