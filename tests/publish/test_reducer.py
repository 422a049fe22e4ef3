"""Changes lead a reader to the state that the server holds, whatever the two states are."""

import msgspec
import pytest
from hypothesis import given

from livetiming.publish.diff import diff
from livetiming.publish.messages import AnyMessage, Change, PublicState, RowsChanged
from livetiming.publish.reducer import apply
from support.states import EMPTY, board, row, states


@given(states, states)
def test_the_difference_leads_from_any_state_to_any_other(old: PublicState, new: PublicState) -> None:
    assert apply(old, diff(old, new)) == new


@given(states, states)
def test_a_difference_survives_the_wire(old: PublicState, new: PublicState) -> None:
    sent = Change(stream="a", from_n=1, to_n=2, changes=diff(old, new))
    received = msgspec.json.decode(msgspec.json.encode(sent), type=AnyMessage)
    assert received == sent


@given(states, states, states)
def test_two_differences_in_a_row_lead_as_far_as_one(
    first: PublicState, second: PublicState, third: PublicState
) -> None:
    in_steps = apply(apply(first, diff(first, second)), diff(second, third))
    assert in_steps == apply(first, diff(first, third))


def test_without_an_order_rows_keep_their_places() -> None:
    faster = row(2, laps=1, last_us=30_900_000)
    after = apply(board(3), (RowsChanged(rows=(faster,), gone=("e1",)),))
    assert [shown.id for shown in after.rows] == ["e2", "e3"]
    assert after.rows[0] == faster


def test_a_row_that_was_already_gone_stays_gone() -> None:
    assert apply(EMPTY, (RowsChanged(gone=("e9",)),)) == EMPTY


def test_an_order_of_unknown_rows_is_an_error() -> None:
    with pytest.raises(KeyError, match="e9"):
        apply(EMPTY, (RowsChanged(order=("e9",)),))
