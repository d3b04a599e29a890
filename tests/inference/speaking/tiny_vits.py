"""Writes a random-weight character VITS: `python tiny_vits.py FOLDER`. Its speech is noise, but
it is loaded and run by the real code."""

import sys
from pathlib import Path

from inference.speaking.coqui_child import install_stand_ins

install_stand_ins()

import torch  # noqa: E402  the stand-ins come first
from TTS.tts.configs.vits_config import VitsArgs, VitsConfig  # noqa: E402
from TTS.tts.models.vits import Vits  # noqa: E402

SMALL = {
    "hidden_channels": 16,
    "hidden_channels_ffn_text_encoder": 16,
    "num_layers_text_encoder": 1,
    "num_layers_posterior_encoder": 1,
    "num_layers_flow": 1,
    "upsample_initial_channel_decoder": 16,
    "use_sdp": False,
    "init_discriminator": False,
}

torch.manual_seed(0)
folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
config = VitsConfig(
    text_cleaner="basic_cleaners", use_phonemes=False, model_args=VitsArgs(**SMALL)
)
model = Vits(config)
config.save_json(str(folder / "config.json"))
torch.save({"model": model.state_dict()}, folder / "model.pth")
