"""Place penalties, applied together by target place (GEN-9, A08)."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from livetiming.scoring.penalties import dock_places, to_rear


def test_two_penalties_act_together() -> None:
    """PKRA-S23: kart 1 loses three places, kart 2 one; targets 4 and 3."""
    assert dock_places([1, 2, 3, 4, 5, 6], {0: 3, 1: 1}) == [3, 4, 2, 1, 5, 6]


def test_creeping_costs_two_places() -> None:
    """SOK-S16: a and c, then a alone."""
    assert dock_places("abcde", {0: 2, 2: 2}) == list("bdaec")
    assert dock_places("abcde", {0: 2}) == list("bcade")


def test_target_beyond_the_last_place_stands_last() -> None:
    """KAM-S15: second docked two; fourth of five docked two has target 6, capped at 5."""
    assert dock_places([10, 40, 20, 30, 50], {1: 2}) == [10, 20, 30, 40, 50]
    assert dock_places([10, 20, 30, 40, 50], {3: 2}) == [10, 20, 30, 50, 40]


def test_targets_beyond_the_last_place_are_ordered_by_target_then_by_place() -> None:
    """Of three sent beyond the end: the smaller target first, of equal ones the better place."""
    assert dock_places([1, 2, 3, 4], {1: 5, 2: 4, 3: 2}) == [1, 4, 2, 3]


def test_two_on_one_target_take_it_and_the_next_place() -> None:
    """The better original place has the target."""
    assert dock_places([1, 2, 3, 4, 5], {0: 2, 1: 1}) == [3, 4, 1, 2, 5]


def test_to_rear_keeps_their_order() -> None:
    """GEN-8."""
    assert to_rear([1, 2, 3, 4, 5], [4, 1]) == [2, 3, 5, 1, 4]


@given(st.integers(1, 8), st.data())
def test_docking_keeps_everybody_and_the_order_of_the_unpenalised(count: int, data: st.DataObject) -> None:
    """Nobody is lost or doubled, and who has no penalty passes nobody who has none."""
    finishers = list(range(count))
    places = data.draw(st.dictionaries(st.sampled_from(finishers), st.integers(1, 9)))
    docked = dock_places(finishers, places)
    assert sorted(docked) == finishers
    free = [kart for kart in docked if kart not in places]
    assert free == sorted(free)


def test_docking_does_not_depend_on_the_order_of_the_penalties() -> None:
    """The same penalties entered in any order give the same result."""
    penalties = [(0, 3), (1, 1), (4, 9)]
    results = {tuple(dock_places(range(6), dict(order))) for order in permutations(penalties)}
    assert len(results) == 1
