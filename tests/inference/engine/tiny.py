"""Builders of tiny random checkpoints, and of engines over them."""

from dataclasses import fields, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    AutoModelForCausalLM,
    LlamaConfig,
    LlamaForCausalLM,
    PretrainedConfig,
    PreTrainedTokenizerFast,
)

from inference.contracts import ChatRequest, Message, Role, Sampling
from inference.engine.settings import EngineSettings

# Tiny tensors gain nothing from a second thread, and beside other processes they lose much by it.
torch.set_num_threads(1)

CONTROLS = ["<|pad|>", "<|bos|>", "<|system|>", "<|user|>", "<|assistant|>", "<|end|>"]
TEMPLATE = (
    "{%- if tools %}<|system|>Tools: {% for tool in tools %}{{ tool | tojson }}{% endfor %}<|end|>"
    "{%- endif %}"
    "{%- for m in messages %}{{ '<|' + ('user' if m.role == 'tool' else m.role) + '|>' }}"
    "{{- m.content }}<|end|>{% endfor %}"
    "{%- if add_generation_prompt %}<|assistant|>{% endif %}"
)
CORPUS = [
    'one half plus one quarter is three quarters. {"name": "quiz", "arguments": {"n": 3}}',
    "The water cycle: evaporation, clouds, rain. A fraction is a part of a whole.",
    "what is twelve times four? Let us try it together, step by step.",
]


def save_tokenizer(folder: Path) -> None:
    """A byte-level BPE of about 400 tokens with a chat template."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=CONTROLS,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="<|pad|>",
        eos_token="<|end|>",
        additional_special_tokens=CONTROLS[1:5],
        chat_template=TEMPLATE,
    ).save_pretrained(folder)


def tiny_config() -> LlamaConfig:
    """Two layers, 64 wide, 512 positions."""
    return LlamaConfig(
        vocab_size=416,
        hidden_size=64,
        intermediate_size=96,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=512,
        initializer_range=0.3,
        tie_word_embeddings=True,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=5,
    )


def save_model(folder: Path, config: PretrainedConfig, *, seed: int = 0) -> LlamaForCausalLM:
    """Random weights of any Llama-like config; norms and biases are random too."""
    torch.manual_seed(seed)
    model = AutoModelForCausalLM.from_config(config).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "bias" in name or "norm" in name:
                parameter.add_(torch.randn_like(parameter) * 0.3)
    model.save_pretrained(folder)
    return model


def tiny_settings(folder: Path, **changes: object) -> EngineSettings:
    """Settings for a tiny engine on one thread."""
    settings = EngineSettings(
        model=str(folder), listen=str(folder / "unused.sock"), context=512, threads=1, drain_s=2.0
    )
    return replace(settings, **changes)


def ask(text: str, **changes: object) -> ChatRequest:
    """A chat request with one user message; `max_tokens` and the like go into its sampling."""
    names = {field.name for field in fields(Sampling)} & set(changes)
    sampling = Sampling(**({"max_tokens": 16} | {name: changes.pop(name) for name in names}))
    messages = (Message(role=Role.USER, content=text),)
    return replace(ChatRequest(messages=messages, model="nano", sampling=sampling), **changes)
