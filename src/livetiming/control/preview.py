"""What a command would change, before it is confirmed: the same derivation over an overlay."""

import msgspec

from livetiming.commands import AnyCommand, Preview, PreviewRow
from livetiming.control.ask import Ask
from livetiming.control.decide import decide
from livetiming.facts import Decision
from livetiming.scoring.standing import Standing
from livetiming.scoring.standings import Standings


def preview(ask: Ask, command: AnyCommand) -> Preview:
    """The rows of the session concerned that would differ. Changes nothing. Raises `Refusal`."""
    decided = decide(ask, command)
    overlay = ask.evidence.overlay()
    for n, fact in enumerate(decided, ask.evidence.n + 1):
        overlay.apply(n, fact)
    session = session_of(ask, command)
    if session is None or session not in ask.evidence.sessions:
        return Preview(n=ask.evidence.n, session=session)
    before = ask.standings(session)
    after = ask.scorer.over(overlay).standings(session)
    return Preview(
        n=ask.evidence.n,
        session=session,
        last_decision=ask.evidence.last_decision(session),
        rows=_differences(before, after),
    )


def session_of(ask: Ask, command: AnyCommand) -> str | None:
    """The session that a command is about; what names none is about the one on track."""
    named = getattr(command, "session", None)
    if isinstance(named, str):
        return named
    for name in ("flag", "decision"):
        number = getattr(command, name, None)
        decision = ask.evidence.decisions.get(number) if isinstance(number, int) else None
        if decision is not None:
            return _session_of_decision(decision) or ask.evidence.current
    return ask.evidence.current


def _session_of_decision(decision: Decision) -> str | None:
    named = getattr(decision, "session", None)
    return named if isinstance(named, str) else None


def _differences(before: Standings, after: Standings) -> tuple[PreviewRow, ...]:
    old = {row.row: row for row in before.rows}
    changed = []
    for row in after.rows:
        was = old.pop(row.row, None)
        if was is None or was.outcome != row.outcome:
            changed.append(_preview_row(was, row))
    return (*changed, *(_preview_row(was, None) for was in old.values()))


def _preview_row(before: Standing | None, after: Standing | None) -> PreviewRow:
    row = after if after is not None else before
    assert row is not None
    changed = PreviewRow(
        row=row.row,
        number=row.entry.number if row.entry is not None else "",
        name=row.entry.public_name if row.entry is not None else str(row.transponder),
    )
    if before is not None:
        changed = msgspec.structs.replace(
            changed,
            position_before=before.position,
            laps_before=before.laps,
            status_before=before.status.value,
        )
    if after is not None:
        changed = msgspec.structs.replace(
            changed, position_after=after.position, laps_after=after.laps, status_after=after.status.value
        )
    return changed
