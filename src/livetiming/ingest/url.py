"""Where a decoder is and what it does there, as one line that an operator can type.

::

    tcp://192.168.1.50:5403
    serial:///dev/ttyUSB0?baudrate=9600&protocol=tranx2
    tcp://192.168.1.51?loop=backup&name=tower

Options follow a ``?`` and are joined by ``&``; `OPTIONS` has them all.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

import msgspec

from livetiming.errors import BadUrl
from livetiming.facts import LoopRole
from livetiming_decoders.protocols import PROTOCOLS

P3_PORT = 5403
DEFAULT_PORTS: Mapping[str, int] = {"ambrc": 5100}
"""Where a protocol listens on TCP if not on `P3_PORT`, as makers' decoders do."""

AUTO = "auto"
TRIGGER = "trigger"
"""No decoder: every line of text that arrives is one trip of a photocell or a button."""

EXAMPLES = "tcp://192.168.1.50:5403 or serial:///dev/ttyUSB0?baudrate=9600"

_Word = TypeVar("_Word", bound=StrEnum)


class Crc(StrEnum):
    """What to do with a record whose checksum is wrong or missing."""

    STRICT = "strict"
    LENIENT = "lenient"
    """Take its word for it, for emulators that send a false one (AMBrc only)."""


class DecoderUrl(msgspec.Struct, frozen=True, kw_only=True):
    """A decoder's address and options. Made by `parse`."""

    source: str
    """Scheme and address without options: what facts call this decoder by, whatever its options become."""
    host: str = ""
    port: int = 0
    device: str = ""
    baudrate: int = 9600
    rts: bool = True
    protocol: str = AUTO
    crc: Crc = Crc.STRICT
    loop: LoopRole = LoopRole.START_FINISH
    name: str | None = None
    """What people call the loop (``sector 1``)."""
    status_interval_us: int | None = 5_000_000
    """How often the decoder says that it is alive, until it is known; ``None``: it never does."""
    photocells: tuple[int, ...] = ()
    """Transponder numbers under which the decoder reports a photocell or gate."""

    @property
    def is_serial(self) -> bool:
        """Whether it is a serial line."""
        return bool(self.device)


def parse(url: str) -> DecoderUrl:
    """Read an address. Raises `BadUrl`, saying what to write instead."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadUrl(f"{url!r} is no address ({error}); write {EXAMPLES}.") from None
    options = _options(url, parts.query)
    if parts.scheme == "tcp":
        if not host or parts.path not in ("", "/"):
            raise BadUrl(f"{url!r} names no host; write tcp://host:port, as in {EXAMPLES}.")
        protocol = options.get("protocol", AUTO)
        port = port or DEFAULT_PORTS.get(str(protocol), P3_PORT)
        shown = f"[{host}]" if ":" in host else host
        return _make(url, {"source": f"tcp://{shown}:{port}", "host": host, "port": port, **options})
    if parts.scheme == "serial":
        device = parts.netloc + parts.path
        if not device:
            raise BadUrl(f"{url!r} names no port; write serial:///dev/ttyUSB0?baudrate=9600.")
        return _make(url, {"source": f"serial://{device}", "device": device, **options})
    raise BadUrl(f"{url!r} begins neither with tcp:// nor with serial://; write {EXAMPLES}.")


def _make(url: str, values: dict[str, object]) -> DecoderUrl:
    if values.get("protocol") in (TRIGGER, "ilap"):
        values = {"status_interval_us": None, **values}
    address = msgspec.convert(values, DecoderUrl)
    if address.crc is Crc.LENIENT and address.protocol != "ambrc":
        raise BadUrl(f"{url!r}: crc=lenient needs protocol=ambrc; other protocols are safe only with it.")
    if not address.is_serial and ("baudrate" in values or "rts" in values):
        raise BadUrl(f"{url!r}: baudrate and rts are for serial:// lines; leave them out.")
    return address


def _options(url: str, query: str) -> dict[str, object]:
    options: dict[str, object] = {}
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
    except ValueError:
        raise BadUrl(f"{url!r}: options look like name=value&name=value.") from None
    for name, text in pairs:
        read = OPTIONS.get(name)
        if read is None:
            raise BadUrl(f"{url!r}: there is no option {name!r}; there are {', '.join(OPTIONS)}.")
        if name in options:
            raise BadUrl(f"{url!r}: option {name!r} is there twice.")
        try:
            options[_ATTRIBUTES.get(name, name)] = read(text)
        except ValueError as error:
            raise BadUrl(f"{url!r}: {name}={text} is not possible; {error}.") from None
    return options


def _word(words: type[_Word]) -> Callable[[str], _Word]:
    def read(text: str) -> _Word:
        try:
            return words(text)
        except ValueError:
            raise ValueError(f"write one of {', '.join(words)}") from None

    return read


def _protocol(text: str) -> str:
    known = (AUTO, *PROTOCOLS, TRIGGER)
    if text not in known:
        raise ValueError(f"write one of {', '.join(known)}")
    return text


def _baudrate(text: str) -> int:
    if not text.isdecimal() or not 50 <= int(text) <= 4_000_000:
        raise ValueError("write a number such as 9600 or 38400")
    return int(text)


def _on_or_off(text: str) -> bool:
    if text not in ("on", "off"):
        raise ValueError("write on or off")
    return text == "on"


def _interval_us(text: str) -> int | None:
    if text == "none":
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0.1 <= seconds <= 600:
        raise ValueError("write seconds, or none for a decoder that sends no status")
    return round(seconds * 1_000_000)


def _name(text: str) -> str:
    if not text.strip():
        raise ValueError("write a name")
    return text.strip()


def _transponders(text: str) -> tuple[int, ...]:
    numbers = text.split(",")
    if not all(number.isdecimal() for number in numbers):
        raise ValueError("write transponder numbers with commas between them")
    return tuple(int(number) for number in numbers)


OPTIONS: Mapping[str, Callable[[str], object]] = {
    "protocol": _protocol,
    "loop": _word(LoopRole),
    "name": _name,
    "crc": _word(Crc),
    "baudrate": _baudrate,
    "rts": _on_or_off,
    "status": _interval_us,
    "photocell": _transponders,
}
"""Every option by name, with what reads its value."""

_ATTRIBUTES: Mapping[str, str] = {"status": "status_interval_us", "photocell": "photocells"}
