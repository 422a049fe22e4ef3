"""One event to one P3 frame."""

from collections.abc import Iterable

from livetiming_decoders.errors import CannotWrite
from livetiming_decoders.events import AnyEvent, Request, Unknown
from livetiming_decoders.p3.fields import join_fields
from livetiming_decoders.p3.framing import seal_frame
from livetiming_decoders.p3.records import COMMON_FIELDS, DECODER_ID, RECORDS, REQUESTS, Field

_TORS: dict[object, int] = {record.event: tor for tor, record in RECORDS.items()}
_DECODER = COMMON_FIELDS[DECODER_ID]


def write_frame(event: AnyEvent) -> bytes:
    """The event as one frame, escaped. Raises `CannotWrite`.

    Unknown fields stand where captures have them: after the record's own, before the decoder id. A
    second decoder id comes after the first, which is the one that readers take.
    """
    tor, own = _record(event)
    unknown = [(field.id, field.value) for field in event.unknown_fields]
    at = next((at for at, (field_id, _) in enumerate(unknown) if field_id == DECODER_ID), len(unknown))
    return seal_frame(tor, join_fields([*own, *unknown[:at], *_fields(event, [_DECODER]), *unknown[at:]]))


def _record(event: AnyEvent) -> tuple[int, list[tuple[int, bytes]]]:
    """The TOR of the event and the fields of its own."""
    if isinstance(event, Request):
        if event.record not in REQUESTS:
            raise CannotWrite(f"P3 has no request for {event.record!r}")
        asked_tor, asked = REQUESTS[event.record]
        return asked_tor, [(field_id, b"") for field_id in asked]
    if isinstance(event, Unknown):
        if not isinstance(event.record, int) or not 0 <= event.record <= 0xFFFF:
            raise CannotWrite(f"{event.record!r} is no P3 type of record")
        return event.record, []
    if type(event) not in _TORS:
        raise CannotWrite(f"P3 has no record for {type(event).__name__}")
    tor = _TORS[type(event)]
    return tor, _fields(event, (field for field in RECORDS[tor].fields.values() if field is not _DECODER))


def _fields(event: AnyEvent, fields: Iterable[Field]) -> list[tuple[int, bytes]]:
    written: list[tuple[int, bytes]] = []
    for field in fields:
        value: object = getattr(event, field.name)
        if value is not None:
            try:
                written.append((field.id, field.kind.write(value)))
            except CannotWrite as problem:
                raise CannotWrite(f"{field.name}: {problem}") from None
    return written
