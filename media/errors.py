"""Errors of the media side.

MediaError
 +-- BadOfferError       bad_offer
 |    +-- NewPeerNeededError  new_peer_needed
 +-- BadAudioError       bad_audio
 +-- PeerClosedError     peer_closed
"""


class MediaError(Exception):
    """Root of the tree; `code` is stable and goes over the wire."""

    code = "media_error"
    retryable = False


class BadOfferError(MediaError):
    """The SDP offer cannot be parsed or holds nothing we can answer."""

    code = "bad_offer"


class NewPeerNeededError(BadOfferError):
    """The offer is sound but cannot be answered in place: make a new peer and offer again."""

    code = "new_peer_needed"
    retryable = True


class BadAudioError(MediaError):
    """Audio of the wrong rate, width or container."""

    code = "bad_audio"


class PeerClosedError(MediaError):
    """The peer was closed while something waited for it."""

    code = "peer_closed"
    retryable = True
