"""Errors of flight records.

SessionError
 +-- FlightError            flight_record
      +-- OtherCodeError    flight_other_code   written by another version of the code
      +-- DivergedError     flight_diverged     this code decides otherwise
"""

from sessions.errors import SessionError


class FlightError(SessionError):
    """No flight record, or a damaged one."""

    code = "flight_record"


class OtherCodeError(FlightError):
    """The values in it are not those of this version; replay it with the one that wrote it."""

    code = "flight_other_code"


class DivergedError(FlightError):
    """Replaying came to another state than was recorded."""

    code = "flight_diverged"
