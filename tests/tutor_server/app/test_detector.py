"""TUTOR_END_OF_TURN names who judges pauses."""

from pathlib import Path

import pytest

from inference.contracts import Expected, TurnEvidence
from inference.errors import ModelLoadError
from inference.hearing.endpoint.served import ServedDetector
from tutor_server.app import detector as module
from tutor_server.app.detector import open_detector
from tutor_server.errors import StartError
from tutor_server.settings import SettingsError, read

EVIDENCE = TurnEvidence(
    silence_s=0.13, speech_s=1.0, text="yes", expected=Expected(), patience=1.0
)


async def test_the_rule_is_no_detector() -> None:
    async with open_detector("rule") as detector:
        assert detector is None


async def test_our_own_model_is_ready_at_once() -> None:
    async with open_detector("model") as detector:
        assert detector is not None
        outlook = await detector.outlook(bytes(32_000), EVIDENCE)
        assert all(0.0 <= probability <= 1.0 for probability in outlook)


async def test_a_damaged_model_leaves_it_to_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged() -> None:
        raise ModelLoadError("damaged")

    monkeypatch.setattr(module, "OwnJudge", damaged)
    async with open_detector("model") as detector:
        assert detector is None


async def test_the_operators_own_file_must_be_good(tmp_path: Path) -> None:
    path = tmp_path / "mine.onnx"
    path.write_bytes(b"no model")
    with pytest.raises(StartError, match="TUTOR_END_OF_TURN"):
        async with open_detector(str(path)):
            pass


async def test_a_url_is_a_served_model() -> None:
    async with open_detector("http://127.0.0.1:9/judge") as detector:
        assert isinstance(detector, ServedDetector)


@pytest.mark.parametrize("value", ["", "Model", "mine.pt", "ftp://there", "rules"])
def test_other_values_are_refused_at_start(value: str) -> None:
    with pytest.raises(SettingsError, match="TUTOR_END_OF_TURN"):
        read({"end_of_turn": value})


@pytest.mark.parametrize("value", ["model", "rule", "mine.onnx", "https://there/judge"])
def test_these_are_taken(value: str) -> None:
    assert read({"end_of_turn": value}).end_of_turn == value
