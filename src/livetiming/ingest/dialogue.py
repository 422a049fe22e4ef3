"""What is asked of a decoder over one connection, and what its answers are made of.

Only P3 decoders can be asked for anything: what they are, what time they have, which passings they
hold, and passings that were missed. Sans I/O; times are the server's.
"""

from collections.abc import Callable

from livetiming.clock import ServerUs
from livetiming.ingest.clockwatch import HOLD_US, ClockWatch
from livetiming.ingest.question import Question
from livetiming.ingest.recovery import Recovery
from livetiming.ingest.signal import CounterHeard, DamageHeard, PassingArrived, ResendFailed, Signal
from livetiming.scoring.numbers import Range
from livetiming_decoders.events import (
    AnyEvent,
    ClockReport,
    Malformed,
    Passing,
    Request,
    Resend,
    SessionReport,
    Status,
    Version,
)

ASKABLE = frozenset({"p3"})
"""The protocols whose decoders answer."""

SESSION_EVERY_US = 30_000_000
"""A passing that got lost with nothing behind it is missed after this time at the latest."""

TOLD_WITHIN_US = 5_000_000
"""Damage goes on record unless the decoder tells by then what it holds."""

Missing = Callable[[], list[Range]]
"""The numbers of a decoder's present counter of which nothing was heard, as the evidence has it."""


class Dialogue:
    """The questions and answers of one connection, and the passings that wait for an answer."""

    def __init__(
        self,
        source: str,
        missing: Missing,
        now: ServerUs,
        *,
        askable: bool,
        held: list[PassingArrived],
    ) -> None:
        self._source = source
        self._missing = missing
        self._askable = askable
        self._clock = ClockWatch(source, now)
        self._version = Question(now)
        self._session = Question(now, SESSION_EVERY_US)
        self._recovery = Recovery()
        self._held = held
        self._held_since_us = now
        self._others: list[Range] = []
        self._damage: DamageHeard | None = None

    def can_ask(self) -> None:
        """The protocol has been detected, and it is one whose decoders answer."""
        self._askable = True

    def take(self, event: AnyEvent, now: ServerUs) -> list[Signal]:
        """What an event means for the engine, now; passings in doubt follow later."""
        match event:
            case Passing():
                return self._passing(event, now)
            case ClockReport():
                heard = self._clock.answered(event, now)
                return [] if heard is None else [heard, *self._release()]
            case SessionReport():
                self._session.answered(now)
                self._damage = None
                return [CounterHeard(self._source, now, event)]
            case Version():
                self._version.answered(now)
            case Status(number=int(number)):
                self._taken_by_other(number)
            case Malformed():
                return self._damaged(event, now)
        return []

    def wake(self, now: ServerUs) -> list[Signal]:
        """Time has passed: what could not wait any longer, and what was asked for in vain."""
        signals: list[Signal] = []
        if self._held and now - self._held_since_us >= HOLD_US:
            signals += self._release()
        if self._damage is not None and now - self._damage.at_us >= TOLD_WITHIN_US:
            signals.append(self._damage)
            self._damage = None
        signals += [ResendFailed(self._source, now, first, last) for first, last in self._recovery.failed()]
        return signals

    def questions(self, now: ServerUs) -> list[Request | Resend]:
        """What the decoder is to be asked now."""
        if not self._askable:
            return []
        asked: list[Request | Resend] = []
        wanted = self._recovery.next_request(self._missing(), now)
        if wanted is not None:
            # The answers are judged by the clock as it is when they come.
            self._clock.ask_now(now)
        if self._version.is_due(now):
            asked.append(Request(record="version"))
        if self._clock.is_due(now):
            asked.append(Request(record="clock"))
        # What the decoder holds can be judged once its clock is known, or it does not tell it.
        if (self._clock.answers or self._clock.mute) and self._session.is_due(now):
            asked.append(Request(record="session"))
        if wanted is not None:
            asked.append(Resend(from_number=wanted[0], until_number=wanted[1]))
        return asked

    def end(self) -> tuple[list[Signal], list[PassingArrived]]:
        """The connection is over: what is to be said now, and what still waits for an answer, to be
        judged on the next one."""
        return [] if self._damage is None else [self._damage], self._held

    def _passing(self, passing: Passing, now: ServerUs) -> list[Signal]:
        resent = passing.number is not None and self._recovery.asked_for(passing.number)
        if passing.number is not None:
            self._recovery.heard(passing.number, now)
        others, self._others = tuple(self._others), []
        arrival = PassingArrived(self._source, now, passing, resent, others)
        if self._held or (not resent and self._clock.doubts(passing.decoder_time_us, now)):
            if not self._held:
                self._held_since_us = now
            self._held.append(arrival)
            return []
        return [arrival]

    def _damaged(self, event: Malformed, now: ServerUs) -> list[Signal]:
        """Something may be missing; a decoder that tells what it holds is asked first."""
        damage = DamageHeard(self._source, now, event.reason)
        if not self._askable:
            return [damage]
        self._session.ask_again(now)
        self._damage = self._damage or damage
        return []

    def _release(self) -> list[Signal]:
        held, self._held = self._held, []
        return list(held)

    def _taken_by_other(self, number: int) -> None:
        if self._others and self._others[-1][1] + 1 == number:
            self._others[-1] = (self._others[-1][0], number)
        else:
            self._others.append((number, number))
