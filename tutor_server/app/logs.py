"""Logging from settings."""

import logging

from tutor_server.log import LogSettings, configure
from tutor_server.settings import Settings


def set_up_logging(settings: Settings) -> None:
    """One handler on stderr, as settings say."""
    for chatty in ("aioice", "aiortc"):
        # They log every candidate pair at info level.
        logging.getLogger(chatty).setLevel(logging.WARNING)
    configure(
        LogSettings(
            level=settings.log_level,
            json_lines=settings.log_format == "json",
            pii=settings.log_pii,
        )
    )
