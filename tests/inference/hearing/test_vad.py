"""Silero's network: speech is told from silence and noise, streams do not mix, batch is equal."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from inference.errors import BadAudioError, ModelLoadError
from inference.hearing.vad import SileroActivity, SileroModel, VoiceActivityBatch
from tests.sound import spoken

FRAME = 512


@pytest.fixture(scope="module")
def model() -> SileroModel:
    return SileroModel()


def speech_frames() -> list[bytes]:
    """Our own voice at 16 kHz."""
    pcm = np.frombuffer(spoken("what is one half plus one quarter"), dtype=np.int16)
    at = np.arange(0, len(pcm) - 2, 1.5)
    slow = np.interp(at, np.arange(len(pcm)), pcm).astype(np.int16).tobytes()
    return [slow[i : i + 2 * FRAME] for i in range(0, len(slow) - 2 * FRAME, 2 * FRAME)]


def noise_frames() -> list[bytes]:
    room = np.random.default_rng(3)
    return [room.normal(0, 300, FRAME).astype(np.int16).tobytes() for _ in range(40)]


def test_speech_silence_noise(model: SileroModel) -> None:
    spoken_p = run(model, speech_frames())
    assert np.mean([p > 0.5 for p in spoken_p]) > 0.6
    assert max(run(model, [bytes(2 * FRAME)] * 40)) < 0.3
    assert np.mean([p > 0.5 for p in run(model, noise_frames())]) < 0.1


def run(model: SileroModel, frames: list[bytes]) -> list[float]:
    stream = SileroActivity(model)
    return [stream.probability(frame) for frame in frames]


def test_streams_and_resets_do_not_mix(model: SileroModel) -> None:
    frames = speech_frames()[:30]
    alone = run(model, frames)
    one, other = SileroActivity(model), SileroActivity(model)
    mixed = []
    for frame, noise in zip(frames, noise_frames(), strict=False):
        mixed.append(one.probability(frame))
        other.probability(noise)
    assert mixed == pytest.approx(alone)
    one.reset()
    assert [one.probability(frame) for frame in frames] == pytest.approx(alone)


def test_a_batch_is_equal_to_single_streams(model: SileroModel) -> None:
    frames, noise = speech_frames()[:20], noise_frames()[:20]
    batch = VoiceActivityBatch(streams=(SileroActivity(model), SileroActivity(model)))
    together = [batch.probabilities(pair) for pair in zip(frames, noise, strict=True)]
    assert [pair[0] for pair in together] == pytest.approx(run(model, frames), abs=1e-5)
    assert [pair[1] for pair in together] == pytest.approx(run(model, noise), abs=1e-5)


def test_wrong_frames_and_files(model: SileroModel, tmp_path: Path) -> None:
    with pytest.raises(BadAudioError):
        SileroActivity(model).probability(b"\x00\x00")
    broken = tmp_path / "vad.onnx"
    broken.write_bytes(b"no network")
    with pytest.raises(ModelLoadError):
        SileroModel(broken)


def test_no_model_library_is_imported() -> None:
    code = (
        "import sys; from inference.hearing.vad import SileroModel; SileroModel();"
        "print([n for n in ('torch', 'faster_whisper', 'ctranslate2') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
