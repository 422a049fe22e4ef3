"""Times as a case has them: seconds, or a clock's ``1:02.345`` and ``19:18:43``, exact to the microsecond."""

import re
from decimal import Decimal

_SECONDS = re.compile(r"^-?\d+(?:\.\d+)?$")
_CLOCK = re.compile(r"^(?:(\d+):)?(\d+):(\d{1,2}(?:\.\d+)?)$")
_SECOND_US = 1_000_000

Time = int | str
"""What may be written for a time; decimals come as their text, which is exact."""


class BadTime(ValueError):
    """What was written is no time."""


def time_us(written: Time) -> int:
    """A written time in microseconds. Raises `BadTime`."""
    text = str(written)
    if _SECONDS.match(text):
        return _exact_us(Decimal(text), text)
    clock = _CLOCK.match(text)
    if clock is None:
        raise BadTime(f'{text!r} is no time; write seconds, "1:02.345" or "19:18:43".')
    hours, minutes, seconds = clock.groups()
    return _exact_us(Decimal(int(hours or 0) * 3600 + int(minutes) * 60) + Decimal(seconds), text)


def seconds_of(us: int) -> Decimal:
    """Microseconds as seconds."""
    return Decimal(us) / _SECOND_US


def _exact_us(seconds: Decimal, written: str) -> int:
    us = seconds * _SECOND_US
    if us != int(us):
        raise BadTime(f"{written} is finer than a microsecond.")
    return int(us)
