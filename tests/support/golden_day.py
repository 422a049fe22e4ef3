"""The day whose journal each release leaves behind: ``python -m support.golden_day`` in ``tests``.

A release that has been published is never written again: its journal shows what people's stores hold.
Until then this writes the journal of the present version anew, with the results that it must give.
"""

import sys
from pathlib import Path

import msgspec

from livetiming import commands
from livetiming.clock import DeviceUs
from livetiming.facts import AnyFact, LinkState, LoopRole, SessionAct, SessionKind, ShownFlag
from livetiming.ingest.signal import (
    ClockHeard,
    CounterHeard,
    DamageHeard,
    LineTouched,
    LinkTurned,
    LoopGiven,
    ResendFailed,
    Signal,
)
from livetiming.journal import codec
from livetiming.lapchart import Tap, Verdict
from livetiming.rulings import (
    Admitted,
    DidNotStart,
    Disqualified,
    DockedGained,
    DockedLaps,
    DockedPlaces,
    Finish,
    Investigated,
    Involvement,
    LapsVoided,
    RearOfField,
    Removal,
    Removed,
    ReRun,
    SessionRules,
    TimePenalty,
    Warned,
)
from livetiming.scoring.evidence import Evidence, fold
from livetiming.scoring.standings import Scorer
from livetiming_decoders.events import ClockReport, SessionReport
from support.day import LOOP, Day, seconds, track

GOLDEN = Path(__file__).parent.parent / "journal" / "golden"
KARTS = ("7", "8", "9", "10", "11", "12")


RULEBOOK = """
id = "riverside"
name = "Riverside"
version = "2026-1"

[every_session]
hand_score_overrides = {value = true, clause = "3.1"}

[[step]]
number = 1
words = "one place"
makes = {ruling = "docked_places", places = 1}
clause = "9.1"

[[offence]]
id = "blocking"
words = "blocking"
steps = "1"
automatic = 1
clause = "9.2"
"""
"""What the shipped rulebooks become does not change this journal."""


def tell(day: Day) -> None:
    """A qualifying, a race with everything in it, and a hand-scored one, under a rulebook."""
    day.do(commands.AdoptRulebook(text=RULEBOOK))
    machine(day)
    qualifying(day)
    race(day)
    hand_scored(day)


def machine(day: Day) -> None:
    """What the server and its decoders report by themselves."""
    day.at(-880)
    now_us = day.clock.server_us()
    signals: list[Signal] = [
        LoopGiven(source="tcp://backup", role=LoopRole.BACKUP, name="Backup", photocells=(9_999_991,)),
        LinkTurned(source=LOOP, at_us=now_us, state=LinkState.LIVE, detail="connected"),
        ClockHeard(
            source=LOOP,
            asked_us=now_us,
            arrived_us=now_us,
            report=ClockReport(decoder_time_us=track(-880)),
        ),
        CounterHeard(source=LOOP, at_us=now_us, report=SessionReport(first_number=1, last_number=9)),
        ResendFailed(source=LOOP, at_us=now_us, from_number=2, until_number=9),
        DamageHeard(source=LOOP, at_us=now_us, reason="wrong check sum"),
        LineTouched(source=LOOP, at_us=now_us),
    ]
    for signal in signals:
        day.engine.hear(signal)
        day.save()


def qualifying(day: Day) -> None:
    day.timed(
        SessionKind.QUALIFYING, session="qualifying", laps=3, rules=SessionRules(finish=Finish.OWN_LAPS)
    )
    day.open("qualifying", -800)
    day.green("qualifying", -790)
    day.hear(
        {
            "7": [-780, -722.9, -666.1, -609],
            "8": [-779, -721.5, -664.2, -607.5],
            "9": [-778, -720.8, -500, -443],
            "10": [-777, -719.1, -662.4],
            "11": [-776],
        }
    )
    day.rule("9", ReRun(laps=1), at=-510, session="qualifying")
    day.rule("10", LapsVoided(from_lap=2), at=-700, session="qualifying")
    day.rule("11", Admitted(), at=-700, session="qualifying")
    day.do(commands.DeclareWet(session="qualifying"))
    day.close("qualifying", -430)


