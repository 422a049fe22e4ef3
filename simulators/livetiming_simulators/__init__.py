"""Independent witnesses: a seeded race, its faults, as decoder bytes; and what truly happened.

Nothing here imports the timing server. Everything is drawn from an explicit seed and happens on a
*race clock*: integer microseconds from 0, at whatever pace its owner gives it.

A race and its truth::

    field = make_field(seed, [make_class("senior", "Senior", 42_000_000)], karts_each=20)
    program = Program(field, race_day(field, practice_us=..., qualifying_us=..., laps=15), seed=seed)
    program.sessions()      what truly happened and what the loop heard, session by session
    program.cues()          what an operator has to do when

    result(field, run, run.crossings)                       the true result
    result(field, run, heard_crossings(session.heard))      the result by what the loop heard
    result(field, run, passed_crossings(field, run, some))  the result by any selection of passings

As a decoder, in virtual time (no sockets, no waiting)::

    faults = Faults(missed_read=0.01, split=0.2)
    decoder = SimulatedDecoder(program.heard(), DecoderOptions(protocol="p3"), faults=faults, seed=seed)
    station = Station(decoder, faults=faults, seed=seed)
    time = VirtualTime(station)
    link = time.connect()
    for arrival in time.run(until_us): ...                  arrival.link, .at_us, .data (b"": ended)
    link.send(request)
    make_report(program, decoder, station, until_us=...)    truth and deliveries, JSON by encode_report

As a decoder on TCP or a serial line, at any speed::

    pace = RealTimePace(speed=10)
    server = DecoderServer(station, "tcp://127.0.0.1:0", pace)
    address = await server.start()
    asyncio.create_task(server.run())
    pace.start()
    async for cue in play_cues(program, pace): ...          press the flag

`RecordedDecoder` is a model like `SimulatedDecoder` that says recorded bytes.
"""

from livetiming_simulators.decoder import DecoderOptions, SimulatedDecoder
from livetiming_simulators.faults import Faults, UnknownFault
from livetiming_simulators.field import Field, Kart, KartClass, make_class, make_field
from livetiming_simulators.listening import CannotListen
from livetiming_simulators.pace import ManualPace, Pace, RealTimePace
from livetiming_simulators.program import Cue, CueKind, Program, race_day
from livetiming_simulators.replay import NothingToReplay, RecordedDecoder
from livetiming_simulators.report import (
    Report,
    delivered_crossings,
    encode_report,
    heard_crossings,
    make_report,
    passed_crossings,
    result,
)
from livetiming_simulators.server import DecoderServer, play_cues
from livetiming_simulators.session import Crossing, Kind, SessionPlan, SessionRun, Start
from livetiming_simulators.station import Station
from livetiming_simulators.virtual import VirtualTime

__all__ = [
    "CannotListen",
    "Crossing",
    "Cue",
    "CueKind",
    "DecoderOptions",
    "DecoderServer",
    "Faults",
    "Field",
    "Kart",
    "KartClass",
    "Kind",
    "ManualPace",
    "NothingToReplay",
    "Pace",
    "Program",
    "RealTimePace",
    "RecordedDecoder",
    "Report",
    "SessionPlan",
    "SessionRun",
    "SimulatedDecoder",
    "Start",
    "Station",
    "UnknownFault",
    "VirtualTime",
    "delivered_crossings",
    "encode_report",
    "heard_crossings",
    "make_class",
    "make_field",
    "make_report",
    "passed_crossings",
    "play_cues",
    "race_day",
    "result",
]
