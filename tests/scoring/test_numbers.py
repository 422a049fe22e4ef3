from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from livetiming.scoring.numbers import Numbers

RANGES = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 8)).map(lambda pair: (pair[0], pair[0] + pair[1]))
)


def numbers(ranges: list[tuple[int, int]]) -> Numbers:
    made = Numbers()
    for first, last in ranges:
        made.add(first, last)
    return made


def plain(ranges: list[tuple[int, int]]) -> set[int]:
    return {number for first, last in ranges for number in range(first, last + 1)}


@given(RANGES)
def test_set_of_runs_is_the_set_of_its_numbers(ranges: list[tuple[int, int]]) -> None:
    made, expected = numbers(ranges), plain(ranges)
    assert {number for number in range(-2, 75) if number in made} == expected
    assert plain(list(made.ranges())) == expected
    assert made.first == min(expected, default=None)
    assert made.last == max(expected, default=None)


@given(RANGES)
def test_runs_do_not_touch(ranges: list[tuple[int, int]]) -> None:
    runs = list(numbers(ranges).ranges())
    assert all(before[1] + 1 < after[0] for before, after in pairwise(runs))


@given(RANGES, st.integers(-2, 70), st.integers(-2, 70))
def test_missing_numbers_are_those_that_are_not_there(
    ranges: list[tuple[int, int]], first: int, last: int
) -> None:
    assert plain(numbers(ranges).missing(first, last)) == set(range(first, last + 1)) - plain(ranges)


@given(RANGES, st.integers(-2, 75))
def test_neighbours_are_the_nearest_numbers(ranges: list[tuple[int, int]], number: int) -> None:
    made, expected = numbers(ranges), plain(ranges)
    assert made.before(number) == max((other for other in expected if other < number), default=None)
    assert made.after(number) == min((other for other in expected if other > number), default=None)


def test_passings_in_order_stay_one_run() -> None:
    made = numbers([(number, number) for number in range(711_000, 712_000)])
    assert list(made.ranges()) == [(711_000, 711_999)]
