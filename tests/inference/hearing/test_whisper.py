"""Whisper's real loading and decoding, on a random-weight model converted as the real ones are."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from inference.contracts import HeardWord, HearingOptions
from inference.errors import ModelLoadError, UnknownModelError
from inference.hearing.models import available, folder, repository
from inference.hearing.whisper import (
    Audio,
    Listened,
    WhisperRecogniser,
    WhisperSettings,
    WhisperSpeechToText,
)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `tutor models pull` leaves it, with random weights."""
    import torch
    from ctranslate2.converters import TransformersConverter
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import (
        PreTrainedTokenizerFast,
        WhisperConfig,
        WhisperFeatureExtractor,
        WhisperForConditionalGeneration,
    )

    source = tmp_path_factory.mktemp("whisper")
    words = [*pre_tokenizers.ByteLevel.alphabet()]
    special = ["<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|translate|>"]
    special += ["<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>"]
    special += ["<|notimestamps|>", *(f"<|{n * 0.02:.2f}|>" for n in range(1501))]
    vocabulary = {word: at for at, word in enumerate([*sorted(words), *special])}
    inner = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=inner, eos_token=special[0], additional_special_tokens=special[1:]
    )
    torch.manual_seed(0)
    end = vocabulary["<|endoftext|>"]
    config = WhisperConfig(
        vocab_size=len(vocabulary),
        d_model=32,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        bos_token_id=end,
        eos_token_id=end,
        pad_token_id=end,
        decoder_start_token_id=vocabulary["<|startoftranscript|>"],
        suppress_tokens=[],
        begin_suppress_tokens=[],
    )
    model = WhisperForConditionalGeneration(config)
    model.generation_config.alignment_heads = [[0, 0]]
    model.generation_config.suppress_tokens = []
    model.generation_config.begin_suppress_tokens = []
    model.generation_config.lang_to_id = {"<|en|>": vocabulary["<|en|>"]}
    model.generation_config.no_timestamps_token_id = vocabulary["<|notimestamps|>"]
    model.save_pretrained(source)
    tokenizer.save_pretrained(source)
    WhisperFeatureExtractor().save_pretrained(source)
    target = tmp_path_factory.mktemp("converted") / "model"
    copied = ["tokenizer.json", "preprocessor_config.json"]
    TransformersConverter(str(source), copy_files=copied).convert(str(target))
    return target


def settings(model: Path | str, cache: Path) -> WhisperSettings:
    return WhisperSettings(model=str(model), cache=cache, threads=1, final_beam=1)


def sound(length_s: float) -> bytes:
    noise = np.random.default_rng(5).normal(0, 2_000, int(16_000 * length_s))
    return bytes(noise.astype(np.int16).tobytes())


def test_a_converted_model_is_found_and_listens(tiny: Path, tmp_path: Path) -> None:
    assert available(str(tiny), tmp_path)
    recogniser = WhisperRecogniser(settings(tiny, tmp_path))
    audio = np.frombuffer(sound(2.0), dtype=np.int16).astype(np.float32) / 32_768
    heard = recogniser.listen(audio, HearingOptions(language="en"), final=True)
    assert heard.language == "en"
    assert all(0 <= word.start_s <= word.end_s <= 30 for word in heard.words)


def test_missing_and_damaged_models_are_said(tiny: Path, tmp_path: Path) -> None:
    assert not available("base.en", tmp_path)
    with pytest.raises(ModelLoadError):
        WhisperRecogniser(settings("base.en", tmp_path))
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    for file in tiny.iterdir():
        (damaged / file.name).write_bytes(file.read_bytes()[:100])
    with pytest.raises(ModelLoadError):
        WhisperRecogniser(settings(damaged, tmp_path))


def test_names() -> None:
    assert repository("base.en") == "Systran/faster-whisper-base.en"
    assert repository("owner/model") == "owner/model"
    assert folder("/no/such/folder", Path("/tmp")) is None  # noqa: S108  nothing is written
    with pytest.raises(UnknownModelError):
        repository("enormous")


class Script:
    """A recogniser that hears one more word with each second."""

    WORDS = (" what", " is", " one", " half", " plus", " one", " quarter")

    def __init__(self) -> None:
        self.finals = 0

    def listen(self, audio: Audio, options: HearingOptions, *, final: bool) -> Listened:
        self.finals += final
        heard = self.WORDS[: int(len(audio) / 16_000)]
        words = [
            HeardWord(text=word, start_s=at, end_s=at + 0.9, confidence=0.8)
            for at, word in enumerate(heard)
        ]
        return Listened(words=tuple(words), language="en")


@pytest.fixture
async def scripted() -> AsyncIterator[tuple[WhisperSpeechToText, Script]]:
    script = Script()
    async with WhisperSpeechToText(lambda: script, name="script") as stt:
        yield stt, script


async def test_partials_grow_and_what_is_stable_never_changes(
    scripted: tuple[WhisperSpeechToText, Script],
) -> None:
    stt, script = scripted
    async with stt.open(HearingOptions()) as hearing:
        partials = []

        async def collect() -> None:
            async for partial in hearing.partials():
                partials.append(partial)

        collecting = asyncio.create_task(collect())
        for _ in range(5):
            await hearing.push(sound(1.0))
            await asyncio.sleep(0.05)
        final = await hearing.finish()
        await collecting
    assert final.text == "what is one half plus"
    assert final.final
    stable = [partial.text[: partial.stable_chars] for partial in partials]
    assert any(stable)
    assert all(final.text.startswith(text.strip()) for text in stable)
    assert script.finals == 1


async def test_limits_say_that_speech_is_free(
    scripted: tuple[WhisperSpeechToText, Script],
) -> None:
    limits = await scripted[0].limits()
    assert (limits.free_speech, limits.advice) == (True, "")
