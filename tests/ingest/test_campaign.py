"""Whatever befalls a line and its decoder, nothing that can be had is lost, and the rest is reported.

Each race has its own seed and half of all faults at once (`support.seeded.RATES`). A failing seed is in
the name of the test; ``--first-seed 17 --seeds 1`` runs it again alone, ``--seeds 1000`` a thousand.
"""

import pytest

from livetiming.scoring.gaps import Gap
from livetiming_simulators.records import Passed
from support.seeded import SECOND_US, SeededRace, combined_faults

STEP_US_MIN = 1_000_000
"""A decoder's clock that is set by less cannot be told from a slow line."""

LATE_US = 12 * SECOND_US
"""The simulated wire holds passings back for up to ten seconds, and may then lose them with the link."""


def test_race_over_p3_ends_with_what_the_decoder_heard(seed: int) -> None:
    race = SeededRace(seed, combined_faults(seed))
    race.run_until_complete()
    assert race.missing() == []
    assert race.invented() == []
    assert [gap for gap in race.gaps() if gap.size] == []


def test_clock_of_the_decoder_moves_no_lap_time_when_it_is_set(seed: int) -> None:
    race = SeededRace(seed, combined_faults(seed, clock_step=0.01, clock_reset=0.01))
    race.run_until_complete()
    assert race.moved_laps(STEP_US_MIN) == []


def test_race_over_p3_that_resends_nothing_reports_what_is_missing(seed: int) -> None:
    race = SeededRace(seed, combined_faults(seed, resend_ignored=1.0))
    counted = {
        number
        for gap in race.gaps()
        if gap.numbers is not None
        for number in range(gap.numbers[0], gap.numbers[1] + 1)
    }
    missing = {passed.number for passed in race.missing()}
    assert counted <= missing
    assert [
        passed
        for passed in race.missing()
        if passed.number not in counted and not any(covers(race, gap, passed) for gap in race.gaps())
    ] == []


def test_counter_that_begins_again_hides_nothing(seed: int) -> None:
    race = SeededRace(seed, combined_faults(seed, counter_reset=0.01))
    race.run_until_complete()
    assert race.invented() == []
    assert_missing_lies_in_gaps(race)


@pytest.mark.parametrize("protocol", ["ambrc", "tranx2"])
def test_race_over_text_lines_reports_where_something_may_be_missing(seed: int, protocol: str) -> None:
    race = SeededRace(seed, combined_faults(seed, clock_step=0.0), protocol=protocol)
    assert race.invented() == []
    assert_missing_lies_in_gaps(race)


def assert_missing_lies_in_gaps(race: SeededRace) -> None:
    found = race.gaps()
    assert [
        passed for passed in race.missing() if not any(covers(race, gap, passed) for gap in found)
    ] == [], found


def covers(race: SeededRace, gap: Gap, passed: Passed) -> bool:
    """Whether the gap says that this passing may be missing: by its number, or by its time."""
    if (
        gap.numbers is not None
        and passed.number is not None
        and gap.numbers[0] <= passed.number <= gap.numbers[1]
    ):
        return True
    if gap.size is not None:
        return False
    at_us = race.track_us(passed)
    return (gap.after_us is None or gap.after_us - LATE_US <= at_us) and (
        gap.before_us is None or at_us <= gap.before_us + LATE_US
    )
