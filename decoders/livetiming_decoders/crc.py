"""The checksum that P3 and AMBrc share.

Polynomial 0x1021, register preset to 0xFFFF, no reflection, no final xor. Unlike CRC-16/CCITT-FALSE
each byte enters at the low end of the register (``crc = table[crc >> 8] ^ (crc << 8) ^ byte``), so
the register lags the message by two bytes: it equals the usual register after all but the last two
bytes, with those two xored in. `binascii.crc_hqx` computes the usual one in C; 0x1D0F is 0xFFFF
after the two bytes of lag.
"""

from binascii import crc_hqx

CRC_PRESET = 0x1D0F


def crc16(message: bytes) -> int:
    """The checksum of a message of at least two bytes."""
    return crc_hqx(message[:-2], CRC_PRESET) ^ int.from_bytes(message[-2:], "big")