def race(day: Day) -> None:
    """Started late, stopped, restarted, shortened, called; a kart in every kind of trouble."""
    day.race(8, grid=KARTS[:5])
    day.open("race", -60)
    day.do(commands.ActOnSession(session="race", act=SessionAct.FORM_UP))
    green = day.green(at=4)
    day.do(commands.MoveFlag(flag=green, track_us=track(0)))
    day.hear({kart: [1 + i, 61 + 1.01 * i, 121 + 1.02 * i] for i, kart in enumerate(KARTS)})
    day.do(commands.AssignTransponder(transponder=7777, entry="12", from_track_us=track(100)))
    day.do(commands.SwapTransponders(entry="10", other="11", from_track_us=track(100)))
    day.do(commands.IgnorePassing(passing=day.fact_of("9", 63 + 0.02)))
    day.do(commands.MovePassing(passing=day.fact_of("8", 62.01), track_us=track(61.99)))
    day.do(commands.InsertPassing(session="race", entry="9", track_us=track(63.5)))
    day.flag("race", ShownFlag.RED, 150)
    involved = commands.Involved(entry="8", involvement=Involvement.CAUSER)
    day.do(commands.PublishRestart(session="race", involved=(involved,)))
    day.green(at=300)
    day.hear({kart: [301 + i, 361 + 1.01 * i, 421 + 1.02 * i] for i, kart in enumerate(KARTS)})
    day.do(commands.RescheduleLaps(session="race", laps=6))
    day.do(commands.CreditField(session="race", laps=1))
    day.do(commands.CallResult(session="race", lap=4))
    day.close("race", 500)
    for kart, ruling in (
        ("7", DockedPlaces(places=1)),
        ("8", DockedGained(gained=1, plus=1)),
        ("9", TimePenalty(penalty_us=5_000_000)),
        ("10", DockedLaps(laps=1)),
        ("11", Removed(reason=Removal.STOPPED)),
        ("12", DidNotStart()),
        ("7", Warned()),
        ("8", RearOfField()),
    ):
        day.rule(kart, ruling, at=480)
    day.do(commands.Rule(session="race", entry="9", offence="blocking"))
    investigated = day.rule("9", Investigated(), at=470)
    day.withdraw(investigated)
    day.rule("10", Disqualified(), at=490)
    day.do(commands.PublishResult(session="race"))
    day.do(commands.PublishResult(session="race", official=True))


def hand_scored(day: Day) -> None:
    """A short race that a scorer wrote down as well."""
    day.race(2, session="final", grid=KARTS[:3], rules=SessionRules(hand_score_overrides=True))
    day.open("final", 600)
    day.green("final", 660)
    day.hear({"7": [661, 721, 781], "8": [662, 722, 783], "9": [663, 784.5]})
    numbers = ["7", "8", "9", "7", "8", "9", "7", "8", "6"]
    taps = tuple(
        Tap(seq=i, number=number, device_us=DeviceUs(1_000_000 * (60 * ((i - 1) // 3) + (i - 1) % 3)))
        for i, number in enumerate(numbers, 1)
    )
    day.do(commands.TapLaps(session="final", device="phone", taps=taps))
    day.do(commands.EditTap(session="final", device="phone", seq=9, number="9"))
    day.close("final", 800)
    day.do(commands.ResolveDisagreement(session="final", verdict=Verdict.HAND))
    day.do(commands.SignOffHandScore(session="final"))


def results(evidence: Evidence) -> dict[str, list[list[object]]]:
    """What a journal must give in every later release: places, karts, status, laps, times."""
    scorer = Scorer(evidence)
    return {
        session: [
            [row.position, row.row, row.status, row.laps, seconds(row.scored_us), row.best_us]
            for row in scorer.standings(session).rows
        ]
        for session in evidence.sessions
    }


def read(path: Path) -> list[tuple[int, AnyFact]]:
    """The facts of a golden journal, a line each."""
    return [(n, codec.decode(n, line)) for n, line in enumerate(path.read_text().splitlines(), 1)]


def write(name: str) -> None:
    with Day(KARTS) as day:
        tell(day)
        facts = day.journal_facts()
    (GOLDEN / f"{name}.jsonl").write_text("".join(codec.encode(fact) + "\n" for _, fact in facts))
    given = msgspec.json.format(msgspec.json.encode(results(fold(facts))), indent=1)
    (GOLDEN / f"{name}.results.json").write_bytes(given + b"\n")


if __name__ == "__main__":
    write(sys.argv[1] if len(sys.argv) > 1 else "v1")
