"""Any text encodes and comes back; digits stand alone; the chat template holds every role."""

from hypothesis import given
from hypothesis import strategies as st
from transformers import AutoTokenizer, PreTrainedTokenizerFast

from inference.nano import tokenizer as tokenizers
from inference.nano import weights_dir

SHIPPED: PreTrainedTokenizerFast = AutoTokenizer.from_pretrained(weights_dir())


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_comes_back(text: str) -> None:
    plain = "".join(part for part in [text] if "<|" not in part)
    ids = SHIPPED(plain, add_special_tokens=False)["input_ids"]
    assert SHIPPED.decode(ids) == plain


@given(st.integers(0, 10**12))
def test_each_digit_is_a_token(number: int) -> None:
    tokens = SHIPPED.tokenize(f"is {number}?")
    assert [t for t in tokens if t.isdigit()] == list(str(number))


def test_no_other_token_holds_a_digit() -> None:
    mixed = [t for t in SHIPPED.get_vocab() if any(c in "0123456789" for c in t) and len(t) > 1]
    assert mixed == []


def test_special_tokens_are_single_and_end_is_eos() -> None:
    assert [SHIPPED.convert_tokens_to_ids(t) for t in tokenizers.SPECIAL_TOKENS] == list(range(6))
    assert SHIPPED.eos_token == tokenizers.END
    assert SHIPPED.pad_token == tokenizers.PAD
    assert len(SHIPPED) == tokenizers.VOCABULARY


def test_chat_template() -> None:
    messages = [
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": " 2 + 2 "},
        {"role": "assistant", "content": "So 2 + 2 = 4."},
        {"role": "tool", "content": "7"},
        {"role": "assistant", "content": None},
    ]
    text = SHIPPED.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    assert text == (
        "<|bos|><|system|>Be kind.<|end|><|user|>2 + 2<|end|><|assistant|>So 2 + 2 = 4.<|end|>"
        "<|user|>Tool result: 7<|end|><|assistant|><|end|><|assistant|>"
    )


def test_training_a_small_one() -> None:
    small = tokenizers.train(["what is one half plus one quarter 1/2 + 1/4"] * 5, size=300)
    ids = small("what is 12/34 ☂", add_special_tokens=False)["input_ids"]
    assert small.decode(ids) == "what is 12/34 ☂"
