"""Lists that change by key: only what changed is told, and the order only where the rule does not give it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livetiming.publish.keyed import Difference, changed, difference

Item = tuple[str, int]


def key(item: Item) -> str:
    return item[0]


def items(**values: int) -> tuple[Item, ...]:
    return tuple(values.items())


def test_equal_lists_differ_in_nothing() -> None:
    same = items(a=1, b=2)
    assert difference(same, same, key) is None
    assert difference(same, items(a=1, b=2), key) is None


def test_an_item_that_differs_is_told_alone() -> None:
    assert difference(items(a=1, b=2), items(a=1, b=3), key) == Difference((("b", 3),), (), None)


def test_new_items_come_last_without_a_word() -> None:
    assert difference(items(a=1), items(a=1, b=2, c=3), key) == Difference((("b", 2), ("c", 3)), (), None)


def test_the_oldest_may_leave_as_the_newest_comes() -> None:
    assert difference(items(a=1, b=2), items(b=2, c=3), key) == Difference((("c", 3),), ("a",), None)


def test_a_new_item_in_between_needs_the_order() -> None:
    assert difference(items(a=1, c=3), items(a=1, b=2, c=3), key) == Difference(
        (("b", 2),), (), ("a", "b", "c")
    )


def test_a_change_of_order_alone_is_told_by_keys() -> None:
    assert difference(items(a=1, b=2), items(b=2, a=1), key) == Difference((), (), ("b", "a"))


def test_a_change_of_another_list_is_noticed() -> None:
    with pytest.raises(KeyError):
        changed(items(a=1), (), (), ("a", "b"), key)


_lists = st.lists(st.tuples(st.sampled_from("abcdefg"), st.integers(0, 2)), unique_by=key).map(tuple)


@given(_lists, _lists)
def test_what_is_told_leads_from_one_list_to_the_other(old: tuple[Item, ...], new: tuple[Item, ...]) -> None:
    told = difference(old, new, key)
    if told is None:
        assert old == new
    else:
        assert changed(old, told.items, told.gone, told.order, key) == new
