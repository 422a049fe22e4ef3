"""Finding the clock of a scorer's device on the track clock."""

from random import Random

from livetiming.scoring.handscore.offset import offset_of
from scoring.handscore.lines import chart_of, in_order, loop_of
from support.clocks import us

PACE = {"10": 60.0, "20": 60.4, "30": 61.1, "40": 59.7}
TIMES = {
    kart: [round(70 + i + lap_s * lap, 3) for lap in range(8)] for i, (kart, lap_s) in enumerate(PACE.items())
}
LATE_S = 0.9


def near(offset_us: int | None, seconds: float) -> bool:
    return offset_us is not None and abs(offset_us - us(seconds)) <= us(0.7)


def test_clock_minutes_off_is_found_from_the_numbers() -> None:
    chart = chart_of([(kart, second + LATE_S + 1234.5) for kart, second in in_order(TIMES)])
    assert near(offset_of(chart, loop_of(TIMES)), -1234.5 - LATE_S)


def test_clock_is_found_among_wrong_numbers_and_missed_taps() -> None:
    random = Random(1)
    written = [
        (
            random.choice(list(PACE)) if random.random() < 0.3 else kart,
            second + random.uniform(0.2, 1.5) - 500,
        )
        for kart, second in in_order(TIMES)
        if random.random() > 0.2
    ]
    assert near(offset_of(chart_of(written), loop_of(TIMES)), 500 - 0.85)


def test_two_taps_are_too_few_to_tell() -> None:
    chart = chart_of([(kart, second + LATE_S) for kart, second in in_order(TIMES)[:2]])
    assert offset_of(chart, loop_of(TIMES)) is None


def test_chart_of_another_race_has_no_place() -> None:
    random = Random(2)
    chart = chart_of([(random.choice(list(PACE)), random.uniform(0, 4000)) for _ in range(40)])
    assert offset_of(chart, loop_of(TIMES)) is None


def test_first_taps_of_a_procession_are_about_the_lap_before_they_arrived() -> None:
    train = {kart: [70 + i + 60 * lap for lap in range(3)] for i, kart in enumerate(PACE)}
    written = [(kart, second) for kart, second in in_order(train) if second > 125][:4]
    live = chart_of(
        [(kart, second + LATE_S + 30) for kart, second in written], arrived_s=[135, 136, 137, 138]
    )
    assert near(offset_of(live, loop_of(train)), -30 - LATE_S)


def test_no_crossing_is_later_than_the_arrival_of_its_tap() -> None:
    train = {kart: [70 + i + 60 * lap for lap in range(3)] for i, kart in enumerate(PACE)}
    first_lap = in_order(train)[:4]
    chart = chart_of([(kart, second + LATE_S) for kart, second in first_lap], arrived_s=[71, 72, 73, 74])
    assert near(offset_of(chart, loop_of(train)), -LATE_S)
