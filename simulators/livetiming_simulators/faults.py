"""What can go wrong between a kart and the bytes that a client reads: rates, freely combinable.

The rates are probabilities from 0 to 1, drawn once per crossing (at the loop), per passing (in the
decoder) or per record sent (on the wire). All draws come from generators seeded by the owner.
"""

from typing import Self

import msgspec


class UnknownFault(ValueError):
    """The text names a fault or a value that there is not; the message lists what there is."""


class Faults(msgspec.Struct, frozen=True, kw_only=True):
    """All zero: a perfect afternoon."""

    missed_read: float = 0.0
    """A crossing is not heard at all."""
    double_read: float = 0.0
    """A crossing is heard again 50 to 400 ms later."""
    ghost_read: float = 0.0
    """Around a crossing a transponder is heard that nobody carries."""
    fading_transponder: float = 0.0
    """Share of the karts whose transponder weakens through a session and is missed more and more."""

    clock_drift_ppm: int = 0
    """How much faster than true time the decoder's clock runs, in millionths."""
    clock_step: float = 0.0
    """Somebody sets the decoder's clock: it jumps by up to two hours, either way."""
    clock_reset: float = 0.0
    """The decoder's clock starts again at zero."""
    counter_reset: float = 0.0
    """The passing counter starts again at one, and the decoder forgets what it held."""
    noise_burst: float = 0.0
    """Per STATUS: high noise in it and the following ones, and garbage on the wire."""
    resend_ignored: float = 0.0
    """Per request: the decoder does not answer RESEND."""
    resend_delay_us: int = 0
    """Pause before each passing that answers a RESEND."""

    split: float = 0.0
    """A record arrives in pieces, up to 200 ms apart."""
    merged: float = 0.0
    """A record waits up to 300 ms and arrives together with what follows."""
    corrupt: float = 0.0
    """One byte of a record arrives wrong."""
    lost_nul: float = 0.0
    """A NUL after a carriage return gets lost, as on Telnet lines; binary protocols only."""
    duplicated: float = 0.0
    """A passing arrives again, up to 10 s later."""
    delayed: float = 0.0
    """A passing arrives up to 10 s late, behind others."""
    reordered: float = 0.0
    """A passing arrives behind the next one."""
    link_lost: float = 0.0
    """The connection ends, perhaps within a record."""
    half_open: float = 0.0
    """From here on nothing arrives, either way, and nobody says so."""

    def __post_init__(self) -> None:
        """Raise `UnknownFault` for a probability outside 0 to 1 or a negative pause."""
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, float) and not 0.0 <= value <= 1.0:
                raise UnknownFault(f"{name} is a probability from 0 to 1, not {value}")
        if self.resend_delay_us < 0:
            raise UnknownFault(f"resend_delay_us cannot be negative ({self.resend_delay_us})")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``name=value,name=value``; ``rough`` alone or first stands for a day of everything.

        Raises `UnknownFault`.
        """
        values: dict[str, float | int] = {}
        for part in filter(None, (part.strip() for part in text.split(","))):
            name, given, value = part.partition("=")
            if part == "rough":
                values.update(ROUGH)
            elif name in cls.__struct_fields__ and given:
                values[name] = _read_value(name, value)
            else:
                known = ", ".join(("rough", *cls.__struct_fields__))
                raise UnknownFault(f"unknown fault {part!r}; use name=value with one of: {known}")
        return cls(**values)  # type: ignore[arg-type]


ROUGH: dict[str, float | int] = {
    "missed_read": 0.01,
    "double_read": 0.03,
    "ghost_read": 0.01,
    "fading_transponder": 0.05,
    "clock_drift_ppm": 40,
    "noise_burst": 0.02,
    "split": 0.1,
    "merged": 0.1,
    "corrupt": 0.003,
    "lost_nul": 0.1,
    "duplicated": 0.01,
    "delayed": 0.01,
    "reordered": 0.02,
    "link_lost": 0.003,
    "half_open": 0.001,
}
"""A bad day at the track, all of it survivable by a good client; the clock stays what it is."""


def _read_value(name: str, text: str) -> float | int:
    try:
        return int(text) if isinstance(getattr(Faults(), name), int) else float(text)
    except ValueError:
        raise UnknownFault(f"{name} needs a number, not {text!r}") from None
