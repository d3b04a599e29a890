import subprocess
import sys
from pathlib import Path

from inference.speaking.frames import Decoder, encode

ROOT = Path(__file__).parents[3]


def test_frames_in_frames_out_and_it_ends_with_its_input():
    request = {"text": "one two", "identifier": "gmw/en-US", "rate_wpm": 160}
    request |= {"pitch": 50, "pitch_range": 50}
    done = subprocess.run(
        [sys.executable, "-m", "inference.speaking.espeak_child"],
        input=encode(request) + encode({**request, "identifier": "nobody"}),
        capture_output=True,
        cwd=ROOT,
        check=True,
    )
    decoder, frames = Decoder(), []
    decoder.feed(done.stdout)
    while (frame := decoder.next()) is not None:
        frames.append(frame)
    assert "en-us" in frames[0]["tags"]
    assert sum(len(frame.get("pcm", b"")) for frame in frames) > 10_000
    assert [c for frame in frames for c in frame.get("characters", [])] == [0, 4]
    assert frames[-2] == {"done": True}
    assert frames[-1]["error"] == "unknown_voice"
