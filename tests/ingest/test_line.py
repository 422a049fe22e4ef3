"""The states of a line, moved by bytes and by time alone."""

import pytest

from livetiming.clock import ServerUs
from livetiming.facts import LinkState
from livetiming.ingest.line import Line
from livetiming.ingest.signal import (
    ClockHeard,
    CounterHeard,
    DamageHeard,
    LineTouched,
    LinkTurned,
    LoopGiven,
    PassingArrived,
    Signal,
)
from livetiming.ingest.url import parse
from livetiming_decoders.events import (
    AnyEvent,
    ClockReport,
    Passing,
    Request,
    Resend,
    SessionReport,
    Status,
    Version,
)
from livetiming_decoders.protocols import PROTOCOLS
from support.clocks import us

P3 = PROTOCOLS["p3"]
CLOCK_US = us(1_779_008_400)


class Bench:
    """A line on a bench: everything is done to it by hand, at seconds."""

    def __init__(self, url: str = "tcp://loop?protocol=p3", *missing: tuple[int, int]) -> None:
        self.line = Line(parse(url), lambda: list(missing))
        self.signals: list[Signal] = []
        self.asked: list[AnyEvent] = []
        self._reader = P3.reader()

    def connect(self, at: float) -> None:
        self.line.connecting(now(at))
        self.line.opened(now(at))
        self._collect()

    def say(self, at: float, *events: AnyEvent) -> None:
        """The decoder says these, all at once."""
        self.bytes(at, b"".join(PROTOCOLS[self.line.protocol or "p3"].write(event) for event in events))

    def bytes(self, at: float, data: bytes) -> None:
        self.line.received(data, now(at))
        self._collect()

    def wake(self, at: float) -> None:
        self.line.wake(now(at))
        self._collect()

    def end(self, at: float, why: str = "gone") -> None:
        self.line.ended(now(at), why)
        self._collect()

    @property
    def states(self) -> list[tuple[LinkState, float]]:
        """The states, with the seconds at which they began."""
        return [(s.state, round(s.at_us / 1e6 - 100, 3)) for s in self.signals if isinstance(s, LinkTurned)]

    def passings(self) -> list[int | None]:
        return [signal.passing.number for signal in self.signals if isinstance(signal, PassingArrived)]

    def _collect(self) -> None:
        self.signals += self.line.signals()
        self._reader.receive_data(self.line.data_to_send())
        self.asked += self._reader.events()


def now(second: float) -> ServerUs:
    return ServerUs(us(100 + second))


def passing(number: int, at: float) -> Passing:
    return Passing(number=number, transponder=1001, decoder_time_us=CLOCK_US + us(at))


def text_line(number: int) -> Passing:
    """A passing with all that AMBrc has a place for."""
    at_us = us(600 + number)
    return Passing(
        decoder=20, number=number, transponder=1001, decoder_time_us=at_us, hits=9, strength=99, flags=2
    )


def clock(at: float) -> ClockReport:
    return ClockReport(decoder_time_us=CLOCK_US + us(at))


@pytest.fixture
def live() -> Bench:
    """A P3 line that said its status and its time."""
    bench = Bench()
    bench.connect(0)
    bench.say(0.1, Status(noise=30), clock(0.05))
    return bench


# --------------------------------------------------------------------------------------- states


def test_line_is_live_with_its_first_record_and_not_before() -> None:
    bench = Bench()
    bench.connect(0)
    assert bench.states == [(LinkState.CONNECTING, 0)]
    bench.bytes(1, b"no record at all")
    assert bench.states == [(LinkState.CONNECTING, 0)]
    bench.say(2, Status(noise=30))
    assert bench.states == [(LinkState.CONNECTING, 0), (LinkState.LIVE, 2)]


def test_silence_of_three_statuses_is_noticed_and_hung_up(live: Bench) -> None:
    live.wake(15.05)
    assert len(live.states) == 2
    live.wake(15.1)
    assert live.line.hang_up == "nothing heard for 15 s"
    assert live.states[-1] == (LinkState.SILENT, 15.1)


