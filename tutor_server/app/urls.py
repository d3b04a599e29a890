"""How browsers reach this server, as settings say."""

from tutor_server.settings import Settings

_ANY = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104  shown as a reachable address


def base_url(settings: Settings) -> str:
    """`http://127.0.0.1:8000`, or the public URL behind a proxy."""
    if settings.public_url:
        return settings.public_url
    scheme = "https" if settings.tls or settings.tls_cert else "http"
    host = _ANY.get(settings.host, settings.host)
    return f"{scheme}://{host}:{settings.port}"
