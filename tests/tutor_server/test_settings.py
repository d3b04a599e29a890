"""Settings are typed, listed, and refused with the variable's name."""

from pathlib import Path

import pytest

from tutor_server.settings import SettingsError, environment, listing, read


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in [name for name in os.environ if name.startswith("TUTOR_")]:
        monkeypatch.delenv(name)


def test_flags_before_environment_before_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read().port == 8000
    monkeypatch.setenv("TUTOR_PORT", "9000")
    assert read().port == 9000
    assert read({"port": "9001"}).port == 9001


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TUTOR_PORT", "eighty"),
        ("TUTOR_PORT", "0"),
        ("TUTOR_PORT", "70000"),
        ("TUTOR_TLS", "perhaps"),
        ("TUTOR_DATABASE_URL", "mysql://x"),
        ("TUTOR_LOG_LEVEL", "loud"),
        ("TUTOR_SESSION_IDLE_S", "-1"),
        ("TUTOR_FLIGHT_DAYS", "0"),
        ("TUTOR_FLIGHT_DAYS", "31"),
        ("TUTOR_STT", "ears"),
        ("TUTOR_LLM_WEIGHTS", "int2"),
        ("TUTOR_PROT", "8000"),
        ("TUTOR_LANGUAGE", "tlh"),
        ("TUTOR_TLS_CERT", "only.crt"),
    ],
)
def test_refused_with_the_variables_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        read()


def test_secrets_are_not_listed() -> None:
    shown = {line.variable: line.value for line in listing(read({"llm_api_key": "hush"}))}
    assert shown["TUTOR_LLM_API_KEY"] == "(set)"
    assert shown["TUTOR_PORT"] == "8000"


def test_a_child_reads_the_same_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    parent = read({"home": "/srv/tutor", "tls": "true", "ice_servers": "stun:a, stun:b"})
    for name, value in environment(parent).items():
        if name.startswith("TUTOR_"):
            monkeypatch.setenv(name, value)
    assert read() == parent
    assert parent.home == Path("/srv/tutor")
