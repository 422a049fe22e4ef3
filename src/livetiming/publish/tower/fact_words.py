"""What officials did, in words: one line for each of their facts."""

from collections.abc import Callable
from typing import cast

from livetiming import facts
from livetiming.facts import AnyFact, MeetingFact, OfficialFact
from livetiming.scoring.plans import MeetingPlan
from livetiming.scoring.words import lap_time, ruling_words

Worded = MeetingFact | OfficialFact


def fact_words(meeting: MeetingPlan, fact: AnyFact) -> str | None:
    """What an official did, karts by their numbers in `meeting`; ``None`` for facts of the machine."""
    words = _WORDS.get(cast("type[Worded]", type(fact)))
    return None if words is None else words(meeting, cast("Worded", fact))


def kart_words(meeting: MeetingPlan, entry: str | None) -> str:
    """An entry as people call it; its id where the meeting does not know it."""
    known = meeting.entries.get(entry or "")
    if known is None:
        return "nobody" if entry is None else f"entry {entry}"
    return f"{known.number} {known.name}"


def _laps(count: int) -> str:
    return f"{count} lap" if count == 1 else f"{count} laps"


def _credited(_: MeetingPlan, fact: facts.FieldCredited) -> str:
    return f"{_laps(fact.laps)} for the whole field" if fact.laps > 0 else f"{_laps(-fact.laps)} off for all"


def _ruled(meeting: MeetingPlan, fact: facts.Ruled) -> str:
    clause = f" ({fact.clause})" if fact.clause else ""
    return f"{kart_words(meeting, fact.entry)}: {ruling_words(fact.ruling)}{clause}"


def _assigned(meeting: MeetingPlan, fact: facts.TransponderAssigned) -> str:
    since = "from the start" if fact.from_track_us is None else "from an instant on"
    return f"transponder {fact.transponder} is {kart_words(meeting, fact.entry)}'s {since}"


def _shown(meeting: MeetingPlan, fact: facts.FlagShown) -> str:
    known = meeting.classes.get(fact.class_id or "")
    whom = "" if fact.class_id is None else f" for {fact.class_id if known is None else known.name}"
    return f"{fact.flag.value} flag{whom}"


def _published(_: MeetingPlan, fact: facts.ResultPublished) -> str:
    return f"{'official' if fact.official else 'provisional'} result, version {fact.version}"


def _lined_up(_: MeetingPlan, fact: facts.LineupPublished) -> str:
    return f"{'restart ' if fact.restart else ''}lineup, version {fact.version}"


def _tap_edited(_: MeetingPlan, fact: facts.HandTapEdited) -> str:
    return f"tap {fact.seq} of the chart " + ("struck" if fact.number is None else f"is {fact.number}")


_WORDS = cast(
    "dict[type[Worded], Callable[[MeetingPlan, Worded], str]]",
    {
        facts.MeetingOpened: lambda _, fact: f"meeting {fact.name}, {fact.date}",
        facts.RulebookAdopted: lambda _, fact: f"rulebook {fact.rulebook}, version {fact.version}",
        facts.ClassDefined: lambda _, fact: f"class {fact.name}, shortest lap {lap_time(fact.min_lap_us)} s",
        facts.EntryRegistered: lambda _, fact: f"entry {fact.number} {fact.name}",
        facts.SessionPlanned: lambda _, fact: f"{fact.name} planned",
        facts.SessionOpened: lambda *_: "on track",
        facts.SessionClosed: lambda *_: "off the track",
        facts.FlagShown: _shown,
        facts.FlagMoved: lambda _, fact: f"flag {fact.flag} moved to when it was really shown",
        facts.SessionActed: lambda _, fact: fact.act.value.replace("_", " "),
        facts.WetDeclared: lambda _, fact: "declared wet" if fact.wet else "declared dry",
        facts.ResultCalled: lambda _, fact: f"result called at lap {fact.lap}",
        facts.LapsRescheduled: lambda _, fact: f"race over {_laps(fact.laps)}",
        facts.FieldCredited: _credited,
        facts.Ruled: _ruled,
        facts.ResultPublished: _published,
        facts.LineupPublished: _lined_up,
        facts.TransponderAssigned: _assigned,
        facts.PassingIgnored: lambda _, fact: (
            f"passing {fact.passing} of transponder {fact.transponder} struck"
        ),
        facts.PassingMoved: lambda _, fact: f"passing {fact.passing} of transponder {fact.transponder} moved",
        facts.PassingInserted: lambda meeting, fact: (
            f"crossing of {kart_words(meeting, fact.entry)} credited"
        ),
        facts.HandTapped: lambda _, fact: f"{len(fact.taps)} taps on a chart",
        facts.HandTapEdited: _tap_edited,
        facts.HandResolved: lambda _, fact: f"{len(fact.resolutions)} disagreements with the chart resolved",
        facts.HandSignedOff: lambda *_: "hand score signed off",
        facts.DecisionWithdrawn: lambda _, fact: f"decision {fact.decision} withdrawn",
    },
)
