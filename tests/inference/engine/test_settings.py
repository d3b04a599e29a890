"""EngineSettings refuses what cannot work, naming the field."""

import pytest

from inference.engine.settings import EngineSettings


def make(**changes: object) -> EngineSettings:
    return EngineSettings(**({"model": "m", "listen": "/run/e.sock"} | changes))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("threads", 0),
        ("slots", 0),
        ("slots", 257),
        ("context", 8),
        ("queue", 0),
        ("chunk", 1),
        ("drain_s", -1),
        ("dtype", "int8"),
        ("weights", "int2"),
        ("model", ""),
        ("listen", "nowhere"),
        ("listen", "host:port"),
        ("listen", "host:70000"),
        ("listen", ":80"),
    ],
)
def test_bad_values_are_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=field):
        make(**{field: value})


def test_a_listen_address_with_a_slash_is_a_socket() -> None:
    assert make().socket_path == "/run/e.sock"


@pytest.mark.parametrize(
    ("listen", "address"),
    [("127.0.0.1:0", ("127.0.0.1", 0)), ("[::1]:8001", ("::1", 8001))],
)
def test_host_and_port(listen: str, address: tuple[str, int]) -> None:
    settings = make(listen=listen)
    assert settings.socket_path is None
    assert settings.address == address
