"""The difficulty model in this repository; weights/MODEL_CARD.md says what it was trained on."""

from pathlib import Path
from typing import Final

SHIPPED: Final = Path(__file__).with_name("weights") / "difficulty.safetensors"
