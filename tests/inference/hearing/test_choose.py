"""Whisper when it can be had, else the fallback; a wish by name is kept or refused."""

from pathlib import Path

import pytest

from inference.errors import ModelLoadError
from inference.hearing.choose import HearingSettings, describe, open_stt


def unreachable(name: str, cache: Path, progress: object) -> Path:
    raise ModelLoadError("cannot fetch: no network")


async def test_without_a_hub_the_fallback_listens(tmp_path: Path) -> None:
    settings = HearingSettings(cache=tmp_path)
    steps: list[str] = []
    async with open_stt(settings, progress=steps.append, fetch=unreachable) as stt:
        assert (await stt.limits()).engine == "pocketsphinx"
    assert steps


async def test_whisper_by_name_is_not_replaced_silently(tmp_path: Path) -> None:
    settings = HearingSettings(engine="faster-whisper", cache=tmp_path)
    with pytest.raises(ModelLoadError):
        async with open_stt(settings, progress=lambda text: None, fetch=unreachable):
            raise AssertionError("something listened")


def test_describe_asks_no_network(tmp_path: Path) -> None:
    assert describe(HearingSettings(cache=tmp_path)).engine == "pocketsphinx"
    named = describe(HearingSettings(engine="faster-whisper", cache=tmp_path))
    assert "tutor models pull whisper" in named.advice


def test_settings_are_checked(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="engine"):
        HearingSettings(engine="ears", cache=tmp_path)
