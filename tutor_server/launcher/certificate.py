"""A self-signed certificate for this machine, so that a phone on the same network may use its
microphone (browsers allow it on https only).

Kept in the home folder and made again when it is about to expire or an address changed.
Sources: RFC 5280; CA/Browser Forum baseline (398 days).
"""

import ipaddress
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_LIFE = timedelta(days=390)
_RENEW_BEFORE = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Files for the TLS server."""

    cert: Path
    key: Path


def local_names() -> tuple[str, ...]:
    """Names and addresses by which others reach this machine; the network is not asked."""
    names = ["localhost", "127.0.0.1", "::1", socket.gethostname()]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Connecting a UDP socket sends nothing; it only chooses the outgoing address.
            probe.connect(("192.0.2.1", 9))
            names.append(probe.getsockname()[0])
        except OSError:
            pass  # no network: the loopback names are enough
    return tuple(dict.fromkeys(names))


def ensure_certificate(folder: Path, names: tuple[str, ...], now: datetime) -> Certificate:
    """The certificate for `names`, made if there is none that fits."""
    pair = Certificate(cert=folder / "tls.crt", key=folder / "tls.key")
    if not _fits(pair, names, now):
        _make(pair, names, now)
    return pair


def _fits(pair: Certificate, names: tuple[str, ...], now: datetime) -> bool:
    if not (pair.cert.exists() and pair.key.exists()):
        return False
    try:
        found = x509.load_pem_x509_certificate(pair.cert.read_bytes())
    except ValueError:
        return False
    listed = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return found.not_valid_after_utc - now > _RENEW_BEFORE and set(_subjects(names)) == set(listed)


def _subjects(names: tuple[str, ...]) -> list[x509.GeneralName]:
    return [_subject(name) for name in names]


def _subject(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _make(pair: Certificate, names: tuple[str, ...], now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tutor server")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + _LIFE)
        .add_extension(x509.SubjectAlternativeName(_subjects(names)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    )
    pem = serialization.Encoding.PEM
    pair.cert.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pair.key.touch(mode=0o600)
    pair.key.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    pair.cert.write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(pem))
