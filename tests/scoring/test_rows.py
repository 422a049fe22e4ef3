"""Lineups by rows: crossing over, the file moving up, the rear, and the front rows swapped."""

from livetiming.scoring.rows import (
    as_rows,
    column_moves_up,
    cross_over,
    send_to_rear,
    swap_front_rows,
)


def chart(lineup: list[int | None]) -> str:
    """Rows as the sheets print them: pole column, a bar, the other column."""
    return " ".join("|".join("-" if kart is None else str(kart) for kart in row) for row in as_rows(lineup))


EIGHT: list[int | None] = [1, 2, 3, 4, 5, 6, 7, 8]
SIX: list[int | None] = [10, 20, 30, 40, 50, 60]


def test_scratch_before_the_grid_crosses_over() -> None:
    """SOK-S05, GEN-6: karts behind the gap change sides."""
    assert chart(cross_over(EIGHT, 3)) == "1|2 4|5 6|7 8|-"


def test_drop_out_on_the_warm_up_lap_lets_its_file_move_up() -> None:
    """SOK-S06, GEN-7: the other file stays where it is."""
    assert chart(column_moves_up(EIGHT, 3)) == "1|2 5|4 7|6 -|8"


def test_scratches_of_a_seven_kart_lineup() -> None:
    """KAM-S19: in the chute the field is re-gridded, on track the outside file moves up."""
    seven = EIGHT[:7]
    assert chart(cross_over(seven, 4)) == "1|2 3|5 6|7"
    assert chart(column_moves_up(seven, 4)) == "1|2 3|6 5|- 7|-"


def test_kart_sent_to_the_rear_and_the_field_packed_up() -> None:
    """SOK-S21, KAM-S08, GEN-8."""
    assert chart(send_to_rear(SIX, [20])) == "10|30 40|50 60|20"
    assert chart(send_to_rear(SIX, [10, 20])) == "30|40 50|60 10|20"


def test_front_row_that_failed_twice_changes_places_with_the_second() -> None:
    """SOK-S08: rows swap, each kart keeps its side; again, and they are back."""
    once = swap_front_rows(SIX)
    assert chart(once) == "30|40 10|20 50|60"
    assert chart(swap_front_rows(once)) == chart(SIX)


def test_front_row_swap_with_three_karts_keeps_the_sides() -> None:
    """The second row's open spot comes to the front with it."""
    assert chart(swap_front_rows([1, 2, 3])) == "3|- 1|2"
