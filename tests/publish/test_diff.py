"""What is sent when the board changes: only what changed."""

from msgspec.structs import replace

from livetiming.publish.diff import diff
from livetiming.publish.messages import (
    Flag,
    MeetingChanged,
    PublicState,
    RowsChanged,
    RowsReplaced,
    SessionChanged,
    Timing,
    TimingChanged,
)
from support.states import EMPTY, MEETING, board, heat, row


def with_rows(state: PublicState, *numbers: int) -> PublicState:
    return replace(state, rows=tuple(row(number) for number in numbers))


def test_equal_states_differ_in_nothing() -> None:
    assert diff(board(), board()) == ()


def test_a_crossing_sends_the_kart_that_crossed_alone() -> None:
    before = board(60)
    crossed = replace(before.rows[7], laps=1, last_us=31_250_000)
    after = replace(before, rows=(*before.rows[:7], crossed, *before.rows[8:]))
    assert diff(before, after) == (RowsChanged(rows=(crossed,)),)


def test_an_overtake_sends_both_karts_and_the_order() -> None:
    before = board(3)
    first, second, third = before.rows
    leader, passed = replace(second, position=1), replace(first, position=2)
    after = replace(before, rows=(leader, passed, third))
    assert diff(before, after) == (RowsChanged(rows=(leader, passed), order=("e2", "e1", "e3")),)


def test_a_kart_that_leaves_is_named_and_the_order_stays_untold() -> None:
    assert diff(with_rows(EMPTY, 1, 2, 3), with_rows(EMPTY, 1, 3)) == (RowsChanged(gone=("e2",)),)


def test_a_kart_that_is_first_heard_is_sent_with_its_place() -> None:
    change = RowsChanged(rows=(row(2),), order=("e1", "e2", "e3"))
    assert diff(with_rows(EMPTY, 1, 3), with_rows(EMPTY, 1, 2, 3)) == (change,)


def test_a_change_of_order_alone_sends_no_row() -> None:
    assert diff(with_rows(EMPTY, 1, 2), with_rows(EMPTY, 2, 1)) == (RowsChanged(order=("e2", "e1")),)


def test_a_flag_sends_the_head_of_the_board_alone() -> None:
    yellow = heat(flag=Flag.YELLOW)
    assert diff(board(), board(session=yellow)) == (SessionChanged(session=yellow),)


def test_another_session_replaces_head_and_rows() -> None:
    final = heat("s2")
    after = board(2, session=final)
    assert diff(board(3), after) == (SessionChanged(session=final), RowsReplaced(rows=after.rows))


def test_another_session_with_the_same_rows_keeps_them() -> None:
    assert diff(board(3), board(3, session=heat("s2"))) == (SessionChanged(session=heat("s2")),)


def test_a_silent_decoder_sends_nothing_but_that() -> None:
    silent = Timing(live=False)
    assert diff(EMPTY, replace(EMPTY, timing=silent)) == (TimingChanged(timing=silent),)


def test_a_meeting_that_opens_is_sent() -> None:
    assert diff(EMPTY, replace(EMPTY, meeting=MEETING)) == (MeetingChanged(meeting=MEETING),)
