"""What the makes of decoder have in common with, and where they differ from, each other."""

from enum import StrEnum

import msgspec

from livetiming_decoders.protocol import WireProtocol
from livetiming_decoders.protocols import PROTOCOLS
from livetiming_simulators.clock import RACE_DAY_US

SINCE_POWER_ON_US = 600_000_000
"""Decoders without a real-time clock were switched on ten minutes before the race clock began."""


class Counter(StrEnum):
    """What the numbers on the wire count."""

    PASSINGS = "passings"
    RECORDS = "records"
    """Passings and status records together."""
    NOTHING = "nothing"


class Dialect(msgspec.Struct, frozen=True, kw_only=True):
    """One make of decoder, as its protocol lets it be seen."""

    protocol: WireProtocol
    decoder_id: int
    binary: bool = False
    counter: Counter = Counter.NOTHING
    clock_start_us: int = SINCE_POWER_ON_US
    """What its clock shows when the race clock is 0, unless told otherwise."""
    status_interval_us: int | None = 5_050_000
    """Captures of AMB decoders show 4.87 to 5.06 s; ``None``: it sends no status."""
    resolution_us: int = 1000
    """The finest that its clock can be told."""
    passing_flags: int | None = None
    hits_max: int = 0xFFFF
    strength_max: int = 0xFFFF
    reports_supply: bool = False
    """Its status has temperature, input voltage and GPS."""
    answers: bool = False
    """It answers RESEND and requests for its clock, version and session."""
    greets: bool = False
    """It begins each connection with a record 001C of unknown purpose, seen on RC decoders."""


DIALECTS = {
    dialect.protocol.name: dialect
    for dialect in (
        Dialect(
            protocol=PROTOCOLS["p3"],
            decoder_id=0x20F93,
            binary=True,
            counter=Counter.PASSINGS,
            clock_start_us=RACE_DAY_US,
            resolution_us=1,
            passing_flags=0,
            reports_supply=True,
            answers=True,
            greets=True,
        ),
        Dialect(protocol=PROTOCOLS["ambrc"], decoder_id=20, counter=Counter.RECORDS, passing_flags=2),
        Dialect(protocol=PROTOCOLS["ilap"], decoder_id=204, status_interval_us=None),
        Dialect(protocol=PROTOCOLS["tranx2"], decoder_id=9, hits_max=0xFF, strength_max=0xFF),
    )
}
"""By protocol name."""
