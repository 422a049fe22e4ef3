"""Finding which crossings a sequence of numbers follows."""

from random import Random

from livetiming.scoring.handscore.sequence import Sequence
from scoring.handscore.lines import chart_of, in_order, loop_of

KARTS = ["10", "20", "30", "40", "50", "60"]
TRAIN = {kart: [70.0 + 2 * i + 60 * lap for lap in range(10)] for i, kart in enumerate(KARTS)}
"""The order never changes."""


def racing(seed: int, laps: int = 10) -> dict[str, list[float]]:
    """Karts that overtake each other."""
    random = Random(seed)
    times: dict[str, list[float]] = {}
    for i, kart in enumerate(KARTS):
        at = 70.0 + i
        times[kart] = []
        for _ in range(laps):
            times[kart].append(round(at, 3))
            at += random.gauss(60, 1.5)
    return times


def seconds_of(
    times: dict[str, list[float]], written: list[tuple[str, float]], late_s: float | None
) -> list[float]:
    """The crossings that a chart is taken to follow; with `late_s` it is sent as it is written."""
    loop = loop_of(times)
    arrived = None if late_s is None else [second + late_s for _, second in written]
    chart = chart_of([(kart, None) for kart, _ in written], arrived_s=arrived)
    return [loop.times_us[crossing] / 1_000_000 for _, crossing in Sequence().anchors(chart, loop)]


def test_whole_chart_follows_the_whole_race() -> None:
    times = racing(1)
    assert seconds_of(times, in_order(times), None) == [second for _, second in in_order(times)]


def test_chart_that_begins_with_lap_two_is_not_a_lap_off_though_the_order_never_changes() -> None:
    written = in_order(TRAIN)[6:]
    assert seconds_of(TRAIN, written, 1.0) == [second for _, second in written]


def test_chart_typed_after_the_race_is_not_a_lap_off_where_karts_overtook() -> None:
    times = racing(2)
    written = in_order(times)[6:]
    assert seconds_of(times, written, None) == [second for _, second in written]


def test_scorer_who_joins_late_is_about_the_present() -> None:
    written = in_order(TRAIN)[36:50]
    assert seconds_of(TRAIN, written, 1.0) == [second for _, second in written]


def test_scorer_who_was_away_for_laps_is_found_again() -> None:
    times = racing(3, laps=20)
    order = in_order(times)
    written = order[:30] + order[66:]
    followed = seconds_of(times, written, 1.0)
    assert len(set(followed) & {second for _, second in written}) >= len(written) - 4


def test_missed_reads_missed_taps_and_wrong_numbers_do_not_break_the_chain() -> None:
    random = Random(4)
    times = racing(5, laps=20)
    heard = {kart: [second for second in own if random.random() > 0.04] for kart, own in times.items()}
    written = [
        (random.choice(KARTS) if random.random() < 0.03 else kart, second)
        for kart, second in in_order(times)
        if random.random() > 0.06
    ]
    right = {second for kart, second in written if second in heard[kart]}
    assert len(right & set(seconds_of(heard, written, None))) >= 0.9 * len(right)


def test_chart_grown_tap_by_tap_follows_what_the_whole_follows() -> None:
    times = racing(6)
    loop = loop_of(times)
    whole = chart_of([(kart, None) for kart, _ in in_order(times)], arrived_s=2000)
    sequence = Sequence()
    grown: list[tuple[int, int]] = []
    for count in range(1, len(whole.taps) + 1):
        part = chart_of([(tap.number, None) for tap in whole.taps[:count]], arrived_s=2000)
        grown = sequence.anchors(part, loop)
        if count % 13 == 0:
            assert grown == Sequence().anchors(part, loop)
    assert grown == Sequence().anchors(whole, loop)
