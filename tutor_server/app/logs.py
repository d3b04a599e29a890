"""Logging from settings."""

from tutor_server.log import LogSettings, configure
from tutor_server.settings import Settings


def set_up_logging(settings: Settings) -> None:
    """One handler on stderr, as settings say."""
    configure(
        LogSettings(
            level=settings.log_level,
            json_lines=settings.log_format == "json",
            pii=settings.log_pii,
        )
    )
