import contextlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.errors import BadOfferError, NewPeerNeededError
from media.offer import MAX_CANDIDATES, check_later_offer, read_offer

TRANSPORT = """c=IN IP4 0.0.0.0
a=ice-ufrag:S5bj
a=ice-pwd:pLAFMlMIFRPAUjX+v1sW/k5z
a=ice-options:trickle
a=fingerprint:sha-256 {print}
a=setup:actpass
""".format(print=":".join(["A7"] * 32))

HEAD = """v=0
o=- 4611732847263 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0 1 2
a=extmap-allow-mixed
a=msid-semantic: WMS 3f
"""

AUDIO = (
    "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110\n"
    "a=rtcp:9 IN IP4 0.0.0.0\n"
    "a=candidate:1 1 udp 2113937151 192.0.2.7 50001 typ host generation 0 network-cost 999\n"
    + TRANSPORT
    + """a=mid:0
a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
a=sendrecv
a=msid:3f 62a1
a=rtcp-mux
a=rtcp-rsize
a=rtpmap:111 opus/48000/2
a=rtcp-fb:111 transport-cc
a=fmtp:111 minptime=10;useinbandfec=1
a=rtpmap:63 red/48000/2
a=fmtp:63 111/111
a=rtpmap:9 G722/8000
a=rtpmap:0 PCMU/8000
a=rtpmap:8 PCMA/8000
a=rtpmap:13 CN/8000
a=rtpmap:110 telephone-event/48000
a=ssrc:1001 cname:abc
a=ssrc:1001 msid:3f 62a1
"""
)
EVENTS = (
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\n"
    + TRANSPORT
    + "a=mid:1\na=sctp-port:5000\na=max-message-size:262144\n"
)
VIDEO = (
    "m=video 9 UDP/TLS/RTP/SAVPF 96 97 103 104\na=rtcp:9 IN IP4 0.0.0.0\n"
    + TRANSPORT
    + """a=mid:2
a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
a=sendonly
a=msid:5a 77b2
a=rtcp-mux
a=rtpmap:96 VP8/90000
a=rtcp-fb:96 goog-remb
a=rtcp-fb:96 nack
a=rtcp-fb:96 nack pli
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96
a=rtpmap:103 H264/90000
a=fmtp:103 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f
a=rtpmap:104 rtx/90000
a=fmtp:104 apt=103
a=ssrc-group:FID 2001 2002
a=ssrc:2001 cname:abc
a=ssrc:2002 cname:abc
"""
)
CHROME = (HEAD + AUDIO + EVENTS + VIDEO).replace("\n", "\r\n")
VOICE_ONLY = (HEAD.replace("0 1 2", "0") + AUDIO).replace("\n", "\r\n")


def test_the_offer_of_a_browser_is_read() -> None:
    offer = read_offer(CHROME)
    assert offer.sections == (("audio", "0"), ("application", "1"), ("video", "2"))
    assert offer.videos == 1
    assert offer.ice == ("S5bj", "pLAFMlMIFRPAUjX+v1sW/k5z")
    assert len(offer.fingerprints) == 1
    assert "192.0.2.7 50001" in offer.sdp


def test_line_ends_may_be_plain() -> None:
    assert read_offer(CHROME.replace("\r\n", "\n")) == read_offer(CHROME)


@pytest.mark.parametrize(
    "candidate",
    [
        "1 1 udp 1 4f1c9c21-d9a1-4d52-90ae-2a3fae5e7ac2.local 50001 typ host",
        "1 1 tcp 1 192.0.2.7 9 typ host tcptype active",
        "1 2 udp 1 192.0.2.7 50001 typ host",
        "1 1 udp 1 192.0.2.7 22 typ host",
        "1 1 udp 1 192.0.2.7 70000 typ host",
        "1 1 udp 1 224.0.0.1 50001 typ host",
        "1 1 udp 1 0.0.0.0 50001 typ host",
        "1 1 udp 1 255.255.255.255 50001 typ host",
        "1 1 udp 1 192.0.2.7 50001 typ prflx",
        "1 1 udp many 192.0.2.7 50001 typ host",
        "1 1 udp 1",
    ],
)
def test_a_candidate_that_cannot_or_must_not_be_reached_is_dropped(candidate: str) -> None:
    offer = read_offer(VOICE_ONLY + f"a=candidate:{candidate}\r\na=end-of-candidates\r\n")
    assert candidate not in offer.sdp
    assert "end-of-candidates" not in offer.sdp


def test_only_so_many_candidates_are_checked() -> None:
    many = "".join(
        f"a=candidate:{n} 1 udp 1 192.0.2.{n % 250} 50001 typ host\r\n" for n in range(300)
    )
    assert read_offer(VOICE_ONLY + many).sdp.count("a=candidate:") == MAX_CANDIDATES


