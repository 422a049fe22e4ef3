"""Facts as text: one JSON object each, readable in any SQLite shell."""

import msgspec

from livetiming.errors import StoreCorrupt, StoreTooNew
from livetiming.facts import AnyFact
from livetiming.journal.upgrade import shape_of, upgraded

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[AnyFact] = msgspec.json.Decoder(AnyFact)


def encode(fact: AnyFact) -> str:
    """The fact as JSON text."""
    return _encoder.encode(fact).decode()


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
