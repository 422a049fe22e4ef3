"""Reasons and rulings in words, as an announcer would read them out."""

from livetiming import rulings
from livetiming.facts import Authority
from livetiming.scoring import explain
from livetiming.scoring.restarts import Reason as RestartReason

_RESTART = {
    RestartReason.RUNNING_ORDER: "running order at the last scored lap",
    RestartReason.ORIGINAL_GRID: "original lineup, no lap had been scored",
    RestartReason.NOT_YET_SCORED: "no lap scored yet, by the grid",
    RestartReason.LAPPED: "lapped",
    RestartReason.CAUSER_REAR: "caused the stop, to the rear",
    RestartReason.CAUSER_BEFORE_LAPPED: "caused the stop, to the rear in front of the lapped karts",
    RestartReason.LAPPED_CAUSER: "lapped and caused the stop, behind the other lapped karts",
    RestartReason.LOST_SPOT: "lost its spot, absolute rear",
}


def restart_words(reason: RestartReason) -> str:
    """Why a kart stands where it does in a restart lineup."""
    return _RESTART[reason]


def lap_time(us: int) -> str:
    """A lap time as people read it: ``56.930`` or ``1:02.345``; cut, not rounded, to the millisecond."""
    minutes, rest_ms = divmod(us // 1000, 60_000)
    seconds = f"{rest_ms // 1000}.{rest_ms % 1000:03}"
    return f"{minutes}:{seconds.zfill(6)}" if minutes else seconds


Penalty = (
    rulings.DockedPlaces
    | rulings.DockedGained
    | rulings.RearOfField
    | rulings.DockedLaps
    | rulings.TimePenalty
    | rulings.LapsVoided
)


def ruling_words(ruling: rulings.AnyRuling) -> str:
    """What was ruled."""
    match ruling:
        case rulings.Removed(reason=reason):
            return _REMOVED[reason]
        case rulings.Disqualified(scope=scope):
            return f"disqualified from the {scope.value}"
        case rulings.DidNotStart():
            return "did not start"
        case rulings.ReRun(laps=laps, replaces=replaces):
            return f"re-run of {_count(laps, 'lap')}" + (", replacing the first attempt" if replaces else "")
        case rulings.Admitted():
            return "admitted in spite of the cut-off"
        case rulings.Warned():
            return "warned"
        case rulings.Investigated():
            return "under investigation"
        case _:
            return _penalty_words(ruling)


def _penalty_words(ruling: Penalty) -> str:
    match ruling:
        case rulings.DockedPlaces(places=places):
            return f"docked {_count(places, 'place')}"
        case rulings.DockedGained(gained=gained, plus=plus):
            return f"docked the {_count(gained, 'place')} gained and {plus} more"
        case rulings.RearOfField():
            return "rear of the field"
        case rulings.DockedLaps(laps=laps):
            return f"docked {_count(laps, 'lap')}" if laps > 0 else f"credited {_count(-laps, 'lap')}"
        case rulings.TimePenalty(penalty_us=penalty_us):
            return f"time penalty of {lap_time(penalty_us)} s"
        case rulings.LapsVoided(from_lap=first, until_lap=last):
            return f"laps from {first} on voided" if last is None else f"laps {first} to {last} voided"


_REMOVED = {
    rulings.Removal.MECHANICAL: "meatball, scored to the lap before it",
    rulings.Removal.SLOW: "meatball for a slow kart, classified last",
    rulings.Removal.STOPPED: "stopped, scored to the laps it had",
}


def reason_words(reason: explain.AnyReason) -> str:
    """A reason as a sentence without its facts."""
    match reason:
        case explain.Opened(by_flag=by_flag):
            return "Lap 1 ran from the green." if by_flag else "Lap 1 began with the start crossing."
        case explain.LapsScored(laps=laps):
            return f"Scored with {_count(laps, 'lap')}; of equal laps the one completed first is ahead."
        case explain.BestLapSet(lap=lap, lap_us=lap_us):
            return f"Best lap {lap_time(lap_us)}, in lap {lap}."
        case explain.DuplicatesLeftOut(facts=facts, min_lap_us=min_lap_us):
            read = _count(len(facts), "passing")
            return f"{read} left out: closer than {lap_time(min_lap_us)} s to the crossing before."
        case explain.LaterLeftOut(count=count):
            return f"{_count(count, 'crossing')} after the end kept and not counted."
        case explain.CreditedByOfficial() | explain.StruckByOfficial() | explain.ScoredByHand():
            return _correction_words(reason)
        case explain.RuledByOfficial(ruling=ruling, by=by, clause=clause, effect=effect):
            rule = f"{clause}: " if clause else ""
            idle = "" if effect else " (without effect here)"
            return f"{rule}{ruling_words(ruling)}, {authority_words(by)}{idle}."
        case explain.NotHeard(transponders=transponders):
            known = ", ".join(str(number) for number in transponders)
            return f"Not heard in this session (transponder {known})." if known else "Has no transponder."


def _correction_words(
    reason: explain.CreditedByOfficial | explain.StruckByOfficial | explain.ScoredByHand,
) -> str:
    match reason:
        case explain.CreditedByOfficial(facts=facts):
            return f"{_count(len(facts), 'crossing')} credited by an official."
        case explain.StruckByOfficial(facts=facts):
            return f"{_count(len(facts) // 2, 'passing')} struck by an official."
        case explain.ScoredByHand():
            return "Scored by the lap chart kept by hand where the loop has it otherwise."


def authority_words(by: Authority) -> str:
    """Who decided, and why."""
    radio = f", by radio from {by.by_radio_from}" if by.by_radio_from else ""
    why = f": {by.why}" if by.why else ""
    return f"{by.role} {by.who}{radio}{why}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
