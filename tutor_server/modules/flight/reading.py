"""Flight records as a viewer may read them, decided again and told in lines for operators."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sessions.flight.compare import Comparison, compare
from sessions.flight.errors import FlightError, OtherCodeError
from sessions.flight.replay import Record, Step, read, replay
from sessions.flight.waterfall import Waterfall, waterfalls
from sessions.ids import SessionId
from tutor_server.clock import WallClock
from tutor_server.errors import ConflictError, NotFoundError
from tutor_server.modules.flight.store import FlightStore, Kept
from tutor_server.storage.pool import Scope

log = logging.getLogger(__name__)

NOTHING: Final = (
    "There is no flight record of this session: without a consent (flight_record) none is kept,"
    " and one is kept for a few days."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flown:
    """One owner's flight of a session, and its record; None when other code wrote it."""

    kept: Kept
    record: Record | None


class Flights:
    """Reads for viewers; the row policies decide what there is to see."""

    def __init__(self, store: FlightStore, *, now: WallClock) -> None:
        self._store = store
        self._now = now

    async def kept(
        self, viewer: Scope, *, student: str | None = None, limit: int = 100
    ) -> tuple[Kept, ...]:
        """What there is, flown last first. Raises StorageUnavailableError."""
        return await self._store.flights(viewer, now=self._now(), student=student, limit=limit)

    async def of(self, viewer: Scope, session: SessionId) -> tuple[Flown, ...]:
        """A session's flights, oldest first. Raises NotFoundError, ConflictError (damaged),
        StorageUnavailableError."""
        now = self._now()
        found = await self._store.flights(viewer, now=now, session=session)
        if not found:
            raise NotFoundError(NOTHING)
        flown = []
        for kept in sorted(found, key=lambda one: one.epoch):
            chunks = await self._store.chunks(viewer, kept, now=now)
            flown.append(Flown(kept=kept, record=_read(chunks)))
        return tuple(flown)


def turns(flown: Sequence[Flown]) -> tuple[Waterfall, ...]:
    """The turns of all flights that this code can replay."""
    return tuple(
        turn for one in flown if one.record is not None for turn in waterfalls(_sound(one.record))
    )


def _sound(record: Record) -> Iterator[Step]:
    """The steps up to a fault of the reducer or a difference: what came before is still true."""
    try:
        yield from replay(record)
    except Exception as error:  # noqa: BLE001 - a recorded fault fails again, whatever it was
        log.info("a flight record was replayed in part", extra={"error": type(error).__name__})


def listed(kept: Kept) -> str:
    """One line of `tutor flight list`."""
    return (
        f"{kept.session}  epoch {kept.epoch}  {kept.flushed_at:%Y-%m-%d %H:%M:%S}"
        f"  {kept.events} events  {kept.bytes} bytes  until {kept.expires_at:%Y-%m-%d}"
    )


def shown(flown: Flown) -> list[str]:
    """Lines of `tutor flight show`: what is there, and each turn's way to its first word."""
    lines = [f"Epoch {flown.kept.epoch}: {_extent(flown)}"]
    if flown.record is None:
        return lines
    for turn in turns((flown,)):
        heard = "not heard" if turn.first_audio_ms is None else f"{turn.first_audio_ms:.0f} ms"
        lines.append(f"  {turn.name}: first word {heard}")
        lines += [
            f"    {leg.name:<16}{leg.start_ms:>8.0f} to {leg.end_ms:>6.0f} ms" for leg in turn.legs
        ]
    return lines


def replayed(flown: Flown) -> list[str]:
    """Lines of `tutor flight replay`: same decisions, or the first difference."""
    head = f"Epoch {flown.kept.epoch}: "
    if flown.record is None:
        return [head + _extent(flown)]
    found = compare(flown.record)
    lines = [head + _verdict(found, flown.record)]
    if found.difference is not None:
        first = found.difference
        lines += [
            f"  event {first.number}, {first.event}, at {first.at_s:.3f} s",
            f"  then: {first.then}",
            f"  now:  {first.now}",
        ]
    return lines


def _verdict(found: Comparison, record: Record) -> str:
    span = f"{found.decided} events over {found.seconds:.1f} s"
    if found.difference is not None:
        return f"DIFFERENT decisions after {span}."
    if record.missing:
        return f"same decisions in what is there: {span}; {record.missing} events are missing."
    return f"same decisions: {span}."


def _extent(flown: Flown) -> str:
    if flown.record is None:
        return f"{flown.kept.events} events, written by another version of the code."
    record = flown.record
    gap = f", {record.missing} missing, in {len(record.pieces)} pieces" if record.missing else ""
    return f"{record.events} events{gap}, {flown.kept.bytes} bytes."


def _read(chunks: Sequence[bytes]) -> Record | None:
    try:
        return read(chunks)
    except OtherCodeError:
        return None
    except FlightError as error:
        raise ConflictError("This flight record is damaged.") from error
