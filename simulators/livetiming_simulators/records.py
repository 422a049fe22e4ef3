"""What a decoder puts on the wire, and what became of it: values only."""

from enum import StrEnum

import msgspec


class Passed(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A reading as the decoder holds it: numbered, and timed by its own clock.

    `index` counts all readings of the decoder from 0, through resets of the counter. `number` is
    what the wire carries, ``None`` where the protocol has none. `at_us` is on the race clock.
    """

    index: int
    number: int | None
    transponder: int
    decoder_time_us: int
    at_us: int
    strength: int | None
    hits: int | None


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Bytes of one record, to be sent `at_us`; of a passing if `passed` is given."""

    at_us: int
    data: bytes
    passed: Passed | None = None
    resent: bool = False


class Delivery(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A passing of which every byte was handed to a client's connection, `at_us` on the race clock.

    `client` numbers the connections from 1. `resent` marks an answer to RESEND, `repeated` a copy
    that the wire made. Not `intact`: the bytes were damaged on the way, and no reader can use them.
    """

    client: int
    at_us: int
    index: int
    number: int | None
    transponder: int
    decoder_time_us: int
    resent: bool = False
    repeated: bool = False
    intact: bool = True


class Ending(StrEnum):
    """Why a connection ended."""

    BY_CLIENT = "by client"
    LINK_LOST = "link lost"
    TOO_SLOW = "client too slow"
    STOPPED = "simulator stopped"


class Connection(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One client's connection, on the race clock. `ended_us` ``None``: it still stands."""

    client: int
    began_us: int
    ended_us: int | None = None
    ending: Ending | None = None
    half_open_us: int | None = None
    """From here on nothing went through, either way."""


class IncidentKind(StrEnum):
    """What befell the decoder itself."""

    CLOCK_STEPPED = "clock stepped"
    CLOCK_RESET = "clock reset"
    COUNTER_RESET = "counter reset"
    NOISE_BURST = "noise burst"


class Incident(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something befell the decoder at an instant of the race clock; `by_us` is how far a clock jumped."""

    kind: IncidentKind
    at_us: int
    by_us: int | None = None
