"""Simulated races as the journal has them: what the loop heard, with reads missed."""

from dataclasses import dataclass
from random import Random

from livetiming import facts
from livetiming.clock import DecoderUs, ServerUs, TrackUs, WallUs
from livetiming.facts import AnyFact, Authority, Instant, SessionKind, ShownFlag
from livetiming.rulings import SessionRules
from livetiming_simulators.faults import Faults
from livetiming_simulators.field import Field, Kart, make_class, make_field
from livetiming_simulators.loop import hear
from livetiming_simulators.race import run_race
from livetiming_simulators.session import START_WINDOW_US, Kind, SessionPlan, SessionRun, Start
from scoring.handscore.scorers import Passed, S

BY = Authority(who="Tess Tower", role="operator")
FAULTS = Faults(missed_read=0.02, double_read=0.02)


@dataclass(frozen=True, kw_only=True)
class Race:
    """A race as it truly went, and the facts of what was heard of it."""

    seed: str
    field: Field
    run: SessionRun
    facts: list[AnyFact]
    heard: frozenset[tuple[str, int]]
    """The crossings that the loop heard: kart and instant."""
    start_us: dict[str, int]
    """When each kart crossed the line at the start."""
    finish_us: dict[str, int]
    """When each kart truly finished; of those that did."""

    def charted(self, *, from_start: bool) -> list[Passed]:
        """The crossings that a scorer follows: from the start crossing, or from the end of lap 1, to the
        finish of each kart."""
        karts = {kart.id: kart for kart in self.field.karts}
        return [
            Passed(kart=crossing.kart, number=karts[crossing.kart].number, at_us=crossing.at_us)
            for crossing in self.run.crossings
            if crossing.at_us >= self.start_us.get(crossing.kart, 1 << 62) + (not from_start)
            and crossing.at_us <= self.finish_us.get(crossing.kart, crossing.at_us)
        ]

    def changes_laps(self, passed: Passed) -> bool:
        """Whether a crossing completes a lap."""
        return passed.at_us > self.start_us[passed.kart]


def race(seed: str) -> Race:
    """A race drawn from the seed: 6 to 60 karts of one or two classes, 6 to 40 laps."""
    random = Random(f"race:{seed}")
    classes = [make_class("j", "Juniors", random.randrange(38, 70) * S)]
    counts = [random.randint(6, 36)]
    if random.random() < 0.3:
        classes.append(make_class("s", "Seniors", classes[0].lap_time_us * random.randint(88, 97) // 100))
        counts.append(random.randint(4, 24))
    field = make_field(seed, classes, karts_each=counts)
    plan = SessionPlan(
        kind=Kind.RACE,
        class_ids=tuple(each.id for each in classes),
        laps=random.randint(6, 40) if sum(counts) < 40 else random.randint(6, 20),
        start=random.choice([Start.ROLLING, Start.GRID]),
    )
    lineup = list(field.karts)
    random.shuffle(lineup)
    run = run_race(random, field, plan, lineup=lineup, opened_us=1000 * S)
    karts = {kart.id: kart for kart in field.karts}
    readings = hear(random, run.crossings, karts, FAULTS)
    true_us = {(crossing.kart, crossing.at_us) for crossing in run.crossings}
    start_us: dict[str, int] = {}
    finish_us: dict[str, int] = {}
    for crossing in run.crossings:
        if crossing.at_us >= run.green_us - START_WINDOW_US:
            start_us.setdefault(crossing.kart, crossing.at_us)
        if run.chequered_us is not None and crossing.at_us >= run.chequered_us:
            finish_us.setdefault(crossing.kart, crossing.at_us)
    return Race(
        seed=seed,
        field=field,
        run=run,
        facts=[
            *_meeting(field, run),
            *(_heard(reading.transponder, reading.at_us) for reading in readings),
            facts.SessionClosed(session="race", at=_at(run.closed_us), by=BY),
        ],
        heard=frozenset(
            (reading.kart, reading.at_us)
            for reading in readings
            if reading.kart is not None and (reading.kart, reading.at_us) in true_us
        ),
        start_us=start_us,
        finish_us=finish_us,
    )


def _meeting(field: Field, run: SessionRun) -> list[AnyFact]:
    return [
        facts.EpochStarted(epoch=1, server_us=ServerUs(0), wall_us=WallUs(0), boot_id="b", software="test"),
        facts.SegmentOpened(segment=0, source="tcp://loop", counter=0, shift_us=0, reason="first"),
        facts.MeetingOpened(meeting="m", name="Club day", date="2026-05-17", by=BY),
        *(
            facts.ClassDefined(class_id=each.id, name=each.name, min_lap_us=each.minimum_lap_us, by=BY)
            for each in field.classes
        ),
        *(_entry(kart) for kart in field.karts),
        facts.SessionPlanned(
            session="race",
            name="Race",
            kind=SessionKind.RACE,
            class_ids=run.plan.class_ids,
            laps=run.plan.laps,
            grid=run.lineup,
            rules=SessionRules(),
            by=BY,
        ),
        facts.SessionOpened(session="race", at=_at(run.opened_us), by=BY),
        facts.FlagShown(session="race", flag=ShownFlag.GREEN, at=_at(run.green_us), by=BY),
    ]


def _entry(kart: Kart) -> AnyFact:
    return facts.EntryRegistered(
        entry=kart.id,
        class_id=kart.class_id,
        number=kart.number,
        name=kart.driver,
        public_name=kart.driver,
        transponders=(kart.transponder,),
        by=BY,
    )


def _heard(transponder: int, at_us: int) -> AnyFact:
    return facts.PassingHeard(
        segment=0,
        transponder=transponder,
        decoder_time_us=DecoderUs(at_us),
        epoch=1,
        arrived_us=ServerUs(at_us + 5000),
    )


def _at(us: int) -> Instant:
    return Instant(epoch=1, server_us=ServerUs(us), track_us=TrackUs(us))
