"""The sentence model: like transformers' own, independent of neighbours, near in meaning."""

import shutil
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from inference.embedding.minilm import MAX_TOKENS, PACKAGE, WIDTH, MiniLm
from inference.errors import ModelLoadError

pytestmark = pytest.mark.slow

TEXTS = (
    "What is a fraction?",
    "",
    "Ça va? ½ × 4 = 2 🙂",
    "Why does the moon seem to change its shape in the course of a month?",
    "word " * 400,
)


@pytest.fixture(scope="module")
def model() -> MiniLm:
    return MiniLm.load()


def test_it_equals_the_reference(model: MiniLm) -> None:
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    place = str(files(PACKAGE)) + "/model"
    tokenizer = transformers.AutoTokenizer.from_pretrained(place)
    reference = transformers.AutoModel.from_pretrained(place)
    for text in TEXTS:
        batch = tokenizer(text, truncation=True, max_length=MAX_TOKENS, return_tensors="pt")
        with torch.no_grad():
            mean = reference(**batch).last_hidden_state[0].mean(0).numpy()
        wanted = mean / np.linalg.norm(mean)
        assert np.abs(model.embed([text])[0] - wanted).max() < 1e-5


def test_neighbours_in_a_run_change_nothing(model: MiniLm) -> None:
    together = model.embed(TEXTS * 5)
    assert together.shape == (len(TEXTS) * 5, WIDTH)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for text, row in zip(TEXTS * 5, together, strict=True):
        assert np.abs(model.embed([text])[0] - row).max() < 1e-5
    assert model.embed([]).shape == (0, WIDTH)


def test_near_meanings_lie_near(model: MiniLm) -> None:
    asked, near, far = model.embed(
        ["What is a fraction?", "Explain what fractions are", "How do whales breathe?"]
    )
    assert asked @ near > 0.8 > 0.3 > asked @ far


def test_files_that_are_missing_or_broken(tmp_path: Path) -> None:
    with pytest.raises(ModelLoadError):
        MiniLm.load(tmp_path)
    shutil.copytree(Path(str(files(PACKAGE))) / "model", tmp_path / "m")
    (tmp_path / "m" / "model.safetensors").write_bytes(b"\x08\0\0\0\0\0\0\0{}      ")
    with pytest.raises(ModelLoadError):
        MiniLm.load(tmp_path / "m")
    (tmp_path / "m" / "tokenizer.json").write_text("[]")
    with pytest.raises(ModelLoadError):
        MiniLm.load(tmp_path / "m")
