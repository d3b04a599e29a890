"""What is shipped: found without a model library, small, and described."""

import json
import subprocess
import sys

from inference.nano import weights_dir


def test_the_folder_is_found_without_importing_torch() -> None:
    code = (
        "import sys; from inference.nano import weights_dir; "
        "assert (weights_dir() / 'config.json').exists(); "
        "assert not {'torch', 'transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_files_are_small_and_complete() -> None:
    folder = weights_dir()
    told = json.loads((folder / "model.safetensors.index.json").read_text())
    shards = set(told["weight_map"].values())
    names = {
        "model.safetensors.index.json", "config.json", "generation_config.json", "tokenizer.json",
        "tokenizer_config.json", "chat_template.jinja", "MODEL_CARD.md", "abstention.json",
    }  # fmt: skip
    assert names | shards == {file.name for file in folder.iterdir()}
    sizes = [(folder / shard).stat().st_size for shard in shards]
    assert max(sizes) < 15_000_000
    assert sum(sizes) < 40_000_000


def test_the_card_names_what_matters() -> None:
    card = (weights_dir() / "MODEL_CARD.md").read_text(encoding="utf-8")
    for word in ("Apache-2.0", "seed", "tokens", "Limits", "did not work", "held-out"):
        assert word in card
