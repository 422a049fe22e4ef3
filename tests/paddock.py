"""Small simulated race days that tests share."""

import msgspec

from livetiming_simulators.decoder import DecoderOptions, SimulatedDecoder
from livetiming_simulators.faults import Faults
from livetiming_simulators.field import Field, make_class, make_field
from livetiming_simulators.program import Program, ProgramSession
from livetiming_simulators.session import Kind, SessionPlan, Start
from livetiming_simulators.station import Station

SECOND_US = 1_000_000


class Paddock(msgspec.Struct, frozen=True, kw_only=True):
    """One seeded session, all layers of it."""

    field: Field
    program: Program
    session: ProgramSession
    decoder: SimulatedDecoder
    station: Station


def one_session(
    seed: int,
    *,
    kind: Kind = Kind.RACE,
    karts: int = 6,
    laps: int = 4,
    duration_us: int = 120 * SECOND_US,
    start: Start = Start.ROLLING,
    faults: Faults | None = None,
    options: DecoderOptions | None = None,
    drop_out: float = 0.004,
) -> Paddock:
    """A short session of one class with laps of about 20 s, its decoder and its station."""
    faults = faults or Faults()
    field = make_field(
        seed, [make_class("a", "Class A", 20 * SECOND_US)], karts_each=karts, drop_out=drop_out
    )
    race = kind is Kind.RACE
    plan = SessionPlan(
        kind=kind,
        class_ids=("a",),
        laps=laps if race else None,
        duration_us=None if race else duration_us,
        start=start,
    )
    program = Program(field, [plan], seed=seed, faults=faults)
    decoder = SimulatedDecoder(program.heard(), options, faults=faults, seed=seed)
    return Paddock(
        field=field,
        program=program,
        session=next(program.sessions()),
        decoder=decoder,
        station=Station(decoder, faults=faults, seed=seed),
    )
