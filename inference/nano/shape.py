"""The shape of the nano model, as a Llama configuration.

Knows sizes only; knows nothing about training or text.
"""

from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from inference.nano.tokenizer import MAX_POSITIONS


def nano_config(
    tokenizer: PreTrainedTokenizerFast, *, hidden: int = 320, layers: int = 7
) -> LlamaConfig:
    """Return the configuration: 10 million parameters with the default sizes."""
    return LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=hidden,
        intermediate_size=hidden * 11 // 4,
        num_hidden_layers=layers,
        num_attention_heads=max(hidden // 64, 1),
        num_key_value_heads=max(hidden // 64, 1),
        max_position_embeddings=MAX_POSITIONS,
        tie_word_embeddings=True,
        rms_norm_eps=1e-5,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )


def parameters(model: LlamaForCausalLM) -> int:
    """Count the parameters; the tied embedding counts once."""
    return sum(p.numel() for p in model.parameters())
