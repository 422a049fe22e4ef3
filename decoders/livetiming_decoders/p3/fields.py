"""P3 fields: id, length, value, one after the other; and the kinds of value there are."""

from collections.abc import Iterable
from typing import Protocol

from livetiming_decoders.errors import CannotWrite
from livetiming_decoders.p3.framing import Damaged

VALUE_BYTES_MAX = 255
"""The length of a field is one byte."""


def split_fields(body: bytes) -> list[tuple[int, bytes]]:
    """The (id, value) pairs of a record's body. Raises `Damaged` if the last field runs past the end."""
    fields: list[tuple[int, bytes]] = []
    at, end = 0, len(body)
    while at < end:
        value_at = at + 2
        if value_at > end or value_at + body[at + 1] > end:
            raise Damaged(f"field {body[at]:02X} runs past the end of the record")
        at = value_at + body[value_at - 1]
        fields.append((body[value_at - 2], body[value_at:at]))
    return fields


def join_fields(fields: Iterable[tuple[int, bytes]]) -> bytes:
    """The body that carries these fields. Raises `CannotWrite` for an id or value that does not fit."""
    body = bytearray()
    for field_id, value in fields:
        if not 0 <= field_id <= 0xFF:
            raise CannotWrite(f"field id {field_id} is not one byte")
        if len(value) > VALUE_BYTES_MAX:
            raise CannotWrite(f"field {field_id:02X} has {len(value)} bytes, more than {VALUE_BYTES_MAX}")
        body += bytes((field_id, len(value))) + value
    return bytes(body)


class Kind(Protocol):
    """What the bytes of a field mean."""

    def read(self, value: bytes) -> int | str | bytes | None:
        """The value, or None if these bytes cannot be one that `write` makes."""

    def write(self, value: object) -> bytes:
        """The bytes on the wire. Raises `CannotWrite` if the value does not fit."""


class Whole:
    """A little-endian whole number; `offset` is what the wire adds to it.

    Longer and shorter values than documented are read too, as long as the number itself fits.
    """

    def __init__(self, size: int, *, offset: int = 0, signed: bool = False) -> None:
        self._size = size
        self._offset = offset
        self._signed = signed
        span = 1 << 8 * size
        self._least = -(span >> 1) if signed else 0
        self._most = self._least + span - 1

    def read(self, value: bytes) -> int | None:
        """The number, or None if there is none or it is too large."""
        if not value:
            return None
        number = int.from_bytes(value, "little", signed=self._signed)
        return number - self._offset if self._least <= number <= self._most else None

    def write(self, value: object) -> bytes:
        """The number in its documented width."""
        if not isinstance(value, int):
            raise CannotWrite(f"{value!r} is not a whole number")
        number = value + self._offset
        if not self._least <= number <= self._most:
            raise CannotWrite(f"{value} does not fit {self._size} bytes")
        return number.to_bytes(self._size, "little", signed=self._signed)


class Text:
    """ASCII text of any length."""

    def read(self, value: bytes) -> str | None:
        """The text, or None if there is none or it is not ASCII."""
        return value.decode("ascii") if value and value.isascii() else None

    def write(self, value: object) -> bytes:
        """The text's bytes."""
        if not isinstance(value, str) or not value or not value.isascii():
            raise CannotWrite(f"{value!r} is not ASCII text")
        return value.encode("ascii")


class Opaque:
    """Bytes of a known length and unknown meaning."""

    def __init__(self, size: int) -> None:
        self._size = size

    def read(self, value: bytes) -> bytes | None:
        """The bytes, or None if there are more or fewer than documented."""
        return value if len(value) == self._size else None

    def write(self, value: object) -> bytes:
        """The bytes as they are."""
        if not isinstance(value, bytes) or len(value) != self._size:
            raise CannotWrite(f"{value!r} is not {self._size} bytes")
        return value
