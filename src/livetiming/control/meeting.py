"""The meeting and what takes part in it: classes and entries."""

from datetime import date

from livetiming import commands, facts
from livetiming.control.ask import Ask, Refusal
from livetiming.control.checks import check_class, check_meeting, check_text, check_transponders
from livetiming.control.rulebook import shipped_rulebook
from livetiming.control.sessions import close_current
from livetiming.facts import AnyFact


def open_meeting(ask: Ask, command: commands.OpenMeeting) -> list[AnyFact]:
    """Begin a race day; whatever is on track is closed."""
    check_text("The meeting needs a name", command.name)
    try:
        day = date.fromisoformat(command.date)
    except ValueError as error:
        raise Refusal(f"{command.date!r} is no date; write it as 2026-05-17.") from error
    if ask.evidence.meeting.opened is not None and ask.evidence.meeting.opened.meeting == command.meeting:
        raise Refusal(f"The meeting {command.meeting!r} is open already.")
    opened = facts.MeetingOpened(
        meeting=command.meeting, name=command.name, date=command.date, at=ask.now, by=ask.by
    )
    adopted = [] if command.rulebook is None else [shipped_rulebook(ask, command.rulebook, day)]
    return [*close_current(ask, ask.now), opened, *adopted]


def define_class(ask: Ask, command: commands.DefineClass) -> list[AnyFact]:
    """Add or change a class."""
    check_meeting(ask.evidence)
    check_text("The class needs a name", command.name)
    if command.min_lap_us < 0:
        raise Refusal("A minimum lap time cannot be negative.")
    return [
        facts.ClassDefined(
            class_id=command.class_id, name=command.name, min_lap_us=command.min_lap_us, by=ask.by
        )
    ]


def register_entry(ask: Ask, command: commands.RegisterEntry) -> list[AnyFact]:
    """Add or change an entry; numbers and transponders are unique within a class."""
    check_meeting(ask.evidence)
    check_class(ask.evidence, command.class_id)
    check_text("The entry needs a number", command.number)
    check_text("The entry needs a name", command.name)
    other = ask.evidence.meeting.entry_with(command.class_id, command.number)
    if other is not None and other.entry != command.entry:
        raise Refusal(
            f"Number {command.number} belongs to {other.name} in this class; "
            "give another number or change that entry."
        )
    check_transponders(ask.evidence, command)
    return [
        facts.EntryRegistered(
            entry=command.entry,
            class_id=command.class_id,
            number=command.number,
            name=command.name,
            public_name=command.public_name or command.name,
            transponders=command.transponders,
            by=ask.by,
        )
    ]
