"""What the readers are measured against.

The `bare_...` loops do the least that any reader must: find the frames and check their checksums
(TranX-2, which has none: turn the digits into numbers). They keep no field and survive no damage.
`PublicStyleP3` works as the public Python parsers do: bytes to hexadecimal text, a table and a loop for
the checksum, and a dictionary for each record.
"""

from binascii import crc_hqx

PRESET = 0x1D0F


def bare_p3(blocks: list[bytes]) -> int:
    """How many frames have the right checksum; frames split between blocks are joined."""
    intact = 0
    rest = b""
    for block in blocks:
        *frames, rest = (rest + block).split(b"\x8f")
        for frame in frames:
            if b"\x8d" in frame:
                head, *parts = frame.split(b"\x8d")
                frame = head + b"".join(bytes([part[0] - 0x20]) + part[1:] for part in parts)
            zeroed = frame[:4] + b"\0\0" + frame[6:] + b"\x8f"
            crc = crc_hqx(zeroed[:-2], PRESET) ^ int.from_bytes(zeroed[-2:], "big")
            intact += crc == int.from_bytes(frame[4:6], "little")
    return intact


def bare_ambrc(blocks: list[bytes]) -> int:
    """How many lines have the right checksum."""
    intact = 0
    rest = b""
    for block in blocks:
        *lines, rest = (rest + block).split(b"\r\n")
        for line in lines:
            covered, _, crc = line[1:].rpartition(b"x")
            computed = crc_hqx(covered[:-2], PRESET) ^ int.from_bytes(covered[-2:], "big")
            intact += computed == int(crc, 16)
    return intact


def bare_ilap(blocks: list[bytes]) -> int:
    """How many lines have three fields with a number in each."""
    intact = 0
    rest = b""
    for block in blocks:
        *lines, rest = (rest + block).split(b"\r\n")
        for line in lines:
            _, decoder, transponder, seconds = line.split(b"\t")
            intact += int(decoder) > 0 and int(transponder) > 0 and float(seconds) >= 0
    return intact


def bare_tranx2(blocks: list[bytes]) -> int:
    """How many lines are hexadecimal."""
    intact = 0
    rest = b""
    for block in blocks:
        *lines, rest = (rest + block).split(b"\r\n")
        for line in lines:
            intact += int(line[1:], 16) >= 0
    return intact


def _table() -> list[int]:
    table = []
    for index in range(256):
        crc = index << 8
        for _ in range(8):
            crc = crc << 1 ^ (0x1021 if crc & 0x8000 else 0)
        table.append(crc & 0xFFFF)
    return table


class PublicStyleP3:
    """Records as dictionaries of hexadecimal text, turned into numbers where they are."""

    TABLE = _table()
    TYPES = {1: "PASSING", 2: "STATUS"}  # noqa: RUF012
    FIELDS = {  # noqa: RUF012
        "PASSING": {
            "01": "PASSING_NUMBER",
            "03": "TRANSPONDER",
            "04": "RTC_TIME",
            "05": "STRENGTH",
            "06": "HITS",
            "08": "FLAGS",
        },
        "STATUS": {"01": "NOISE", "06": "GPS", "07": "TEMPERATURE", "0c": "INPUT_VOLTAGE"},
    }
    GENERAL = {"81": "DECODER_ID"}  # noqa: RUF012

    def read(self, blocks: list[bytes]) -> list[dict[str, object]]:
        """The records whose checksum is right."""
        records = []
        rest = b""
        for block in blocks:
            *frames, rest = (rest + block).split(b"\x8f")
            for frame in frames:
                record = self._record(self._unescaped(frame + b"\x8f"))
                if record["CRC_OK"]:
                    records.append(record)
        return records

    def _unescaped(self, frame: bytes) -> bytes:
        plain = bytearray()
        escaped = False
        for byte in frame:
            if byte == 0x8D:
                escaped = True
            elif escaped:
                plain.append(byte - 0x20)
                escaped = False
            else:
                plain.append(byte)
        return bytes(plain)

    def _crc(self, frame: bytes) -> int:
        crc = 0xFFFF
        for at, byte in enumerate(frame):
            crc = (self.TABLE[crc >> 8] ^ (crc << 8) ^ (0 if at in (4, 5) else byte)) & 0xFFFF
        return crc

    def _record(self, frame: bytes) -> dict[str, object]:
        text = frame.hex()
        crc = int(text[10:12] + text[8:10], 16)
        tor = self.TYPES.get(int(text[18:20] + text[16:18], 16), "UNKNOWN")
        record: dict[str, object] = {"TOR": tor, "CRC_OK": crc == self._crc(frame)}
        names = self.FIELDS.get(tor, {}) | self.GENERAL
        body = text[20:-2]
        while body:
            field_id, length = body[:2], int(body[2:4], 16) * 2
            value = body[4 : 4 + length]
            little = "".join(reversed([value[at : at + 2] for at in range(0, length, 2)]))
            record[names.get(field_id, field_id)] = int(little, 16)
            body = body[4 + length :]
        return record
