"""The nano tutor model: its shipped weights, and the scripts that make and measure it.

Knows where the weights are; importing it loads no model library.
"""

import importlib.resources
from pathlib import Path


def weights_dir() -> Path:
    """Return the folder of the shipped model, for `AutoModelForCausalLM.from_pretrained`."""
    return Path(str(importlib.resources.files(__package__))) / "weights"
