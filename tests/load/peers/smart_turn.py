"""Pipecat's bundled end-of-turn model over a folder of sounds, in Pipecat's own environment.

`PYTHON smart_turn.py FOLDER` reads `sounds.npy` (int16, 16 kHz, one after another) and `ends.npy`
(where each ends) and writes `probabilities.npy`: that the turn is over, 0 to 1.
"""

import sys
from pathlib import Path

import numpy as np
from pipecat.audio.turn.smart_turn.local_smart_turn_v3 import LocalSmartTurnAnalyzerV3


def main() -> None:
    """Command line."""
    folder = Path(sys.argv[1])
    sounds = np.load(folder / "sounds.npy").astype(np.float32) / 32768.0
    analyzer = LocalSmartTurnAnalyzerV3(sample_rate=16_000)
    told = [
        analyzer._predict_endpoint(sound)["probability"]
        for sound in np.split(sounds, np.load(folder / "ends.npy")[:-1])
    ]
    np.save(folder / "probabilities.npy", np.array(told, np.float32))


main()
