"""STUN and TURN servers as one line each. Knows the URLs, nothing of connections."""

from urllib.parse import unquote

from aiortc import RTCIceServer
from aiortc.rtcicetransport import parse_stun_turn_uri


def ice_server(url: str) -> RTCIceServer:
    """Read `stun:host:port` or `turn:user:secret@host:port?transport=tcp` (RFC 7064, RFC 7065).

    User and secret may be percent-encoded, so that `1700000000%3Astudent` is a user with a colon.
    Raises ValueError without repeating the secret.
    """
    scheme, _, rest = url.partition(":")
    credentials, at, address = rest.rpartition("@")
    user, colon, secret = credentials.partition(":")
    if scheme in ("stun", "stuns") and at:
        raise ValueError(f"{scheme}:{address}: a STUN server takes no credentials")
    if scheme in ("turn", "turns") and not (user and colon and secret):
        raise ValueError(f"{scheme}:{address}: a TURN server needs user:secret@ before the host")
    plain = f"{scheme}:{address}"
    try:
        parse_stun_turn_uri(plain)
    except ValueError as cause:
        raise ValueError(f"{plain}: not a STUN or TURN URL") from cause
    if not at:
        return RTCIceServer(urls=plain)
    return RTCIceServer(urls=plain, username=unquote(user), credential=unquote(secret))


def ice_servers(urls: tuple[str, ...]) -> list[RTCIceServer]:
    """All of them; aiortc uses the first STUN and the first TURN server."""
    return [ice_server(url) for url in urls]


def browser_servers(urls: tuple[str, ...]) -> tuple[dict[str, str], ...]:
    """The same servers as a page's `RTCConfiguration.iceServers` takes them (W3C WebRTC)."""
    return tuple(_for_browser(ice_server(url)) for url in urls)


def _for_browser(server: RTCIceServer) -> dict[str, str]:
    shown = {"urls": str(server.urls)}
    if server.username is not None:
        shown |= {"username": str(server.username), "credential": str(server.credential)}
    return shown
