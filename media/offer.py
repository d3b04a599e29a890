"""Reads an SDP offer and decides whether it can be answered, before aiortc sees it.

Pure. aiortc starts background tasks from what an offer says, where a bad value surfaces as an
exception nobody awaits or as a sender that falls silent; so everything it relies on is checked
here first. Knows SDP (RFC 8866) and JSEP (RFC 9429), holds no connection.
"""

import ipaddress
import re
from dataclasses import dataclass

from aiortc.sdp import MediaDescription, SessionDescription

from media.errors import BadOfferError, NewPeerNeededError

MAX_CHARS = 256 * 1024
MAX_SECTIONS = 32
MAX_SECTION_LINES = 400
"""Chrome's longest video section has about 200; aiortc's parser is quadratic in this."""
MAX_CANDIDATES = 32
"""Each candidate makes the server send checks to an address that the student chose."""
MIN_CANDIDATE_PORT = 1024
"""Browsers and TURN servers never offer lower ones; scanning a network's services would."""

_ICE_UFRAG = re.compile(r"[A-Za-z0-9+/=_-]{4,256}")
_ICE_PWD = re.compile(r"[A-Za-z0-9+/=_-]{22,256}")
_MID = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,32}")
_DIGESTS = {"sha-256", "sha-384", "sha-512"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the peer needs to know of an offer that can be answered."""

    sdp: str
    """Without the candidates that are refused."""
    sections: tuple[tuple[str, str], ...]
    """Kind and mid of every media section, in order."""
    ice: tuple[str, str]
    """User fragment and password of the transport."""
    fingerprints: frozenset[str]

    @property
    def videos(self) -> int:
        """How many video sections there are."""
        return sum(kind == "video" for kind, _ in self.sections)


def read_offer(text: str) -> Offer:
    """Check an offer and drop its useless candidates. Raises BadOfferError."""
    if len(text) > MAX_CHARS:
        raise BadOfferError(f"an offer holds at most {MAX_CHARS} characters")
    sdp = _clean(text)
    media = _parse(sdp)
    _check_sections(media)
    for section in media.media:
        _check_transport(section)
        _check_kind(section)
    if not any(_is_voice(section) for section in media.media):
        raise BadOfferError("no audio section that speaks Opus and receives")
    return Offer(
        sdp=sdp,
        sections=tuple((section.kind, section.rtp.muxId) for section in media.media),
        ice=_credentials(media.media[0]),
        fingerprints=_fingerprints(media.media[0]),
    )


def check_later_offer(before: Offer, now: Offer) -> None:
    """Refuse what cannot be changed on a living peer. Raises NewPeerNeededError.

    aiortc 1.16 has no ICE restart: given new credentials it answers with its old ones and goes on
    checking with the old remote ones, so the connection would die half a minute later.
    """
    if now.ice != before.ice:
        raise NewPeerNeededError("an ICE restart needs a new peer")
    if now.fingerprints != before.fingerprints:
        raise NewPeerNeededError("a new DTLS certificate needs a new peer")
    if now.sections[: len(before.sections)] != before.sections:
        raise NewPeerNeededError("media sections may be added, not changed or removed")


def _clean(text: str) -> str:
    """Keep only candidates that can be reached, and never the end of them.

    mDNS names cost up to a second each and cannot be resolved from a server; the student's own
    checks show the address anyway (a peer-reflexive candidate, RFC 8445 section 7.3.1.3). Told
    that no more candidates come, aioice fails at once when it was given none.
    """
    kept: list[str] = []
    candidates = section_lines = 0
    for line in text.splitlines():
        section_lines = 0 if line.startswith("m=") else section_lines + 1
        if section_lines > MAX_SECTION_LINES:
            raise BadOfferError(f"more than {MAX_SECTION_LINES} lines in one section")
        if line.startswith("a=candidate:"):
            candidates += _is_reachable(line)
            if not _is_reachable(line) or candidates > MAX_CANDIDATES:
                continue
        if not line.startswith("a=end-of-candidates"):
            kept.append(line)
    return "\r\n".join(kept) + "\r\n"


def _is_reachable(line: str) -> bool:
    bits = line.split()
    if len(bits) < 8 or bits[1] != "1" or bits[2].lower() != "udp":
        return False
    if bits[7] not in ("host", "srflx", "relay") or not bits[3].isdecimal():
        return False
    try:
        address, port = ipaddress.ip_address(bits[4]), int(bits[5])
    except ValueError:
        return False
    refused = address.is_multicast or address.is_unspecified or address.is_reserved
    return MIN_CANDIDATE_PORT <= port < 65_536 and not refused


def _parse(sdp: str) -> SessionDescription:
    try:
        return SessionDescription.parse(sdp)
    except Exception as cause:
        raise BadOfferError("not an SDP offer") from cause


def _check_sections(description: SessionDescription) -> None:
    media = description.media
    if not 1 <= len(media) <= MAX_SECTIONS:
        raise BadOfferError(f"from 1 to {MAX_SECTIONS} media sections, not {len(media)}")
    if any(section.port == 0 for section in media):
        raise NewPeerNeededError("a rejected media section needs a new peer")
    mids = [section.rtp.muxId for section in media]
    if len(set(mids)) != len(mids) or not all(_MID.fullmatch(mid or "") for mid in mids):
        raise BadOfferError("every media section needs its own mid")
    if sum(section.kind == "application" for section in media) > 1:
        raise BadOfferError("more than one application section")
    bundles = [group.items for group in description.group if group.semantic == "BUNDLE"]
    if len(media) > 1 and bundles != [mids]:
        raise BadOfferError("all media sections must be bundled, in order")


def _check_transport(section: MediaDescription) -> None:
    user, password = _credentials(section)
    if not _ICE_UFRAG.fullmatch(user):
        raise BadOfferError("ice-ufrag is missing or malformed")
    if not _ICE_PWD.fullmatch(password):
        raise BadOfferError("ice-pwd is missing or malformed")
    if not _fingerprints(section):
        raise BadOfferError("a DTLS setup and a SHA-2 fingerprint are needed")


def _credentials(section: MediaDescription) -> tuple[str, str]:
    ice = section.ice
    return (ice.usernameFragment or "", ice.password or "") if ice else ("", "")


def _fingerprints(section: MediaDescription) -> frozenset[str]:
    prints = section.dtls.fingerprints if section.dtls else []
    return frozenset(p.value.upper() for p in prints if p.algorithm.lower() in _DIGESTS)


def _check_kind(section: MediaDescription) -> None:
    if section.kind == "application":
        if section.profile == "DTLS/SCTP" or section.fmt != ["webrtc-datachannel"]:
            raise BadOfferError("the application section is not a data channel")
        if not 1 <= (section.sctp_port or 0) < 65_536:
            raise BadOfferError("sctp-port is missing or out of range")
    elif section.kind in ("audio", "video"):
        _check_rtp(section)
    else:
        raise BadOfferError("a media section is neither audio, video nor application")


def _check_rtp(section: MediaDescription) -> None:
    if section.direction is None or not section.rtcp_mux:
        raise BadOfferError("a media section needs a direction and rtcp-mux")
    if any(not 1 <= (extension.id or 0) <= 255 for extension in section.rtp.headerExtensions):
        raise BadOfferError("a header extension id is out of range")
    if any(codec.payloadType not in range(128) for codec in section.rtp.codecs):
        raise BadOfferError("a payload type is out of range")
    if section.kind == "video" and not _speaks(section, "video/vp8", 90_000):
        raise BadOfferError("a video section does not speak VP8")
    if section.kind == "audio" and not _speaks(section, "audio/opus", 48_000):
        raise BadOfferError("an audio section does not speak Opus")


def _speaks(section: MediaDescription, mime: str, rate_hz: int) -> bool:
    codecs = section.rtp.codecs
    return any(c.mimeType.lower() == mime and c.clockRate == rate_hz for c in codecs)


def _is_voice(section: MediaDescription) -> bool:
    return section.kind == "audio" and section.direction in ("sendrecv", "recvonly")
