"""Facts as text: one JSON object each, readable in any SQLite shell."""

from collections.abc import Sequence

import msgspec

from livetiming.errors import StoreCorrupt, StoreTooNew
from livetiming.facts import AnyFact
from livetiming.journal import Stored
from livetiming.journal.upgrade import shape_of, upgraded

Row = tuple[int, str | bytes, str | None]
"""Of the table of facts: number, text, key."""

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[AnyFact] = msgspec.json.Decoder(AnyFact)


def encode(fact: AnyFact) -> str:
    """The fact as JSON text."""
    return _encoder.encode(fact).decode()


def stored(rows: Sequence[Row]) -> list[Stored]:
    """The facts of rows. Raises as `decode` does, for the first that cannot be read."""
    read = _decoder.decode
    try:
        return [Stored(n, read(text), key) for n, text, key in rows]
    except (msgspec.DecodeError, UnicodeDecodeError):
        return [Stored(n, decode(n, text), key) for n, text, key in rows]


def decode(n: int, text: str | bytes) -> AnyFact:
    """Fact number `n` from JSON text of this or an earlier release.

    Raises `StoreTooNew` for a fact this release does not know, `StoreCorrupt` for what is no fact.
    """
    try:
        return _decoder.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        shape = shape_of(text)
        if shape is None:
            raise StoreCorrupt(f"Fact {n} of the store is damaged ({error}); restore a backup.") from error
        newer = upgraded(shape)
        if newer is not None:
            return decode(n, newer)
        raise StoreTooNew(
            f"Fact {n} of the store is not known to this version of livetiming ({error}); "
            "install the version that wrote it, or a later one."
        ) from error
