"""espeak-ng's own process: `python -m inference.speaking.espeak_child`.

Frames on stdin: `{text, identifier, rate_wpm, pitch, pitch_range}`. Frames on stdout: first
`{tags, files, variants}`; then per request `{pcm, characters, samples}` ... `{done}`, or
`{error, why}`. Ends when stdin ends.
"""

import os
import sys
from typing import BinaryIO

from inference.errors import InferenceError
from inference.speaking.espeak_library import (
    RATE_HZ,
    EspeakLibrary,
    Manner,
    Samples,
    WordEvent,
)
from inference.speaking.frames import Decoder, Frame, encode

MAX_S = 120
"""A clause that sounds longer (one endless "word") is cut here."""


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer requests until `source` ends."""
    try:
        library = EspeakLibrary()
    except InferenceError as error:
        _answer(sink, {"error": error.code, "why": str(error)})
        return
    tags, files = list(library.voices), list(library.voices.values())
    _answer(sink, {"tags": tags, "files": files, "variants": sorted(library.variants)})
    decoder = Decoder()
    while data := os.read(source.fileno(), 1 << 16):
        decoder.feed(data)
        while (request := decoder.next()) is not None:
            _say(library, request, sink)


def _say(library: EspeakLibrary, request: Frame, sink: BinaryIO) -> None:
    heard = 0

    def forward(samples: Samples, words: list[WordEvent]) -> bool:
        nonlocal heard
        heard += len(samples)
        characters, places = [word[0] for word in words], [word[1] for word in words]
        pcm = samples.tobytes()
        _answer(sink, {"pcm": pcm, "characters": characters, "samples": places})
        return heard < MAX_S * RATE_HZ

    try:
        library.synthesise(str(request["text"]), _manner(request), forward)
    except InferenceError as error:
        _answer(sink, {"error": error.code, "why": str(error)})
        return
    _answer(sink, {"done": True})


def _manner(request: Frame) -> Manner:
    rate, pitch, pitch_range = (
        int(str(request[name])) for name in ("rate_wpm", "pitch", "pitch_range")
    )
    return Manner(
        identifier=str(request["identifier"]),
        rate_wpm=rate,
        pitch=pitch,
        pitch_range=pitch_range,
    )


def _answer(sink: BinaryIO, frame: Frame) -> None:
    sink.write(encode(frame))
    sink.flush()


def main() -> int:
    """Keep stdout for frames: whatever the library prints goes to stderr."""
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, sink)
    return 0


if __name__ == "__main__":
    sys.exit(main())
