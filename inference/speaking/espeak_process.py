"""espeak-ng in a process of its own, seen as the library is.

Isolation has a reason: the library dies of rare input. Fuzzing with random letters, digits and
signs: 4 of some 1,600 strings with the Vietnamese voice and 1 Karakalpak one, plain ASCII among
them; none of 742 in English, Spanish, French and German. Here that ends one sentence and a
process that holds nothing; in the server's process it would end every call. First chunk p50
2.5 ms (60 sentences, load 6 on 2 cores); in process it was 1.1 ms at load 5.

Blocking; for the synthesis thread only.
"""

import logging
import os
import select
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from inference.errors import SpeechUnavailableError, UnknownVoiceError
from inference.speaking.espeak_library import Manner, Sink
from inference.speaking.frames import BadFrameError, Decoder, Frame, encode

_log = logging.getLogger(__name__)
_ROOT = Path(__file__).parents[2]
_ANSWER_S = 20.0
"""Between two messages; synthesis takes 1 ms per second of speech, starting 0.11 to 0.28 s."""


class EspeakProcess:
    """The Library that runs in a child; started again by the sentence after its death."""

    def __init__(self) -> None:
        self.voices: Mapping[str, str] = {}
        self.variants: frozenset[str] = frozenset()
        self._child: subprocess.Popen[bytes] | None = None
        self._decoder = Decoder()
        self._closed = False

    def start(self) -> None:
        """Raises SpeechUnavailableError when espeak-ng cannot be loaded."""
        self._end()
        self._decoder = Decoder()
        try:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "inference.speaking.espeak_child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                bufsize=0,
            )
        except OSError as error:
            raise SpeechUnavailableError("espeak-ng's process cannot start") from error
        self._welcome(self._read())

    def close(self) -> None:
        """Exactly once; a sentence after it is refused."""
        self._closed = True
        self._end()

    def synthesise(self, text: str, manner: Manner, sink: Sink) -> None:
        """See EspeakLibrary; a sink that returns False is not asked again."""
        if self._closed:
            raise SpeechUnavailableError("the voice was closed")
        if self._child is None or self._child.poll() is not None:
            self.start()
        self._write(_request(text, manner))
        wanted = True
        while not (answer := self._read()).get("done"):
            _check(answer)
            if wanted:
                samples = np.frombuffer(bytes(_bytes(answer)), "<i2")
                wanted = sink(samples, _words(answer))

    def _welcome(self, answer: Frame) -> None:
        _check(answer)
        tags, files, variants = (answer.get(name) for name in ("tags", "files", "variants"))
        if not (isinstance(tags, list) and isinstance(files, list) and isinstance(variants, list)):
            raise self._died("sent no welcome")
        self.voices = dict(zip(map(str, tags), map(str, files), strict=True))
        self.variants = frozenset(map(str, variants))

    def _write(self, frame: Frame) -> None:
        try:
            child = self._running()
            if child.stdin is not None:
                child.stdin.write(encode(frame))
        except OSError as error:
            raise self._died("ended") from error

    def _read(self) -> Frame:
        while True:
            try:
                if (frame := self._decoder.next()) is not None:
                    return frame
            except BadFrameError as error:
                raise self._died("is garbled") from error
            self._decoder.feed(self._receive())

    def _receive(self) -> bytes:
        child = self._running()
        if child.stdout is None:
            raise self._died("has no output")
        ready, _, _ = select.select([child.stdout], [], [], _ANSWER_S)
        data = os.read(child.stdout.fileno(), 1 << 16) if ready else b""
        if not data:
            raise self._died("ended" if ready else "hangs")
        return data

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            raise SpeechUnavailableError("espeak-ng's process is not running")
        return self._child

    def _died(self, how: str) -> SpeechUnavailableError:
        _log.warning("espeak-ng's process is replaced", extra={"why": how})
        self._end()
        return SpeechUnavailableError(f"espeak-ng's process {how}")

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()  # it holds nothing; its end needs no ceremony
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()


def _request(text: str, manner: Manner) -> Frame:
    return {
        "text": text,
        "identifier": manner.identifier,
        "rate_wpm": manner.rate_wpm,
        "pitch": manner.pitch,
        "pitch_range": manner.pitch_range,
    }


def _check(answer: Frame) -> None:
    error = answer.get("error")
    if error == UnknownVoiceError.code:
        raise UnknownVoiceError(str(answer.get("why")))
    if error is not None:
        raise SpeechUnavailableError(str(answer.get("why")))


def _bytes(answer: Frame) -> bytes:
    pcm = answer.get("pcm")
    return pcm if isinstance(pcm, bytes) else b""


def _words(answer: Frame) -> list[tuple[int, int]]:
    characters, samples = answer.get("characters"), answer.get("samples")
    if not isinstance(characters, list) or not isinstance(samples, list):
        return []
    return [(int(str(c)), int(str(s))) for c, s in zip(characters, samples, strict=True)]
