"""Trains the tokenizer: byte-level BPE in which every digit is a token of its own.

Knows the special tokens and the chat template; knows nothing about what the text teaches.
"""

from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, decoders, pre_tokenizers
from tokenizers.models import BPE
from tokenizers.trainers import BpeTrainer
from transformers import PreTrainedTokenizerFast

VOCABULARY = 4096
TOKENIZER_CONVERSATIONS = 40_000
"""What a tokenizer is trained on, of each kind."""
PAD, BOS, SYSTEM, USER, ASSISTANT, END = SPECIAL_TOKENS = (
    "<|pad|>",
    "<|bos|>",
    "<|system|>",
    "<|user|>",
    "<|assistant|>",
    "<|end|>",
)
MAX_POSITIONS = 1024

CHAT_TEMPLATE = (
    "{{ bos_token }}"
    "{% for message in messages %}"
    "{% if message['role'] == 'assistant' %}{{ '<|assistant|>' }}"
    "{% elif message['role'] in ('system', 'developer') %}{{ '<|system|>' }}"
    "{% else %}{{ '<|user|>' }}{% endif %}"
    "{% if message['role'] == 'tool' %}{{ 'Tool result: ' }}{% endif %}"
    "{{ (message['content'] or '') | trim }}{{ '<|end|>' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}"
)
"""Turns as `<|role|>text<|end|>`; a tool's result is shown to the model as the student's text."""

# Digits stand alone, so that numbers never seen in training are made of seen tokens.
_PIECES = Regex(r"\d|'[a-z]+| ?\p{L}+| ?[^\s\p{L}\d]+|\s")


def token_id(tokenizer: PreTrainedTokenizerFast, token: str) -> int:
    """Return the id of one special token."""
    return int(tokenizer.get_vocab()[token])


def train(texts: Iterable[str], *, size: int = VOCABULARY) -> PreTrainedTokenizerFast:
    """Train on texts and return a tokenizer with chat template; any Unicode text encodes."""
    model = Tokenizer(BPE())
    model.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(_PIECES, behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    model.decoder = decoders.ByteLevel()
    trainer = BpeTrainer(
        vocab_size=size,
        special_tokens=list(SPECIAL_TOKENS),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    model.train_from_iterator(texts, trainer)
    return wrap(model)


def wrap(model: Tokenizer) -> PreTrainedTokenizerFast:
    """Give a trained tokenizer its special tokens, its limit and the chat template."""
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]  # not typed there
        tokenizer_object=model,
        pad_token=PAD,
        bos_token=BOS,
        eos_token=END,
        additional_special_tokens=[SYSTEM, USER, ASSISTANT],
        model_max_length=MAX_POSITIONS,
        clean_up_tokenization_spaces=False,
        padding_side="left",
    )
    tokenizer.chat_template = CHAT_TEMPLATE
    return tokenizer
