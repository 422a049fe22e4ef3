"""What a simulated decoder answers to what clients ask."""

from typing import TYPE_CHECKING

import msgspec

from livetiming_decoders.events import (
    AnyEvent,
    ClockReport,
    Request,
    Resend,
    SessionReport,
    Unknown,
    UnknownField,
    Version,
)
from livetiming_simulators.records import IncidentKind, Record

if TYPE_CHECKING:
    from livetiming_simulators.decoder import SimulatedDecoder

GREETING_RECORD = 0x001C
"""The undocumented first record of real connections; its field 01 holds eight bytes of unknown use."""

AMBRC_TYPE = 10
"""DECODER_TYPE of an AMBrc in the VERSION record."""


class DecoderConversation:
    """One connection's side of a simulated decoder."""

    def __init__(self, decoder: "SimulatedDecoder") -> None:
        self._decoder = decoder
        self._reader = decoder.dialect.protocol.reader()

    def opening(self, at_us: int) -> list[Record]:
        """The greeting, if this decoder has one."""
        decoder = self._decoder
        if not decoder.dialect.greets or decoder.options.greets is False:
            return []
        nonce = UnknownField(id=0x01, value=decoder.random.randbytes(8))
        greeting = Unknown(decoder=decoder.decoder_id, record=GREETING_RECORD, unknown_fields=(nonce,))
        return [decoder.record(greeting, at_us)]

    def received(self, data: bytes, at_us: int) -> list[Record]:
        """The answers to whatever requests these bytes complete."""
        self._reader.receive_data(data)
        return [record for event in self._reader.events() for record in self._answer(event, at_us)]

    def _answer(self, event: AnyEvent, at_us: int) -> list[Record]:
        """Nothing, for what this make of decoder does not know."""
        decoder = self._decoder
        if isinstance(event, Resend) and decoder.dialect.answers:
            return self._resend(event, at_us)
        if isinstance(event, Request) and event.record == "open":
            decoder.befall(IncidentKind.CLOCK_RESET, at_us)
            return [decoder.record(Version(decoder=decoder.decoder_id), at_us)]
        if isinstance(event, Request) and decoder.dialect.answers:
            report = self._report(event.record, at_us)
            return [] if report is None else [decoder.record(report, at_us)]
        return []

    def _report(self, record: str, at_us: int) -> AnyEvent | None:
        decoder = self._decoder
        if record == "clock":
            time_us = decoder.clock.reading(at_us)
            return ClockReport(decoder=decoder.decoder_id, decoder_time_us=time_us, flags=0)
        if record == "version":
            return Version(
                decoder=decoder.decoder_id,
                decoder_type=AMBRC_TYPE,
                description="Simulated decoder",
                version="1.0",
            )
        if record == "session":
            history = decoder.history
            return SessionReport(
                decoder=decoder.decoder_id,
                start_s=decoder.clock.reading(0) // 1_000_000,
                first_number=history[0].number if history else 0,
                last_number=history[-1].number if history else 0,
            )
        return None

    def _resend(self, request: Resend, at_us: int) -> list[Record]:
        """The passings asked for that it still holds, in order; unknown numbers are skipped silently."""
        decoder = self._decoder
        if decoder.random.random() < decoder.faults.resend_ignored:
            return []
        wanted = [
            passed
            for passed in decoder.history
            if passed.number is not None and request.from_number <= passed.number <= request.until_number
        ]
        pause_us = decoder.faults.resend_delay_us
        return [
            msgspec.structs.replace(decoder.passing(passed), at_us=at_us + place * pause_us, resent=True)
            for place, passed in enumerate(wanted, start=1)
        ]
