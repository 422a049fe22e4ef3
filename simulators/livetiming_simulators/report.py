"""What truly happened and what was sent to whom: the record that other programs are checked against."""

from collections.abc import Iterable
from itertools import takewhile

import msgspec

from livetiming_simulators.decoder import SimulatedDecoder
from livetiming_simulators.field import Field
from livetiming_simulators.loop import Heard
from livetiming_simulators.program import Program, ProgramSession, race_terms, timed_terms
from livetiming_simulators.records import Connection, Delivery, Incident, Passed
from livetiming_simulators.session import Crossing, Kind, SessionRun
from livetiming_simulators.station import Station
from livetiming_simulators.truth import ResultRow, race_result, timed_result


class SessionReport(msgspec.Struct, frozen=True, kw_only=True):
    """A session with its two results: by everything that happened, and by what the loop heard."""

    index: int
    run: SessionRun
    true_result: tuple[ResultRow, ...]
    heard_result: tuple[ResultRow, ...]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All instants are on the race clock except `Passed.decoder_time_us` and `Delivery.decoder_time_us`."""

    seed: str
    protocol: str
    decoder_id: int
    until_us: int
    field: Field
    sessions: tuple[SessionReport, ...]
    """Those that have opened."""
    passings: tuple[Passed, ...]
    """What the decoder heard, by index."""
    incidents: tuple[Incident, ...]
    connections: tuple[Connection, ...]
    refused: int
    """Connections beyond the decoder's places."""
    deliveries: tuple[Delivery, ...]
    """In the order in which they were handed over."""


def make_report(program: Program, decoder: SimulatedDecoder, station: Station, *, until_us: int) -> Report:
    """Everything up to an instant of the race clock. Needs a station that keeps books."""
    begun = takewhile(lambda session: session.run.opened_us <= until_us, program.sessions())
    return Report(
        seed=str(program.seed),
        protocol=decoder.options.protocol,
        decoder_id=decoder.decoder_id,
        until_us=until_us,
        field=program.field,
        sessions=tuple(_session_report(program.field, session) for session in begun),
        passings=tuple(station.passings),
        incidents=tuple(decoder.incidents),
        connections=station.connections,
        refused=station.refused,
        deliveries=tuple(station.deliveries),
    )


def encode_report(report: Report) -> bytes:
    """The report as JSON, indented."""
    return msgspec.json.format(msgspec.json.encode(report), indent=1)


def delivered_crossings(field: Field, run: SessionRun, report: Report, client: int) -> tuple[Crossing, ...]:
    """What one connection was sent intact, resends included, as crossings of one session."""
    indexes = {each.index for each in report.deliveries if each.client == client and each.intact}
    return passed_crossings(field, run, tuple(each for each in report.passings if each.index in indexes))


def result(field: Field, run: SessionRun, crossings: Iterable[Crossing]) -> tuple[ResultRow, ...]:
    """The session's result by these crossings: all, those heard, or those of any passings."""
    if run.plan.kind is Kind.RACE:
        return race_result(crossings, race_terms(field, run))
    return timed_result(crossings, timed_terms(field, run))


def heard_crossings(heard: Iterable[Heard]) -> tuple[Crossing, ...]:
    """The readings as crossings of the karts that carry the transponders; without ghosts."""
    return tuple(Crossing(kart=each.kart, at_us=each.at_us) for each in heard if each.kart is not None)


def passed_crossings(field: Field, run: SessionRun, passings: Iterable[Passed]) -> tuple[Crossing, ...]:
    """Any selection of a decoder's passings as crossings of one session, on the race clock.

    Passings outside the session and transponders that nobody in it carries are left out.
    """
    karts = {kart.transponder: kart.id for kart in field.entered(run.plan.class_ids)}
    return tuple(
        Crossing(kart=karts[passed.transponder], at_us=passed.at_us)
        for passed in sorted(passings, key=lambda passed: passed.index)
        if passed.transponder in karts and run.opened_us <= passed.at_us <= run.closed_us
    )


def _session_report(field: Field, session: ProgramSession) -> SessionReport:
    run = session.run
    return SessionReport(
        index=session.index,
        run=run,
        true_result=result(field, run, run.crossings),
        heard_result=result(field, run, heard_crossings(session.heard)),
    )
