"""What differs between two public states, as the smallest set of changes that `reducer.apply` undoes.

Called for every passing: rows that the derivation left alone are the same objects in both states, so
identity is asked before equality.
"""

from collections.abc import Iterator

from livetiming.publish.messages import (
    AnyChange,
    MeetingChanged,
    PublicState,
    RowsChanged,
    RowsReplaced,
    SessionChanged,
    TimingChanged,
)


def diff(old: PublicState, new: PublicState) -> tuple[AnyChange, ...]:
    """The changes that lead from `old` to `new`; empty if they are equal.

    ``reducer.apply(old, diff(old, new)) == new``, given that row ids are unique within a state.
    """
    return tuple(_differences(old, new))


def _differences(old: PublicState, new: PublicState) -> Iterator[AnyChange]:
    if old is new:
        return
    if old.meeting is not new.meeting and old.meeting != new.meeting:
        yield MeetingChanged(meeting=new.meeting)
    if old.session is not new.session and old.session != new.session:
        yield SessionChanged(session=new.session)
    if old.rows is not new.rows and old.rows != new.rows:
        if _session_id(old) == _session_id(new):
            yield _row_changes(old, new)
        else:
            yield RowsReplaced(rows=new.rows)
    if old.timing != new.timing:
        yield TimingChanged(timing=new.timing)


def _session_id(state: PublicState) -> str | None:
    return None if state.session is None else state.session.id


def _row_changes(old: PublicState, new: PublicState) -> RowsChanged:
    before = {row.id: row for row in old.rows}
    after = [row.id for row in new.rows]
    shown = set(after)
    changed = tuple(row for row in new.rows if (was := before.get(row.id)) is not row and was != row)
    gone = tuple(id_ for id_ in before if id_ not in shown)
    same_order = after == [id_ for id_ in before if id_ in shown]
    return RowsChanged(rows=changed, gone=gone, order=None if same_order else tuple(after))
