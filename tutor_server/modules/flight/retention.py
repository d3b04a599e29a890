"""How long flight records are kept: their own few days (TUTOR_FLIGHT_DAYS), or less where the
tenant says so."""

from typing import Final

from tutor_server.storage.expiry import Expiry, purger

KIND: Final = "flight_records"
purge: Final = purger(
    Expiry(
        kind=KIND, table="flight_chunks", days=None, key="session, epoch, first", also="expires_at"
    )
)
