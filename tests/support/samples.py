"""One fact of every type, with every field set; what a club might really have written."""

from livetiming import facts
from livetiming.clock import DecoderUs, ServerUs, TrackUs, WallUs
from livetiming.facts import AnyFact, Authority, Instant
from livetiming.rulings import (
    AnyRuling,
    DidNotStart,
    Disqualified,
    DockedGained,
    DockedLaps,
    DockedPlaces,
    Finish,
    FirstCrossing,
    Investigated,
    LapsVoided,
    RearOfField,
    Removal,
    Removed,
    Scope,
    SessionRules,
    Start,
    TimePenalty,
    Warned,
)

BY = Authority(
    who="Tess Tower",
    role="tower",
    why="seen at turn 3",
    by_radio_from="Dirk Director",
    at_wall_us=WallUs(1_779_008_400_000_000),
)
AT = Instant(epoch=1, server_us=ServerUs(9_000_000), track_us=TrackUs(7_000_000))

RULINGS: tuple[AnyRuling, ...] = (
    DockedPlaces(places=3),
    DockedGained(gained=2, plus=1),
    RearOfField(),
    DockedLaps(laps=1),
    TimePenalty(penalty_us=5_000_000),
    Removed(reason=Removal.MECHANICAL),
    Disqualified(scope=Scope.DAY),
    DidNotStart(),
    LapsVoided(from_lap=2, until_lap=3),
    Warned(),
    Investigated(),
)

FACTS: tuple[AnyFact, ...] = (
    facts.EpochStarted(
        epoch=1,
        server_us=ServerUs(1_000_000),
        wall_us=WallUs(1_779_000_000_000_000),
        boot_id="3f1c",
        software="1.0.0",
    ),
    facts.LoopAssigned(source="tcp://loop", role=facts.LoopRole.BACKUP, name="tower", photocells=(9_995,)),
    facts.LinkChanged(
        source="tcp://loop", state=facts.LinkState.SILENT, at=AT, detail="nothing heard", quiet_us=15_000_000
    ),
    facts.SegmentOpened(
        segment=0,
        source="tcp://loop",
        decoder=0x20F93,
        counter=0,
        clock=0,
        shift_us=-4_000_000,
        past=True,
        reason="first passing of this decoder",
    ),
    facts.PassingHeard(
        segment=0,
        number=4_294_967_295,
        transponder=4_294_967_295,
        decoder_time_us=DecoderUs(1_779_000_000_000_000),
        strength=138,
        hits=41,
        flags=32,
        epoch=1,
        arrived_us=ServerUs(8_000_000),
        resent=True,
        uncertain=True,
        others=((4_294_967_290, 4_294_967_294),),
    ),
    facts.ClockReported(
        segment=0,
        decoder_time_us=DecoderUs(1_779_000_000_000_000),
        epoch=1,
        asked_us=ServerUs(8_000_000),
        arrived_us=ServerUs(8_002_000),
    ),
    facts.CounterReported(segment=0, first_number=1, last_number=4_294_967_295, at=AT),
    facts.ResendGivenUp(counter=0, from_number=7, until_number=9, at=AT),
    facts.RecordsDamaged(source="tcp://loop", at=AT, reason="bytes outside any frame"),
    facts.LineTripped(source="tcp://button", track_us=TrackUs(4_000_000), at=AT),
    facts.InstantPlaced(placed=3, track_us=TrackUs(-1)),
    facts.MeetingOpened(meeting="spring", name="Frühlingslauf „Kart“ 🏁", date="2026-05-17", at=AT, by=BY),
    facts.ClassDefined(class_id="j1", name="Junior 1", min_lap_us=20_000_000, by=BY),
    facts.EntryRegistered(
        entry="e7",
        class_id="j1",
        number="07",
        name="Zoë Å. Müller",
        public_name="Z. M.",
        transponders=(1007, 2007),
        by=BY,
    ),
    facts.SessionPlanned(
        session="h1",
        name="Heat 1",
        kind=facts.SessionKind.RACE,
        class_ids=("j1",),
        laps=8,
        duration_us=600_000_000,
        min_lap_us=21_000_000,
        start_window_us=5_000_000,
        scores_unknown=True,
        grid=("e7",),
        rules=SessionRules(
            start=Start.FIRST_CROSSING,
            first_crossing=FirstCrossing.COMPLETES,
            finish=Finish.TIME_PLUS_LAPS,
            plus_laps=1,
            caution_laps_count=False,
            red_stops_clock=False,
            chequered_per_class=True,
            time_limit_us=1_200_000_000,
            best_of=3,
        ),
        by=BY,
    ),
    facts.SessionOpened(session="h1", at=AT, by=BY),
    facts.SessionClosed(session="h1", at=AT, by=BY),
    facts.FlagShown(session="h1", flag=facts.ShownFlag.YELLOW, at=AT, by=BY),
    facts.FlagMoved(flag=12, track_us=TrackUs(6_000_000), at=AT, by=BY),
    facts.TransponderAssigned(transponder=2007, entry=None, from_track_us=TrackUs(5), by=BY),
    facts.PassingIgnored(passing=4, transponder=1007, at=AT, by=BY),
    facts.PassingInserted(session="h1", entry="e7", track_us=TrackUs(6_500_000), at=AT, by=BY),
    facts.SessionActed(session="h1", act=facts.SessionAct.FORM_UP, at=AT, by=BY),
    facts.ResultCalled(session="h1", lap=5, at=AT, by=BY),
    facts.LapsRescheduled(session="h1", laps=6, at=AT, by=BY),
    *(
        facts.Ruled(
            session="h1",
            entry="e7",
            ruling=ruling,
            clause="600.18",
            effective_track_us=TrackUs(6_900_000),
            at=AT,
            by=BY,
        )
        for ruling in RULINGS
    ),
    facts.ResultPublished(
        session="h1",
        version=2,
        official=True,
        rows=(
            facts.PublishedRow(
                position=1,
                entry="e7",
                number="07",
                name="Z. M.",
                class_id="j1",
                class_position=1,
                status="finished",
                laps=8,
                last_us=480_000_000,
                best_us=59_000_000,
                reasons=("docked one lap",),
            ),
        ),
        from_n=30,
        at=AT,
        by=BY,
    ),
    facts.LineupPublished(
        session="h1",
        version=1,
        restart=True,
        single_file=True,
        places=(facts.LineupPlace(entry="e7", number="07", why="best lap 59.000"),),
        from_n=31,
        at=AT,
        by=BY,
    ),
    facts.DecisionWithdrawn(decision=12, at=AT, by=BY),
)


def passing(number: int) -> facts.PassingHeard:
    """One of many passings of 60 karts, told apart by its number."""
    return facts.PassingHeard(
        segment=0,
        number=number,
        transponder=1001 + number % 60,
        decoder_time_us=DecoderUs(5_000_000 + number * 917_000),
        strength=130,
        hits=40,
        epoch=1,
        arrived_us=ServerUs(9_000_000 + number * 917_000),
    )
