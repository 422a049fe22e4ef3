"""Restart lineups from the running order at the stop (GEN-4, GEN-8; A28 to A30, A36, A72, A74)."""

from livetiming.rulings import CauserPlace, Involvement, RestartRules
from livetiming.scoring.restarts import Reason, RestartLineup, Runner, restart_lineup

SNAP = [
    Runner(entry="10", laps=8),
    Runner(entry="20", laps=8),
    Runner(entry="30", laps=7),
    Runner(entry="40", laps=7),
    Runner(entry="50", laps=7, lapped=1),
    Runner(entry="60", laps=6, lapped=1),
]
ABSOLUTE = RestartRules(causers=CauserPlace.ABSOLUTE_REAR)
BEFORE_LAPPED = RestartRules(causers=CauserPlace.BEFORE_LAPPED)


def causers(*entries: str) -> dict[str, Involvement]:
    return dict.fromkeys(entries, Involvement.CAUSER)


def order(lineup: RestartLineup) -> str:
    return " ".join(place.entry for place in lineup.places)


def test_causer_behind_the_lapped_karts() -> None:
    """SOK-S11: the absolute rear, in a single file."""
    lineup = restart_lineup(SNAP, causers("20"), ABSOLUTE)
    assert order(lineup) == "10 30 40 50 60 20"
    assert lineup.single_file
    assert lineup.places[-1].reason is Reason.CAUSER_REAR


def test_causer_in_front_of_the_lapped_karts() -> None:
    """KAM-S09."""
    lineup = restart_lineup(SNAP, causers("20"), BEFORE_LAPPED)
    assert order(lineup) == "10 30 40 20 50 60"
    assert [place.reason for place in lineup.places[3:5]] == [Reason.CAUSER_BEFORE_LAPPED, Reason.LAPPED]


def test_lapped_causer_behind_the_other_lapped_karts() -> None:
    """KAM-S10, A36."""
    assert order(restart_lineup(SNAP, causers("50"), BEFORE_LAPPED)) == "10 20 30 40 60 50"


def test_two_causers_keep_their_order() -> None:
    """KAM-S12."""
    assert order(restart_lineup(SNAP, causers("10", "30"), BEFORE_LAPPED)) == "20 40 10 30 50 60"


def test_disputed_fault_gives_all_their_spot_back_or_sends_all_to_the_rear() -> None:
    """KAM-S14."""
    spots_back = dict.fromkeys(("20", "30"), Involvement.SPOT_BACK)
    assert order(restart_lineup(SNAP, spots_back, BEFORE_LAPPED)) == "10 20 30 40 50 60"
    assert order(restart_lineup(SNAP, causers("20", "30"), BEFORE_LAPPED)) == "10 40 20 30 50 60"


def test_complete_restart_uses_the_original_lineup_with_the_causer_at_its_rear() -> None:
    """SOK-S09, A29: nobody has scored a lap, so the race starts anew in two files."""
    grid = [
        Runner(entry=str(kart), laps=0, grid=place) for place, kart in enumerate((10, 20, 30, 40, 50, 60), 1)
    ]
    lineup = restart_lineup(list(reversed(grid)), causers("30"), ABSOLUTE)
    assert order(lineup) == "10 20 40 50 60 30"
    assert lineup.complete
    assert not lineup.single_file


def test_kart_not_scored_yet_stands_behind_by_the_grid() -> None:
    """A30: the leader has lap 1, others have not."""
    running = [
        Runner(entry="10", laps=1, grid=2),
        Runner(entry="20", laps=0, grid=1),
        Runner(entry="30", laps=0, grid=3),
    ]
    lineup = restart_lineup(running, {}, ABSOLUTE)
    assert order(lineup) == "10 20 30"
    assert lineup.places[1].reason is Reason.NOT_YET_SCORED


def test_kart_that_cannot_take_the_restart_is_packed_out() -> None:
    """A72."""
    lineup = restart_lineup(SNAP, {"30": Involvement.OUT}, ABSOLUTE)
    assert order(lineup) == "10 20 40 50 60"
    assert lineup.out == ("30",)


def test_kart_that_rejoins_or_comes_late_stands_at_the_absolute_rear() -> None:
    """KAM 4.7.2, A74: also behind a causer that has its place before the lapped karts."""
    involved = {"20": Involvement.LOST_SPOT, "10": Involvement.CAUSER}
    lineup = restart_lineup(SNAP, involved, BEFORE_LAPPED)
    assert order(lineup) == "30 40 10 50 60 20"
    assert lineup.places[-1].reason is Reason.LOST_SPOT