def test_silence_stays_silence_while_the_line_is_replaced(live: Bench) -> None:
    live.wake(15.1)
    live.end(15.2)
    live.connect(15.3)
    assert live.states[-1][0] is LinkState.SILENT
    live.say(16, Status(noise=30))
    assert live.states[-1] == (LinkState.LIVE, 16)


def test_silent_decoder_that_cannot_be_reached_is_lost(live: Bench) -> None:
    live.wake(15.1)
    live.end(15.2)
    live.line.connecting(now(15.3))
    live.end(20.3, "refused")
    assert live.states[-1][0] is LinkState.LOST


def test_bytes_that_make_no_record_do_not_keep_a_line_alive(live: Bench) -> None:
    for second in range(1, 16):
        live.bytes(second, b"\x00\xff" * 20)
    live.wake(15.1)
    assert live.line.hang_up == "bytes arrive, but no intact record among them for 15 s"


def test_attempts_that_fail_alike_are_told_once() -> None:
    bench = Bench()
    for second in range(5):
        bench.line.connecting(now(second))
        bench.end(second, "refused")
    assert [state for state, _ in bench.states] == [LinkState.CONNECTING, LinkState.LOST]


def test_interval_of_the_decoder_is_learnt() -> None:
    bench = Bench()
    bench.connect(0)
    for i in range(6):
        bench.say(i / 2, Status(noise=30))
    bench.wake(2.5 + 1.5)
    assert bench.states[-1][0] is LinkState.SILENT


@pytest.mark.parametrize("protocol", ["ilap", "trigger"])
def test_decoder_without_statuses_may_be_silent(protocol: str) -> None:
    bench = Bench(f"tcp://loop?protocol={protocol}")
    bench.connect(0)
    bench.wake(3600)
    assert bench.line.hang_up is None


def test_detected_decoder_without_statuses_may_be_silent() -> None:
    bench = Bench("tcp://loop")
    bench.connect(0)
    bench.bytes(
        1, PROTOCOLS["ilap"].write(Passing(decoder=204, transponder=3456789, decoder_time_us=us(324)))
    )
    assert bench.line.protocol == "ilap"
    bench.wake(3600)
    assert bench.line.hang_up is None


def test_loop_of_the_line_is_told_first() -> None:
    bench = Bench("tcp://loop?protocol=p3&loop=pit_in&name=lane")
    bench.connect(0)
    assert isinstance(bench.signals[0], LoopGiven)
    assert bench.signals[0].name == "lane"


# ------------------------------------------------------------------------------ questions, answers


def test_p3_decoder_is_asked_what_it_is_and_what_time_it_has() -> None:
    bench = Bench()
    bench.connect(0)
    assert [event.record for event in bench.asked if isinstance(event, Request)] == ["version", "clock"]


def test_decoder_is_asked_what_it_holds_once_its_clock_is_known(live: Bench) -> None:
    assert isinstance(live.asked[-1], Request)
    assert live.asked[-1].record == "session"
    live.say(0.2, SessionReport(first_number=1, last_number=7))
    assert isinstance(live.signals[-1], CounterHeard)


def test_detected_p3_decoder_is_asked_too() -> None:
    bench = Bench("tcp://loop")
    bench.connect(0)
    assert bench.asked == []
    bench.say(1, Status(noise=30))
    assert [event.record for event in bench.asked if isinstance(event, Request)] == ["version", "clock"]


@pytest.mark.parametrize("protocol", ["ambrc", "tranx2"])
def test_text_decoders_are_asked_for_nothing(protocol: str) -> None:
    bench = Bench(f"tcp://loop?protocol={protocol}", (1, 5))
    bench.connect(0)
    for second in range(10):
        bench.wake(second)
    assert bench.line.data_to_send() == b""
    assert bench.asked == []


def test_ilap_is_opened_by_its_command() -> None:
    line = Line(parse("serial:///dev/ttyUSB0?protocol=ilap"))
    line.opened(now(0))
    assert line.data_to_send() == b"\x01%\r\n"


