"""One crossing, whichever loop and whichever transponder heard it; and which laps are estimates."""

from collections.abc import Iterator
from itertools import permutations

import pytest

from livetiming import commands
from livetiming.facts import LoopRole
from livetiming.ingest.signal import LoopGiven, PassingArrived
from livetiming.scoring.crossings import KartRun
from livetiming.scoring.estimated import estimated_laps
from livetiming_decoders.events import Passing
from support.clocks import us
from support.day import LOOP, ZERO_TRACK_US, Day

BACKUP = "tcp://backup"
BACKUP_CLOCK_US = us(77_000)
"""How far the backup decoder's clock is ahead of the first one's."""
BEHIND_S = 0.8
"""How long after the line the karts pass the backup loop."""


def deliver(day: Day, source: str, passings: list[Passing], at_s: list[float]) -> None:
    for passing, second in zip(passings, at_s, strict=True):
        day.at(second)
        day.engine.hear(PassingArrived(source, day.clock.server_us(), passing))
    day.save()


def backup(day: Day, times: dict[str, list[float]]) -> None:
    """The backup loop hears these karts, a little after they crossed the line at these seconds."""
    heard = sorted((second, kart) for kart, own in times.items() for second in own)
    passings = [
        Passing(
            decoder=2,
            number=day.evidence.heard_count * 100 + i,
            transponder=1000 + int(kart),
            decoder_time_us=us(second + BEHIND_S) + BACKUP_CLOCK_US,
        )
        for i, (second, kart) in enumerate(heard)
    ]
    deliver(day, BACKUP, passings, [second + BEHIND_S for second, _ in heard])


@pytest.fixture
def day() -> Iterator[Day]:
    """A started race of two karts, with a backup loop behind the line."""
    with Day(["7", "8"]) as day:
        day.engine.hear(LoopGiven(source=BACKUP, role=LoopRole.BACKUP))
        day.started_race(10)
        yield day


def run_of(day: Day, kart: str) -> KartRun:
    return next(row.run for row in day.standings().rows if row.row == kart)


def crossings_s(day: Day, kart: str) -> list[float]:
    return [round((at_us - ZERO_TRACK_US) / 1e6, 3) for at_us in run_of(day, kart).crossings_us]


def marks(day: Day, kart: str) -> list[bool]:
    return estimated_laps(day.evidence, run_of(day, kart))


LAPS = [0.5, 30.0, 61.0, 92.0, 124.0, 155.0]


def heard_by_both(
    day: Day, kart: str, laps: list[float], *, but_line: float | None = None, but_backup: float | None = None
) -> None:
    """Each lap heard at the line and then at the backup loop, but for one of each."""
    for second in laps:
        if second != but_line:
            day.hear({kart: [second]})
        if second != but_backup:
            backup(day, {kart: [second]})


def test_crossing_that_both_loops_heard_is_one(day: Day) -> None:
    heard_by_both(day, "7", LAPS)
    assert crossings_s(day, "7") == LAPS[1:]
    assert not any(marks(day, "7"))


def test_crossing_that_the_line_missed_is_the_backups_moved_by_the_usual_difference(day: Day) -> None:
    heard_by_both(day, "7", LAPS, but_line=92.0)
    assert crossings_s(day, "7") == pytest.approx(LAPS[1:], abs=0.01)
    assert marks(day, "7") == [False, False, True, True, False]


def test_crossing_that_the_backup_missed_is_the_lines(day: Day) -> None:
    heard_by_both(day, "7", LAPS, but_backup=92.0)
    assert crossings_s(day, "7") == LAPS[1:]
    assert not any(marks(day, "7"))


def test_kart_with_few_pairs_borrows_the_difference_of_the_others(day: Day) -> None:
    heard_by_both(day, "8", LAPS)
    day.hear({"7": [160.0]})
    backup(day, {"7": [200.0]})
    assert crossings_s(day, "7")[-1] == pytest.approx(200.0, abs=0.01)


