"""One P3 frame to one event."""

from collections.abc import Callable, Iterable, Mapping

from livetiming_decoders.events import AnyEvent, Malformed, Request, Unknown, UnknownField
from livetiming_decoders.p3.fields import split_fields
from livetiming_decoders.p3.framing import ESCAPE, Damaged, open_frame, unescape
from livetiming_decoders.p3.layouts import COMMON_LAYOUTS
from livetiming_decoders.p3.records import COMMON_FIELDS, GENERAL_IDS, RECORDS, REQUESTS, Field

_REQUESTS: Mapping[int, tuple[str, frozenset[int]]] = {
    tor: (name, frozenset(asked) | RECORDS[tor].fields.keys()) for name, (tor, asked) in REQUESTS.items()
}
"""By TOR: the request's name, and the ids that it may ask for."""


def read_frame(frame: bytes) -> AnyEvent:
    """The event of a frame from its 8E to its 8F, as it came from the wire. Never raises."""
    try:
        plain = unescape(frame) if ESCAPE in frame else frame
        read_common = COMMON_LAYOUTS.get(len(plain))
        event = read_common(plain, frame) if read_common else None
        if event is not None:
            return event
        tor, body = open_frame(plain)
        fields = split_fields(body)
    except Damaged as damage:
        return Malformed(reason=str(damage), raw=frame)
    if _asks(fields):
        return _read_request(tor, fields, frame)
    return _read_record(tor, fields, frame)


def _asks(fields: Iterable[tuple[int, bytes]]) -> bool:
    """Whether the record asks for fields (by sending them empty) and tells nothing."""
    values = [value for field_id, value in fields if field_id not in GENERAL_IDS]
    return bool(values) and not any(values)


def _read_request(tor: int, fields: list[tuple[int, bytes]], frame: bytes) -> AnyEvent:
    if tor not in _REQUESTS:
        return _unknown(tor, fields, frame)
    name, known = _REQUESTS[tor]
    values, rest = _read_fields(COMMON_FIELDS, fields)
    values["record"] = name
    return _event(Request, values, [field for field in rest if field.value or field.id not in known], frame)


def _read_record(tor: int, fields: list[tuple[int, bytes]], frame: bytes) -> AnyEvent:
    record = RECORDS.get(tor)
    if record is None:
        return _unknown(tor, fields, frame)
    values, rest = _read_fields(record.fields, fields)
    if any(name not in values for name in record.required):
        return _unknown(tor, fields, frame)
    return _event(record.event, values, rest, frame)


def _unknown(tor: int, fields: list[tuple[int, bytes]], frame: bytes) -> AnyEvent:
    values, rest = _read_fields(COMMON_FIELDS, fields)
    values["record"] = tor
    return _event(Unknown, values, rest, frame)


def _event(
    make: Callable[..., AnyEvent], values: dict[str, object], rest: list[UnknownField], frame: bytes
) -> AnyEvent:
    return make(unknown_fields=tuple(rest), raw=frame, **values)


def _read_fields(
    known: Mapping[int, Field], fields: Iterable[tuple[int, bytes]]
) -> tuple[dict[str, object], list[UnknownField]]:
    """The values by attribute, and every field that is not known, not readable, or there again."""
    values: dict[str, object] = {}
    rest: list[UnknownField] = []
    for field_id, value in fields:
        field = known.get(field_id)
        read = field.kind.read(value) if field is not None else None
        if field is None or read is None or field.name in values:
            rest.append(UnknownField(id=field_id, value=value))
        else:
            values[field.name] = read
    return values, rest
