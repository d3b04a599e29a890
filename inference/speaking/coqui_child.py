"""The Coqui voice's own process: `python -m inference.speaking.coqui_child MODEL_FOLDER`.

Reads requests `{id, text, speed, speaker}` as frames on stdin and answers on stdout with one
`{ready, rate_hz, speakers}`, then `{id, pcm}` or `{id, error}` per request. Knows torch and
the `TTS` package; knows no sessions. Ends when stdin ends.
"""

import importlib.util
import os
import sys
import types
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from inference.speaking.frames import Decoder, Frame, encode

if TYPE_CHECKING:
    pass

_THREADS = 2
"""A sentence must not take the cores from the live sessions."""
_PAD_SAMPLES = 10_000
"""Synthesizer.tts appends this much silence; SilenceShaper makes the pause instead."""


def install_stand_ins() -> None:
    """Let `TTS` import where no torchaudio or torchcodec fits this torch.

    coqui-tts 0.28 refuses to import without both, yet character VITS never calls them: they
    load and resample reference recordings for training and cloning. Nothing is put in place
    of an installed one, and only this process is affected.
    """
    for name in ("torchaudio", "torchcodec"):
        if importlib.util.find_spec(name) is None:
            sys.modules[name] = _empty_module(name)
    audio = sys.modules.get("torchaudio")
    if audio is not None and audio.__spec__ is not None and audio.__spec__.loader is None:
        functional = _empty_module("torchaudio.functional")
        functional.__dict__["resample"] = _no_resample
        sys.modules["torchaudio.functional"] = functional
        audio.__dict__["functional"] = functional


def _empty_module(name: str) -> types.ModuleType:
    module = types.ModuleType(name)
    module.__spec__ = ModuleSpec(name, None)
    return module


def _no_resample(*_: object, **__: object) -> None:
    raise RuntimeError("this voice needs torchaudio; character VITS voices do not")


def model_files(folder: Path) -> tuple[Path, Path]:
    """The checkpoint and the configuration of a Coqui model folder. Raises FileNotFoundError."""
    config = folder / "config.json"
    candidates = [*folder.glob("model*.pth"), *folder.glob("best_model*.pth")]
    if not config.is_file() or not candidates:
        raise FileNotFoundError("a Coqui model folder holds config.json and model.pth")
    return sorted(candidates)[-1], config


class _Voice:
    """A loaded model."""

    def __init__(self, folder: Path) -> None:
        install_stand_ins()
        import torch
        from TTS.utils.synthesizer import Synthesizer

        torch.set_num_threads(_THREADS)
        checkpoint, config = model_files(folder)
        self._synthesizer: Synthesizer = Synthesizer(
            tts_checkpoint=checkpoint, tts_config_path=config
        )
        self.rate_hz = int(self._synthesizer.output_sample_rate)
        model = self._synthesizer.tts_model
        manager = getattr(model, "speaker_manager", None)
        self.speakers = [str(name) for name in getattr(manager, "speaker_names", ())]
        self._pace = float(getattr(model, "length_scale", 1.0))

    def say(self, request: Frame) -> bytes:
        """int16 mono at `rate_hz`."""
        model = self._synthesizer.tts_model
        if hasattr(model, "length_scale"):
            model.length_scale = self._pace / float(str(request.get("speed", 1.0)))
        speaker = str(request.get("speaker") or "") or next(iter(self.speakers), None)
        wave = self._synthesizer.tts(
            str(request["text"]), speaker_name=speaker, split_sentences=False
        )
        samples = np.asarray(wave[:-_PAD_SAMPLES], np.float32)
        peak = max(1.0, float(np.abs(samples).max(initial=0.0)))
        return (samples / peak * 32767).astype("<i2").tobytes()


def _requests(source: BinaryIO) -> Iterator[Frame]:
    decoder = Decoder()
    while data := os.read(source.fileno(), 65536):
        decoder.feed(data)
        while (frame := decoder.next()) is not None:
            yield frame


def serve(folder: Path, source: BinaryIO, sink: BinaryIO) -> None:
    """Answer requests until `source` ends; a model that does not load is `{failed}`."""
    try:
        voice = _Voice(folder)
    except Exception as error:  # noqa: BLE001  supervisor: the parent learns why and ends us
        _answer(sink, {"failed": f"{type(error).__name__}: {error}"})
        return
    _answer(sink, {"ready": True, "rate_hz": voice.rate_hz, "speakers": voice.speakers})
    for request in _requests(source):
        try:
            _answer(sink, {"id": request.get("id"), "pcm": voice.say(request)})
        except Exception as error:  # noqa: BLE001  supervisor: one bad sentence keeps the model
            _answer(sink, {"id": request.get("id"), "error": type(error).__name__})


def _answer(sink: BinaryIO, frame: Frame) -> None:
    sink.write(encode(frame))
    sink.flush()


def main() -> int:
    """Keep stdout for frames: whatever the libraries print goes to stderr."""
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(Path(sys.argv[1]), sys.stdin.buffer, sink)
    return 0


if __name__ == "__main__":
    sys.exit(main())
