"""Sessions: planned, on track, under a flag, closed, published. What follows what is the table of
`livetiming.scoring.phases`.
"""

from livetiming import commands, facts
from livetiming.control.ask import Ask, Refusal
from livetiming.control.checks import (
    check_act,
    check_class,
    check_entry,
    check_meeting,
    check_reason,
    check_session,
    check_text,
    check_this_meeting,
    is_open,
)
from livetiming.control.rulebook import overridden, planned_settings, settings_for, stage_of
from livetiming.control.windows import still_provisional, too_early
from livetiming.facts import AnyFact, SessionAct, SessionKind, ShownFlag
from livetiming.rulebooks.applying import duration_us, session_rules, start_window_us
from livetiming.rulings import Finish
from livetiming.scoring.admitted import admission_words, admissions
from livetiming.scoring.phases import Act
from livetiming.scoring.plans import SessionLog

START_WINDOW_US = 10_000_000
"""How long before the green a start crossing counts, where nobody says more (GEN-2)."""


def plan_session(ask: Ask, command: commands.PlanSession) -> list[AnyFact]:
    """Add a session, or change one that has not been on track."""
    check_meeting(ask.evidence)
    check_text("The session needs a name", command.name)
    for class_id in command.class_ids:
        check_class(ask.evidence, class_id)
    for entry in command.grid:
        check_entry(ask.evidence, entry)
    known = ask.evidence.sessions.get(command.session)
    if known is not None and known.opened is not None:
        raise Refusal(f"{known.plan.name} has been on track; plan another session.")
    planned = _planned(ask, command)
    _check_finish(planned)
    return [planned]


def _planned(ask: Ask, command: commands.PlanSession) -> facts.SessionPlanned:
    """The plan, with the rulebook's settings of its stage where the command leaves them open."""
    stage = stage_of(command.kind, command.stage)
    settings = planned_settings(ask, stage)
    rules = command.rules if command.rules is not None else session_rules(settings)
    laps, window_us, lasts_us = command.laps, command.start_window_us, command.duration_us
    if laps is None and settings.laps is not None and rules.finish in {Finish.LAPS, Finish.OWN_LAPS}:
        laps = settings.laps.value
    if window_us is None:
        window_us = start_window_us(settings)
    return facts.SessionPlanned(
        session=command.session,
        name=command.name,
        kind=command.kind,
        stage=command.stage if ask.evidence.meeting.rulebook is None else stage,
        class_ids=command.class_ids,
        laps=laps,
        duration_us=lasts_us if lasts_us is not None else duration_us(settings),
        min_lap_us=command.min_lap_us,
        start_window_us=START_WINDOW_US if window_us is None else window_us,
        scores_unknown=command.scores_unknown,
        grid=command.grid,
        rules=rules,
        by=ask.by,
    )


def _check_finish(planned: facts.SessionPlanned) -> None:
    for value in (planned.laps, planned.duration_us):
        if value is not None and value <= 0:
            raise Refusal("Laps and duration must be more than zero.")
    finish = planned.rules.finish
    if planned.kind is SessionKind.RACE and finish is Finish.LAPS and planned.laps is None:
        raise Refusal("A race over laps needs a number of laps.")
    if finish is Finish.OWN_LAPS and planned.laps is None:
        raise Refusal("A session in which each kart ends at its own laps needs their number.")
    if finish in {Finish.TIME, Finish.TIME_PLUS_LAPS} and planned.duration_us is None:
        raise Refusal("A session that ends by time needs a duration.")


def open_session(ask: Ask, command: commands.OpenSession) -> list[AnyFact]:
    """Put a session on track, or again; the one that is on track is closed."""
    log = check_session(ask.evidence, command.session)
    if is_open(log):
        raise Refusal(f"{log.plan.name} is open already.")
    check_act(log, Act.OPEN)
    at = ask.at(command.at_track_us)
    return [*close_current(ask, at), facts.SessionOpened(session=command.session, at=at, by=ask.by)]


def show_flag(ask: Ask, command: commands.ShowFlag) -> list[AnyFact]:
    """Show a flag to the field."""
    log = check_session(ask.evidence, command.session)
    check_act(log, Act(command.flag.value))
    if command.class_id is not None:
        _check_split(log, command)
    at = ask.at(command.at_track_us)
    for mark in log.flags:
        if at.track_us is not None and mark.shown_us is not None and mark.shown_us > at.track_us:
            raise Refusal(f"The {mark.flag} flag was shown after that; move or withdraw that one first.")
    return [
        facts.FlagShown(
            session=command.session, flag=command.flag, class_id=command.class_id, at=at, by=ask.by
        )
    ]


def _check_split(log: SessionLog, command: commands.ShowFlag) -> None:
    if command.class_id not in log.plan.class_ids:
        raise Refusal(f"Class {command.class_id!r} is not in {log.plan.name}.")
    if command.flag is not ShownFlag.GREEN:
        raise Refusal("Only the green can be shown to one class; every other flag is for the whole field.")


