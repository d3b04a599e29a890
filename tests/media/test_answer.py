from media.answer import WISHES, with_wishes

ANSWER = "\r\n".join(
    (
        "v=0",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
        "a=rtpmap:111 opus/48000/2",
        "a=rtcp-mux",
        "m=video 9 UDP/TLS/RTP/SAVPF 96",
        "a=rtpmap:96 VP8/90000",
        "",
    )
)


def test_a_browser_is_asked_for_fec_where_it_reads_of_opus() -> None:
    lines = with_wishes(ANSWER).split("\r\n")
    at = lines.index("a=rtpmap:111 opus/48000/2")
    assert lines[at + 1] == f"a=fmtp:111 {WISHES}"
    assert "useinbandfec=1" in WISHES
    del lines[at + 1]
    assert "\r\n".join(lines) == ANSWER


def test_what_is_said_already_is_not_said_again() -> None:
    once = with_wishes(ANSWER)
    assert with_wishes(once) == once
