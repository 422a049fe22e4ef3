"""P3 frames and checksums made by the book, bit by bit, without the package under test."""

from collections.abc import Iterable


def checksum(message: bytes) -> int:
    """The decoder's own algorithm: preset 0xFFFF, each byte at the low end of the register."""
    register = 0xFFFF
    for byte in message:
        high = register >> 8 << 8
        for _ in range(8):
            high = (high << 1 ^ (0x1021 if high & 0x8000 else 0)) & 0xFFFF
        register = high ^ (register << 8 & 0xFF00) ^ byte
    return register


def p3_plain(
    tor: int,
    fields: Iterable[tuple[int, bytes]] | bytes,
    *,
    version: int = 2,
    length: int | None = None,
    flags: int = 0,
) -> bytes:
    """An unescaped frame; a `length` other than the true one can be claimed."""
    body = (
        fields
        if isinstance(fields, bytes)
        else b"".join(bytes((tag, len(value))) + value for tag, value in fields)
    )
    claimed = len(body) + 11 if length is None else length
    before = bytes((0x8E, version)) + claimed.to_bytes(2, "little")
    after = flags.to_bytes(2, "little") + tor.to_bytes(2, "little") + body + b"\x8f"
    return before + checksum(before + b"\0\0" + after).to_bytes(2, "little") + after


def p3_escaped(plain: bytes, codes: bytes = b"\x8d\x8e\x8f") -> bytes:
    """The frame as it goes on the wire, with the bytes in `codes` escaped."""
    inside = b"".join(
        bytes((0x8D, (byte + 0x20) % 256)) if byte in codes else bytes((byte,)) for byte in plain[1:-1]
    )
    return plain[:1] + inside + plain[-1:]


def p3_frame(tor: int, fields: Iterable[tuple[int, bytes]] | bytes, **header: int) -> bytes:
    """A frame on the wire; `header` as for `p3_plain`."""
    return p3_escaped(p3_plain(tor, fields, **header))


def text_line(content: str) -> bytes:
    """An AMBrc line with its CRC; `content` goes from the type to the last field."""
    covered = content.replace(" ", "\t").encode() + b"\t"
    return b"\x01" + covered + f"x{checksum(covered):X}\r\n".encode()
