"""The espeak-ng shared library through ctypes: voices, parameters, one synthesis at a time.

Knows C structures (speak_lib.h of espeak-ng) and 22,050 Hz samples; knows no asyncio and no
captions. espeak-ng keeps its state per process and is not thread safe, so every call here
holds one lock, whoever calls.
"""

import ctypes
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import espeakng_loader
import numpy as np
from numpy.typing import NDArray

from inference.errors import SpeechUnavailableError, UnknownVoiceError

RATE_HZ = 22_050
Samples: TypeAlias = NDArray[np.int16]
"""int16, mono, 22,050 Hz unless said otherwise."""
WordEvent: TypeAlias = tuple[int, int]
"""Character of the given text (from 0) and sample of this synthesis where a word begins."""
Sink: TypeAlias = Callable[[Samples, list[WordEvent]], bool]
"""Takes some more samples and the words that begin in them; False aborts the synthesis."""

_BUFFER_MS = 100
"""Audio per callback. 20, 40, 100 and 200 ms cost the same CPU time within the noise (5.7 to
7.1 ms for a 7 s sentence); at 100 the first word still needs only a few callbacks."""
_RETRIEVAL = 1  # AUDIO_OUTPUT_RETRIEVAL: deliver to the callback, from another thread's view
_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: espeak_Synth returns when all is said
_CHARS_UTF8 = 1
_POS_CHARACTER = 1
_EVENT_END = 0
_EVENT_WORD = 1
_RATE, _PITCH, _RANGE, _WORD_GAP = 1, 3, 4, 7  # espeak_PARAMETER


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a voice speaks."""

    identifier: str
    """espeak-ng's voice file, with a variant: `gmw/en-US+f3`."""
    rate_wpm: int = 160
    """espeak-ng's own measure, 80 to 450."""
    pitch: int = 50
    pitch_range: int = 50
    """0 to 100; 50 is the voice's own."""


class _EventId(ctypes.Union):
    _fields_ = (
        ("number", ctypes.c_int),
        ("name", ctypes.c_char_p),
        ("string", ctypes.c_char * 8),
    )


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


class _Voice(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)
_LOCK = threading.Lock()


class EspeakLibrary:
    """The library in this process, initialised. See espeak_process.py for why a server does not
    do this; raises SpeechUnavailableError when the wheel's library or data cannot be loaded."""

    def __init__(self) -> None:
        self._sink: Sink | None = None
        # Kept for the library's life: C holds the pointer.
        self._callback = _Callback(self._called)
        self._current: Manner | None = None
        with _LOCK:
            self._lib = _load()
            self._lib.espeak_SetSynthCallback(self._callback)
        self.voices: Mapping[str, str] = self._list_voices()
        """Language tag in lower case -> voice file."""
        self.variants = frozenset(
            path.name for path in (_data_path() / "voices" / "!v").iterdir() if path.is_file()
        )

    def synthesise(self, text: str, manner: Manner, sink: Sink) -> None:
        """Say `text`, blocking; measured 0.8 ms per second of speech on one core. Raises
        UnknownVoiceError, SpeechUnavailableError."""
        data = text.replace("\x00", " ").encode("utf-8", "replace")
        with _LOCK:
            # Another instance may have set its own callback and voice since.
            self._lib.espeak_SetSynthCallback(self._callback)
            self._prepare(manner)
            self._sink = sink
            status = self._lib.espeak_Synth(
                data, len(data) + 1, 0, _POS_CHARACTER, 0, _CHARS_UTF8, None, None
            )
            self._sink = None
        if status != 0:
            raise SpeechUnavailableError(f"espeak-ng failed with status {status}")

    def _prepare(self, manner: Manner) -> None:
        if self._lib.espeak_SetVoiceByName(manner.identifier.encode()) != 0:
            raise UnknownVoiceError(f"espeak-ng has no voice {manner.identifier}")
        for parameter, value in (
            (_RATE, manner.rate_wpm),
            (_PITCH, manner.pitch),
            (_RANGE, manner.pitch_range),
            (_WORD_GAP, 0),
        ):
            self._lib.espeak_SetParameter(parameter, value, 0)

    def _called(
        self,
        wave: "ctypes._Pointer[ctypes.c_short]",
        count: int,
        events: "ctypes._Pointer[_Event]",
    ) -> int:
        """espeak-ng's t_espeak_callback: 0 goes on, 1 aborts."""
        if self._sink is None:
            return 1
        words: list[WordEvent] = []
        index = 0
        while events[index].type != _EVENT_END:
            if events[index].type == _EVENT_WORD:
                words.append((events[index].text_position - 1, events[index].sample))
            index += 1
        if not wave or count <= 0:
            return 0
        samples = np.ctypeslib.as_array(wave, (count,)).copy()
        return 0 if self._sink(samples, words) else 1

    def _list_voices(self) -> dict[str, str]:
        with _LOCK:
            listed = self._lib.espeak_ListVoices(None)
            found: dict[str, str] = {}
            index = 0
            while listed[index]:
                voice = listed[index].contents
                # `languages` is a priority byte and a tag, ended by a zero byte.
                tag = ctypes.string_at(voice.languages + 1).decode().lower()
                identifier = voice.identifier.decode()
                if not identifier.startswith("mb/"):  # needs mbrola's own data
                    found.setdefault(tag, identifier)
                index += 1
        return found


def _data_path() -> Path:
    return Path(espeakng_loader.get_data_path())


def _load() -> ctypes.CDLL:
    try:
        lib = ctypes.CDLL(espeakng_loader.get_library_path())
    except OSError as error:
        raise SpeechUnavailableError("espeak-ng's library cannot be loaded") from error
    rate = lib.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, str(_data_path()).encode(), 1 << 15)
    if rate != RATE_HZ:
        raise SpeechUnavailableError(f"espeak-ng did not start: {rate}")
    lib.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
    lib.espeak_Synth.argtypes = (
        ctypes.c_char_p,
        ctypes.c_size_t,
        ctypes.c_uint,
        ctypes.c_int,
        ctypes.c_uint,
        ctypes.c_uint,
        ctypes.c_void_p,
        ctypes.c_void_p,
    )
    return lib
