"""`tutor voices`: lets every language of the table speak, and says which do not."""

from collections.abc import Callable

from inference.errors import SpeechUnavailableError
from inference.speaking.check import check_voices
from inference.speaking.choose import SpeakingSettings, open_tts
from tutor_server.errors import StartError

Say = Callable[[str], None]


async def voices(say: Say) -> None:
    """One line per language. Raises StartError when one does not speak."""
    silent = 0
    try:
        async with open_tts(SpeakingSettings()) as tts:
            async for heard in check_voices(tts):
                mark = "!!" if heard.fault else "ok"
                language = heard.language
                silent += bool(heard.fault)
                measured = heard.fault or f"{heard.seconds:4.1f} s, loudness {heard.rms:.3f}"
                say(f"  {mark}  {language.tag:<7} {language.english:<26} {measured}\n")
    except SpeechUnavailableError as error:
        raise StartError("espeak-ng cannot be loaded here.") from error
    if silent:
        raise StartError(f"{silent} languages do not speak.")
    say("\nEvery language speaks.\n")
