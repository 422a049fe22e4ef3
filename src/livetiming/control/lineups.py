"""Lineups that are published: the restart lineup after a stop."""

from livetiming import commands, facts
from livetiming.clock import TrackUs
from livetiming.control.ask import Ask, Refusal
from livetiming.control.checks import check_session
from livetiming.facts import AnyFact, SessionKind, ShownFlag
from livetiming.rulings import Involvement, Removed
from livetiming.scoring.plans import SessionLog
from livetiming.scoring.restarts import RestartLineup, Runner, restart_lineup
from livetiming.scoring.snapshot import snapshot
from livetiming.scoring.standing import Status
from livetiming.scoring.words import restart_words


def publish_restart(ask: Ask, command: commands.PublishRestart) -> list[AnyFact]:
    """Publish the restart lineup by value, with the reason for every place."""
    log = check_session(ask.evidence, command.session)
    involved = {step.entry: step.involvement for step in command.involved}
    unknown = involved.keys() - ask.evidence.meeting.entries.keys()
    if unknown:
        raise Refusal(f"There is no entry {min(unknown)!r} in this meeting.")
    stop_us = command.at_track_us if command.at_track_us is not None else stop_of(log)
    if stop_us is None:
        raise Refusal("No yellow or red flag has been shown; name the instant of the stop.")
    lineup = proposed_restart(ask, log, stop_us, involved)
    entries = ask.evidence.meeting.entries
    return [
        facts.LineupPublished(
            session=command.session,
            version=len(log.lineups) + 1,
            restart=True,
            single_file=lineup.single_file,
            places=tuple(
                facts.LineupPlace(
                    entry=place.entry, number=entries[place.entry].number, why=restart_words(place.reason)
                )
                for place in lineup.places
            ),
            causers=tuple(entry for entry, what in involved.items() if what is Involvement.CAUSER),
            from_n=ask.evidence.n,
            at=ask.now,
            by=ask.by,
        )
    ]


def proposed_restart(
    ask: Ask, log: SessionLog, stop_us: TrackUs, involved: dict[str, Involvement]
) -> RestartLineup:
    """The restart lineup as the rules have it; nothing is published. Raises `Refusal`."""
    if log.plan.kind is not SessionKind.RACE or log.first(ShownFlag.GREEN) is None:
        raise Refusal(f"{log.plan.name} is no race that has been started; there is nothing to restart.")
    rows = [row for row in ask.standings(log.plan.session).scored if row.entry is not None]
    gone = {mark.entry for mark in log.rulings if isinstance(mark.ruling, Removed)}
    grid = {entry: place for place, entry in enumerate(log.plan.grid, 1)}
    racing = [
        row
        for row in rows
        if row.row not in gone
        and row.status not in {Status.DQ, Status.DNS}
        and (row.run.opening_us is not None or row.row in grid)
    ]
    ranks = [grid.get(row.row, len(grid) + 1) for row in racing] if grid else None
    runners = [
        Runner(
            entry=racing[spot.index].row,
            laps=spot.laps,
            lapped=spot.lapped,
            grid=grid.get(racing[spot.index].row),
        )
        for spot in snapshot([row.run for row in racing], stop_us, ranks)
    ]
    return restart_lineup(runners, involved, log.plan.rules.restart)


def stop_of(log: SessionLog) -> TrackUs | None:
    """The instant of the last yellow or red."""
    stops = [mark for mark in log.flags if mark.flag in {ShownFlag.YELLOW, ShownFlag.RED}]
    return stops[-1].shown_us if stops else None


def cautions_caused(log: SessionLog, entry: str) -> int:
    """How many stops of this session a kart has been named the cause of."""
    return sum(entry in lineup.causers for _, lineup in log.lineups if lineup.restart)
