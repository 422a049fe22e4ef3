"""Applies changes to a public state: the Python twin of the pages' reducer."""

from msgspec.structs import replace

from livetiming.publish.messages import (
    AnyChange,
    MeetingChanged,
    PublicState,
    Row,
    RowsChanged,
    RowsReplaced,
    SessionChanged,
    TimingChanged,
)


def apply(state: PublicState, changes: tuple[AnyChange, ...]) -> PublicState:
    """`state` after `changes`, in their order.

    Raises `KeyError` with a row's id if the changes were made from another state and name a row in
    their order that neither the state nor the changes have.
    """
    for change in changes:
        match change:
            case MeetingChanged(meeting=meeting):
                state = replace(state, meeting=meeting)
            case SessionChanged(session=session):
                state = replace(state, session=session)
            case RowsReplaced(rows=rows):
                state = replace(state, rows=rows)
            case RowsChanged():
                state = replace(state, rows=_changed_rows(state.rows, change))
            case TimingChanged(timing=timing):
                state = replace(state, timing=timing)
    return state


def _changed_rows(rows: tuple[Row, ...], change: RowsChanged) -> tuple[Row, ...]:
    shown = {row.id: row for row in rows}
    for id_ in change.gone:
        shown.pop(id_, None)
    for row in change.rows:
        shown[row.id] = row
    if change.order is None:
        return tuple(shown.values())
    return tuple(shown[id_] for id_ in change.order)