def test_missing_passings_are_asked_for() -> None:
    bench = Bench("tcp://loop?protocol=p3", (5, 9))
    bench.connect(0)
    for tenth in range(1, 30):
        bench.wake(tenth / 10)
    assert [(e.from_number, e.until_number) for e in bench.asked if isinstance(e, Resend)] == [(5, 9)]
    bench.say(3, passing(7, 1))
    assert [signal.resent for signal in bench.signals if isinstance(signal, PassingArrived)] == [True]


def test_version_is_not_asked_again_once_answered(live: Bench) -> None:
    live.say(0.2, Version(description="AMBrc"))
    for second in range(1, 60):
        live.say(second, Status(noise=30))
    versions = [e for e in live.asked if isinstance(e, Request) and e.record == "version"]
    assert len(versions) == 1


# ------------------------------------------------------------------------------ passings in doubt


def test_passing_in_doubt_waits_for_the_decoder_to_tell_its_time(live: Bench) -> None:
    live.say(10, passing(1, 70))
    assert live.passings() == []
    assert isinstance(live.asked[-1], Request)
    live.say(10.1, clock(70.1))
    assert live.passings() == [1]
    heard = [signal for signal in live.signals if isinstance(signal, ClockHeard | PassingArrived)]
    assert isinstance(heard[-2], ClockHeard)
    assert heard[-2].doubted


def test_passings_behind_one_in_doubt_keep_their_order(live: Bench) -> None:
    live.say(10, passing(1, 70), passing(2, 10))
    live.say(10.1, clock(70.1))
    assert live.passings() == [1, 2]


def test_passing_in_doubt_does_not_wait_for_ever(live: Bench) -> None:
    live.say(10, passing(1, 70))
    live.wake(11.4)
    assert live.passings() == []
    live.wake(11.6)
    assert live.passings() == [1]


def test_passing_in_doubt_survives_the_end_of_the_line(live: Bench) -> None:
    live.say(10, passing(1, 70))
    live.end(10.1)
    live.connect(10.5)
    live.say(10.6, clock(70.6))
    assert live.passings() == [1]


def test_passing_in_doubt_is_told_when_the_line_cannot_be_made_again(live: Bench) -> None:
    live.say(10, passing(1, 70))
    live.end(10.1)
    live.line.connecting(now(10.5))
    live.end(15.5, "refused")
    assert live.passings() == [1]


# ---------------------------------------------------------------------------- damage and triggers


def test_damage_is_told_unless_the_decoder_says_what_it_holds(live: Bench) -> None:
    live.bytes(10, P3.write(passing(1, 10))[:-4] + b"\x00\x00\x00\x8f")
    live.wake(11.1)
    live.say(11.2, SessionReport(first_number=1, last_number=1))
    live.wake(20)
    assert not any(isinstance(signal, DamageHeard) for signal in live.signals)


def test_damage_is_told_when_the_decoder_keeps_quiet_about_it(live: Bench) -> None:
    live.bytes(10, P3.write(passing(1, 10))[:-4] + b"\x00\x00\x00\x8f")
    live.wake(14)
    live.wake(15.1)
    assert [signal.at_us for signal in live.signals if isinstance(signal, DamageHeard)] == [now(10)]


def test_statuses_between_two_passings_are_told_with_the_second() -> None:
    bench = Bench("tcp://loop?protocol=ambrc")
    bench.connect(0)
    bench.say(
        1, text_line(10), Status(decoder=20, number=11, noise=1), Status(decoder=20, number=12, noise=1)
    )
    bench.say(20, text_line(14))
    assert [s.others for s in bench.signals if isinstance(s, PassingArrived)] == [(), ((11, 12),)]


def test_every_line_of_a_trigger_is_one_touch() -> None:
    bench = Bench("tcp://button:7000?protocol=trigger")
    bench.connect(0)
    bench.bytes(5, b"X\r")
    bench.bytes(5.01, b"\nhit\r\n")
    touches = [signal.at_us for signal in bench.signals if isinstance(signal, LineTouched)]
    assert touches == [now(5), now(5.01)]
