"""Tower states differ by what changed in each of their parts."""

from typing import TypeVar, get_args

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from livetiming.facts import LinkState, LoopRole, SessionKind
from livetiming.publish.messages import RowsChanged
from livetiming.publish.tower import changes
from livetiming.publish.tower.changes import apply, diff
from livetiming.publish.tower.messages import (
    AnyListChange,
    BoardChanged,
    DecoderInfo,
    DecodersChanged,
    EntryInfo,
    GapInfo,
    Item,
    MissedRead,
    PassingInfo,
    PassingsChanged,
    PassingUse,
    SessionInfo,
    StoreChanged,
    StoreInfo,
    TowerChange,
    TowerState,
    TrackChanged,
    TrackClock,
)
from livetiming.scoring.phases import State
from support.states import board, row, states

EMPTY = TowerState(board=board(2), track=TrackClock(), store=StoreInfo(saved=True))


def passing(n: int) -> PassingInfo:
    return PassingInfo(n=n, track_us=n * 1_000_000, transponder=1000 + n, use=PassingUse.LAP)


def test_equal_states_differ_in_nothing() -> None:
    assert diff(EMPTY, EMPTY) == ()
    assert diff(EMPTY, replace(EMPTY, board=board(2))) == ()


def test_the_board_changes_as_the_public_is_told() -> None:
    crossed = replace(row(1), laps=1)
    after = replace(EMPTY, board=replace(EMPTY.board, rows=(crossed, *EMPTY.board.rows[1:])))
    assert diff(EMPTY, after) == (BoardChanged(changes=(RowsChanged(rows=(crossed,)),)),)


def test_a_new_passing_is_sent_alone_and_the_oldest_is_named() -> None:
    before = replace(EMPTY, passings=tuple(passing(n) for n in range(1, 51)))
    after = replace(EMPTY, passings=tuple(passing(n) for n in range(2, 52)))
    assert diff(before, after) == (PassingsChanged(items=(passing(51),), gone=(1,)),)


def test_not_saved_is_a_change_of_its_own() -> None:
    full = StoreInfo(saved=False, queued=7)
    assert diff(EMPTY, replace(EMPTY, store=full)) == (StoreChanged(store=full),)


def test_clock_and_decoders_are_told_of() -> None:
    track = TrackClock(offset_us=5_000, sure=True)
    decoder = DecoderInfo(source="tcp://loop", role=LoopRole.START_FINISH, state=LinkState.LIVE)
    after = replace(EMPTY, track=track, decoders=(decoder,))
    assert diff(EMPTY, after) == (TrackChanged(track=track), DecodersChanged(items=(decoder,)))


def test_every_list_of_the_state_has_its_change() -> None:
    lists = {field.name for field in msgspec.structs.fields(TowerState)} - {"board", "track", "store"}
    assert {name for name, _ in changes._LISTS.values()} == lists
    assert set(changes._LISTS) == set(get_args(AnyListChange))


AnyItem = TypeVar("AnyItem", bound=Item)


def _key(item: Item) -> object:
    return getattr(item, "id", None) or getattr(item, "n", None)


def _items(make: st.SearchStrategy[AnyItem]) -> st.SearchStrategy[tuple[AnyItem, ...]]:
    return st.lists(make, max_size=4, unique_by=_key).map(tuple)


_ids = st.sampled_from("abcd")
_tower_states = st.builds(
    TowerState,
    board=states,
    track=st.builds(TrackClock, offset_us=st.none() | st.integers(0, 3), sure=st.booleans()),
    sessions=_items(
        st.builds(
            SessionInfo,
            id=_ids,
            name=st.just("Heat"),
            kind=st.sampled_from(SessionKind),
            state=st.sampled_from(State),
        )
    ),
    entries=_items(
        st.builds(
            EntryInfo, id=_ids, class_id=_ids, number=_ids, name=_ids, public_name=_ids, carries=st.just(())
        )
    ),
    passings=_items(
        st.builds(
            PassingInfo, n=st.integers(1, 6), track_us=st.integers(0, 2), use=st.sampled_from(PassingUse)
        )
    ),
    decisions=st.just(()),
    proposals=_items(
        st.builds(
            MissedRead,
            id=_ids,
            entry=_ids,
            lap=st.integers(1, 2),
            lap_us=st.just(1),
            usual_us=st.just(1),
            times=st.just((1,)),
        )
    ),
    decoders=st.just(()),
    gaps=_items(
        st.builds(GapInfo, id=_ids, source=_ids, why=st.just("missing"), size=st.none() | st.just(1))
    ),
    store=st.builds(StoreInfo, saved=st.booleans(), queued=st.integers(0, 2)),
)


@given(_tower_states, _tower_states)
def test_a_reader_that_applies_the_changes_holds_the_new_state(old: TowerState, new: TowerState) -> None:
    told = TowerChange(stream="a", from_n=1, to_n=2, changes=diff(old, new))
    heard = msgspec.json.decode(msgspec.json.encode(told), type=TowerChange)
    assert apply(old, heard.changes) == new