def test_dead_line_loop_leaves_the_backups_laps_true(day: Day) -> None:
    heard_by_both(day, "7", LAPS)
    for second in (186.0, 217.5, 249.0):
        backup(day, {"7": [second]})
    assert crossings_s(day, "7")[-3:] == pytest.approx([186.0, 217.5, 249.0], abs=0.01)
    assert marks(day, "7")[-3:] == [True, False, False]


def test_backup_that_tells_first_gives_way_to_the_line(day: Day) -> None:
    heard_by_both(day, "7", LAPS[:4])
    backup(day, {"7": [LAPS[4]]})
    assert marks(day, "7")[-1]
    day.deliver(day.passings({"7": [LAPS[4]]}), late_s=3)
    assert crossings_s(day, "7") == LAPS[1:5]
    assert not any(marks(day, "7"))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_order_of_arrival_does_not_matter(day: Day, order: tuple[int, ...]) -> None:
    heard_by_both(day, "7", LAPS[:3])
    late = day.passings({"7": [92.0, 124.0]})
    steps = [
        lambda: day.deliver(late[:1], late_s=20, resent=True),
        lambda: day.deliver(late[1:], late_s=20, resent=True),
        lambda: backup(day, {"7": [92.0, 124.0, 155.0]}),
    ]
    day.at(156)
    for step in order:
        steps[step]()
    assert crossings_s(day, "7") == pytest.approx(LAPS[1:], abs=0.01)
    assert marks(day, "7") == [False, False, False, False, True]


# ---------------------------------------------------------------------------- second transponders


@pytest.fixture
def twin() -> Iterator[Day]:
    """A started race of a kart with two transponders; the second passes a tenth after the first."""
    with Day([]) as day:
        enter_with(day, 1007, 1107)
        day.started_race(10)
        yield day


def enter_with(day: Day, *transponders: int) -> None:
    entry = commands.RegisterEntry(
        entry="7", class_id="k", number="7", name="Driver 7", transponders=transponders
    )
    day.do(entry)


def test_second_transponder_makes_no_second_crossing(twin: Day) -> None:
    for second in LAPS:
        twin.hear({"7": [second], "107": [second + 0.1]})
    assert crossings_s(twin, "7") == LAPS[1:]
    assert not any(marks(twin, "7"))


def test_second_transponder_counts_where_the_first_was_missed(twin: Day) -> None:
    for second in LAPS:
        twin.hear({"107": [second + 0.1]} if second == 92.0 else {"7": [second], "107": [second + 0.1]})
    assert crossings_s(twin, "7") == pytest.approx(LAPS[1:], abs=0.01)
    assert marks(twin, "7") == [False, False, True, True, False]


def test_order_of_entry_says_which_transponder_is_the_first(twin: Day) -> None:
    enter_with(twin, 1107, 1007)
    for second in LAPS:
        twin.hear({"7": [second], "107": [second + 0.1]})
    assert crossings_s(twin, "7") == pytest.approx([second + 0.1 for second in LAPS[1:]])


# ----------------------------------------------------------------------------------------- estimates


def test_lap_over_a_clock_that_was_set_is_an_estimate(day: Day) -> None:
    day.hear({"7": LAPS[:3]})
    ahead = [
        Passing(number=500 + i, transponder=1007, decoder_time_us=ZERO_TRACK_US + us(second + 3600))
        for i, second in enumerate(LAPS[3:])
    ]
    deliver(day, LOOP, ahead, LAPS[3:])
    assert marks(day, "7") == [False, False, True, False, False]


def test_lap_that_an_official_ended_is_an_estimate(day: Day) -> None:
    day.hear({"7": [0.5, 30.0, 61.0, 124.0]})
    day.do(commands.InsertPassing(session="race", entry="7", track_us=ZERO_TRACK_US + us(92)))  # type: ignore[arg-type]
    assert marks(day, "7") == [False, False, True, True]


def test_first_lap_from_the_green_is_none(day: Day) -> None:
    day.hear({"7": [30.0, 61.0]})
    assert marks(day, "7") == [False, False]


def test_kart_without_a_lap_has_none(day: Day) -> None:
    assert marks(day, "7") == []