def move_flag(ask: Ask, command: commands.MoveFlag) -> list[AnyFact]:
    """Say when a flag was really shown. A flag cannot pass the flags before and after it."""
    shown = ask.evidence.decisions.get(command.flag)
    if not isinstance(shown, facts.FlagShown):
        raise Refusal(f"Fact {command.flag} is no flag in force.")
    check_this_meeting(ask.evidence, command.flag)
    log = ask.evidence.sessions[shown.session]
    for mark in log.flags:
        if mark.n == command.flag or mark.shown_us is None:
            continue
        wrong = (
            mark.shown_us >= command.track_us if mark.n < command.flag else mark.shown_us <= command.track_us
        )
        if wrong:
            raise Refusal(f"The {mark.flag} flag stands in between; move or withdraw that one first.")
    return [facts.FlagMoved(flag=command.flag, track_us=command.track_us, at=ask.now, by=ask.by)]


def close_session(ask: Ask, command: commands.CloseSession) -> list[AnyFact]:
    """Take a session off the track."""
    log = check_session(ask.evidence, command.session)
    if not is_open(log):
        raise Refusal(f"{log.plan.name} is not on track; open it first.")
    return [facts.SessionClosed(session=command.session, at=ask.at(command.at_track_us), by=ask.by)]


def act_on_session(ask: Ask, command: commands.ActOnSession) -> list[AnyFact]:
    """Form up, abandon or reopen. Reopening and abandoning need a reason."""
    log = check_session(ask.evidence, command.session)
    check_act(log, Act(command.act.value))
    if command.act is not SessionAct.FORM_UP:
        check_reason(ask.by)
    before = [] if command.act is SessionAct.FORM_UP else close_current(ask, ask.now)
    return [*before, facts.SessionActed(session=command.session, act=command.act, at=ask.now, by=ask.by)]


def declare_wet(ask: Ask, command: commands.DeclareWet) -> list[AnyFact]:
    """Declare a session wet or dry, before, during or after it."""
    log = check_session(ask.evidence, command.session)
    if log.wet == command.wet:
        raise Refusal(f"{log.plan.name} is {'wet' if command.wet else 'dry'} already.")
    return [facts.WetDeclared(session=command.session, wet=command.wet, at=ask.now, by=ask.by)]


def call_result(ask: Ask, command: commands.CallResult) -> list[AnyFact]:
    """Call a race at a lap that its leader has completed."""
    log = check_session(ask.evidence, command.session)
    if log.plan.kind is not SessionKind.RACE or log.first(ShownFlag.GREEN) is None:
        raise Refusal(f"{log.plan.name} is no race that has been started; there is nothing to call.")
    if command.lap < 1:
        raise Refusal("A race is called at lap 1 or later; without a completed lap abandon it.")
    leading = max((row.laps for row in ask.standings(command.session).rows), default=0)
    if command.lap > leading:
        raise Refusal(f"Nobody has completed lap {command.lap}; the leader has {leading}.")
    objection = too_early(settings_for(ask, log).complete_percent, log, command.lap)
    return [
        facts.ResultCalled(
            session=command.session,
            lap=command.lap,
            against=overridden(ask, objection, override=command.override),
            at=ask.now,
            by=ask.by,
        )
    ]


def reschedule_laps(ask: Ask, command: commands.RescheduleLaps) -> list[AnyFact]:
    """Shorten or lengthen a race that has not ended."""
    log = check_session(ask.evidence, command.session)
    if log.laps is None:
        raise Refusal(f"{log.plan.name} is not over a number of laps.")
    rows = ask.standings(command.session).rows
    leading = max((row.laps for row in rows), default=0)
    if command.laps <= leading and rows:
        raise Refusal(f"The leader has {leading} laps; call the result at a lap instead.")
    return [facts.LapsRescheduled(session=command.session, laps=command.laps, at=ask.now, by=ask.by)]


def publish_result(ask: Ask, command: commands.PublishResult) -> list[AnyFact]:
    """Publish the standings by value; an official result must have been provisional before."""
    log = check_session(ask.evidence, command.session)
    check_act(log, Act.CONFIRM if command.official else Act.PUBLISH)
    standings = ask.standings(command.session)
    objection = still_provisional(ask, log, standings) if command.official else None
    against = overridden(ask, objection, override=command.override)
    judged = admissions(standings)
    rows = tuple(
        facts.PublishedRow(
            position=row.position,
            entry=row.entry.entry,
            number=row.entry.number,
            name=row.entry.public_name,
            class_id=row.entry.class_id,
            class_position=row.class_position,
            status=row.status.value,
            laps=row.laps,
            last_us=row.scored_us,
            best_us=row.best_us,
            reasons=admission_words(judged, log.plan.rules.cut_off, row.row),
        )
        for row in standings.scored
        if row.entry is not None
    )
    return [
        facts.ResultPublished(
            session=command.session,
            version=len(log.results) + 1,
            official=command.official,
            against=against,
            rows=rows,
            from_n=ask.evidence.n,
            at=ask.now,
            by=ask.by,
        )
    ]


def close_current(ask: Ask, at: facts.Instant) -> list[AnyFact]:
    """Take whatever is on track off it."""
    current = ask.evidence.current
    if current is None or not is_open(ask.evidence.sessions[current]):
        return []
    return [facts.SessionClosed(session=current, at=at, by=ask.by)]
