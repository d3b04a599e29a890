import pytest

from media.ice import ice_server, ice_servers


def test_a_turn_server_with_its_credentials() -> None:
    server = ice_server("turn:anna:s3cret@turn.example.org:3478?transport=tcp")
    assert server.urls == "turn:turn.example.org:3478?transport=tcp"
    assert (server.username, server.credential) == ("anna", "s3cret")


def test_time_limited_credentials_are_percent_encoded() -> None:
    server = ice_server("turns:1700000000%3Astudent:a%2Bb%40c:d@turn.example.org")
    assert server.username == "1700000000:student"
    assert server.credential == "a+b@c:d"


def test_a_stun_server_needs_nothing() -> None:
    server = ice_server("stun:stun.example.org:19302")
    assert (server.urls, server.username) == ("stun:stun.example.org:19302", None)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "turn:turn.example.org",
        "turn:user@turn.example.org",
        "turn::topsecret@turn.example.org",
        "stun:user:topsecret@stun.example.org",
        "http://example.org",
        "turn:user:topsecret@",
        "turn:user:topsecret@host:port",
        "stun:host?transport=udp",
    ],
)
def test_a_malformed_url_is_refused_without_its_secret(url: str) -> None:
    with pytest.raises(ValueError, match=r"STUN|TURN") as refused:
        ice_server(url)
    assert "topsecret" not in str(refused.value)


def test_all_of_a_list() -> None:
    assert len(ice_servers(("stun:a.example.org", "turn:u:p@b.example.org"))) == 2
