"""Errors of the wire, sent as `error` events (or HTTP problems) with stable codes.

WireError(code, message, param, event_id)
    invalid_json, invalid_msgpack, unknown_event, invalid_event, frame_too_large,
    unsupported_audio_format, unsupported_tool, invalid_value
"""


class WireError(Exception):
    """A frame or event was refused; the connection lives."""

    def __init__(
        self, code: str, message: str, *, param: str | None = None, event_id: str | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.param = param
        self.event_id = event_id
