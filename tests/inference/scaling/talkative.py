"""A tiny checkpoint that goes on talking, so that something can happen in its reply."""

from pathlib import Path

from tests.inference.engine.tiny import save_model, save_tokenizer, tiny_config

CONTEXT = 4096
QUESTION = "hi"
"""To this it draws no end token within 3,000; replies are cut off before, with `length`."""


def talkative(folder: Path) -> Path:
    """Writes it; its random weights are always the same."""
    config = tiny_config()
    config.max_position_embeddings = CONTEXT
    save_model(folder, config, seed=3)
    save_tokenizer(folder)
    return folder