BROKEN = {
    "no line at all": lambda s: "",
    "not sdp": lambda s: "<html>",
    "too long": lambda s: s + "a=x\r\n" * 60_000,
    "too many lines in a section": lambda s: s + "a=x\r\n" * 500,
    "too many sections": lambda s: s + AUDIO * 40,
    "no audio": lambda s: HEAD.replace("0 1 2", "1") + EVENTS,
    "voice not received": lambda s: s.replace("a=sendrecv", "a=sendonly"),
    "no direction": lambda s: s.replace("a=sendrecv\r\n", ""),
    "no opus": lambda s: s.replace("opus/48000/2", "speex/48000/2"),
    "opus at a wrong rate": lambda s: s.replace("opus/48000/2", "opus/16000/2"),
    "no vp8": lambda s: s.replace("VP8/90000", "VP9/90000"),
    "no user fragment": lambda s: s.replace("a=ice-ufrag:S5bj\r\n", ""),
    "short password": lambda s: re.sub(r"a=ice-pwd:\S+", "a=ice-pwd:short", s),
    "a password that cannot be sent": lambda s: re.sub(r"(a=ice-pwd:)\S", "\\1\ud800", s),
    "no fingerprint": lambda s: re.sub(r"a=fingerprint.*\r\n", "", s),
    "an unknown digest": lambda s: s.replace("sha-256", "md5"),
    "no setup": lambda s: s.replace("a=setup:actpass\r\n", ""),
    "an unknown setup": lambda s: s.replace("actpass", "holdconn"),
    "no rtcp-mux": lambda s: s.replace("a=rtcp-mux\r\n", ""),
    "no mid": lambda s: s.replace("a=mid:1\r\n", ""),
    "the same mid twice": lambda s: s.replace("a=mid:1", "a=mid:0"),
    "a long mid": lambda s: s.replace("a=mid:1", "a=mid:" + "m" * 300),
    "not bundled": lambda s: s.replace("a=group:BUNDLE 0 1 2", "a=group:BUNDLE 0 1"),
    "two data channels": lambda s: (
        s.replace("0 1 2", "0 1 2 3") + EVENTS.replace("mid:1", "mid:3")
    ),
    "no sctp port": lambda s: s.replace("a=sctp-port:5000\r\n", ""),
    "sctp port 0": lambda s: s.replace("sctp-port:5000", "sctp-port:0"),
    "old data channel": lambda s: s.replace("UDP/DTLS/SCTP webrtc-datachannel", "DTLS/SCTP 5000"),
    "other media": lambda s: s.replace("m=application 9", "m=text 9"),
    "extension 0": lambda s: s.replace("a=extmap:4", "a=extmap:0"),
    "extension 300": lambda s: s.replace("a=extmap:4", "a=extmap:300"),
    "payload type 200": lambda s: s.replace("rtpmap:111", "rtpmap:200").replace(
        "fb:111", "fb:200"
    ),
}


@pytest.mark.parametrize("why", BROKEN)
def test_a_broken_offer_is_refused(why: str) -> None:
    with pytest.raises(BadOfferError) as refused:
        read_offer(BROKEN[why](CHROME))
    assert not isinstance(refused.value, NewPeerNeededError)


def test_a_rejected_section_needs_a_new_peer() -> None:
    stopped = "m=video 0 UDP/TLS/RTP/SAVPF 0\r\nc=IN IP4 0.0.0.0\r\na=inactive\r\na=mid:2\r\n"
    with pytest.raises(NewPeerNeededError):
        read_offer(CHROME.split("m=video")[0] + stopped)


def test_sections_may_be_added_later() -> None:
    check_later_offer(read_offer(VOICE_ONLY), read_offer(CHROME))


@pytest.mark.parametrize(
    ("old", "new"),
    [("S5bj", "Other"), ("pLAFMlMIF", "qqqqqqqqq"), ("A7:A7", "A7:A8"), ("mid:0", "mid:7")],
)
def test_what_cannot_change_needs_a_new_peer(old: str, new: str) -> None:
    later = CHROME.replace(old, new).replace(
        "BUNDLE 0", "BUNDLE 7" if new == "mid:7" else "BUNDLE 0"
    )
    with pytest.raises(NewPeerNeededError):
        check_later_offer(read_offer(CHROME), read_offer(later))


def test_sections_may_not_vanish() -> None:
    with pytest.raises(NewPeerNeededError):
        check_later_offer(read_offer(CHROME), read_offer(VOICE_ONLY))


LINES = CHROME.splitlines()


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_mutation_is_an_offer_or_a_bad_offer(data: st.DataObject) -> None:
    lines = list(LINES)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        how = data.draw(st.sampled_from(["drop", "double", "swap", "text", "number", "cut"]))
        line = lines[at]
        if how == "drop":
            del lines[at]
        elif how == "double":
            lines.insert(at, line)
        elif how == "swap":
            other = data.draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], line
        elif how == "text":
            lines[at] = line[:2] + data.draw(st.text(max_size=30))
        elif how == "number":
            lines[at] = re.sub(r"\d+", str(data.draw(st.integers(-(2**70), 2**70))), line, count=1)
        else:
            lines[at] = line[: data.draw(st.integers(0, len(line)))]
    with contextlib.suppress(BadOfferError):
        read_offer("\r\n".join(lines))
