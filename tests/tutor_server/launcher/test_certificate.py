"""The certificate is kept while it fits and made again when it does not."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tutor_server.launcher.certificate import ensure_certificate, local_names

NOW = datetime(2026, 11, 20, tzinfo=UTC)
NAMES = ("localhost", "127.0.0.1", "192.0.2.7")


def test_it_loads_and_its_key_is_private(tmp_path: Path) -> None:
    pair = ensure_certificate(tmp_path / "keys", NAMES, NOW)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pair.cert, pair.key)
    assert pair.key.stat().st_mode & 0o077 == 0


def test_kept_while_it_fits(tmp_path: Path) -> None:
    first = ensure_certificate(tmp_path, NAMES, NOW).cert.read_bytes()
    assert (
        ensure_certificate(tmp_path, NAMES, NOW + timedelta(days=100)).cert.read_bytes() == first
    )
    later = ensure_certificate(tmp_path, NAMES, NOW + timedelta(days=370)).cert.read_bytes()
    assert later != first
    moved = ensure_certificate(tmp_path, (*NAMES, "192.0.2.8"), NOW + timedelta(days=370))
    assert moved.cert.read_bytes() != later


def test_a_damaged_file_is_replaced(tmp_path: Path) -> None:
    pair = ensure_certificate(tmp_path, NAMES, NOW)
    pair.cert.write_text("damaged")
    ensure_certificate(tmp_path, NAMES, NOW)
    assert "BEGIN CERTIFICATE" in pair.cert.read_text()


def test_local_names_hold_the_loopback() -> None:
    assert {"localhost", "127.0.0.1"} <= set(local_names())
