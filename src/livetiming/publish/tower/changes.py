"""What differs between two tower states, and how a reader gets from one to the other."""

from collections.abc import Iterator, Sequence
from operator import attrgetter

from msgspec.structs import replace

from livetiming.publish import reducer
from livetiming.publish.diff import diff as board_differences
from livetiming.publish.keyed import changed, difference
from livetiming.publish.tower.messages import (
    AnyListChange,
    AnyTowerChange,
    BoardChanged,
    DecisionsChanged,
    DecodersChanged,
    EntriesChanged,
    GapsChanged,
    Item,
    PassingsChanged,
    ProposalsChanged,
    SessionsChanged,
    StoreChanged,
    TowerState,
    TrackChanged,
)

_LISTS: dict[type[AnyListChange], tuple[str, str]] = {
    SessionsChanged: ("sessions", "id"),
    EntriesChanged: ("entries", "id"),
    PassingsChanged: ("passings", "n"),
    DecisionsChanged: ("decisions", "n"),
    ProposalsChanged: ("proposals", "id"),
    DecodersChanged: ("decoders", "source"),
    GapsChanged: ("gaps", "id"),
}
"""The list of the state that each change is about, and the key of its items."""


def diff(old: TowerState, new: TowerState) -> tuple[AnyTowerChange, ...]:
    """The changes that lead from `old` to `new`; empty if they are equal."""
    return tuple(_differences(old, new))


def apply(state: TowerState, changes: Sequence[AnyTowerChange]) -> TowerState:
    """`state` after `changes`: the Python twin of the page's reducer.

    Raises `KeyError` if the changes were made from another state.
    """
    for change in changes:
        match change:
            case BoardChanged(changes=of_board):
                state = replace(state, board=reducer.apply(state.board, of_board))
            case TrackChanged(track=track):
                state = replace(state, track=track)
            case StoreChanged(store=store):
                state = replace(state, store=store)
            case _:
                state = _with_list(state, change)
    return state


def _with_list(state: TowerState, change: AnyListChange) -> TowerState:
    name, key = _LISTS[type(change)]
    before: tuple[Item, ...] = getattr(state, name)
    after = changed(before, change.items, change.gone, change.order, attrgetter(key))
    return replace(state, **{name: after})


def _differences(old: TowerState, new: TowerState) -> Iterator[AnyTowerChange]:
    of_board = board_differences(old.board, new.board)
    if of_board:
        yield BoardChanged(changes=of_board)
    if old.track != new.track:
        yield TrackChanged(track=new.track)
    for change, (name, key) in _LISTS.items():
        found = difference(getattr(old, name), getattr(new, name), attrgetter(key))
        if found is not None:
            yield change(items=found.items, gone=found.gone, order=found.order)
    if old.store != new.store:
        yield StoreChanged(store=new.store)
