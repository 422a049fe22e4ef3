"""Restart lineups: who stands where after a caution or a red, and why (GEN-4, GEN-6, GEN-8).

Pure: from the running order at the stop and what the director ruled to the lineup that is published.
Clubs differ in where the causers go and whether the lineup is single file; both are settings.
"""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from livetiming.rulings import CauserPlace, Involvement, RestartRules


class Runner(msgspec.Struct, frozen=True, kw_only=True):
    """A kart in the running order at the stop, first the leader. `grid` is its place in the original
    lineup, from 1."""

    entry: str
    laps: int
    lapped: int = 0
    grid: int | None = None


class Reason(StrEnum):
    """Why a kart stands where it does in a restart lineup."""

    RUNNING_ORDER = "running_order"
    ORIGINAL_GRID = "original_grid"
    NOT_YET_SCORED = "not_yet_scored"
    LAPPED = "lapped"
    CAUSER_REAR = "causer_rear"
    CAUSER_BEFORE_LAPPED = "causer_before_lapped"
    LAPPED_CAUSER = "lapped_causer"
    LOST_SPOT = "lost_spot"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place in the lineup and the rule that gives it."""

    entry: str
    reason: Reason
    laps: int
    lapped: int = 0


class RestartLineup(msgspec.Struct, frozen=True, kw_only=True):
    """The lineup from pole backwards. `complete`: nobody had scored a lap, so the race starts anew."""

    places: tuple[Place, ...]
    single_file: bool
    complete: bool
    out: tuple[str, ...] = ()


def restart_lineup(
    order: Sequence[Runner], involved: dict[str, Involvement], rules: RestartRules
) -> RestartLineup:
    """The restart lineup from the running order at the stop.

    When the leader has not completed a lap the original lineup is used (complete restart), the
    causers at its rear all the same (A29). Otherwise karts stand by their last scored lap, those not
    scored yet behind by the grid (A30).
    """
    running = [runner for runner in order if involved.get(runner.entry) is not Involvement.OUT]
    out = tuple(runner.entry for runner in order if involved.get(runner.entry) is Involvement.OUT)
    complete = not running or max(runner.laps for runner in running) < 1
    if complete:
        running.sort(key=lambda runner: (runner.grid is None, runner.grid or 0))
    causers = [runner for runner in running if involved.get(runner.entry) is Involvement.CAUSER]
    late = [runner for runner in running if involved.get(runner.entry) is Involvement.LOST_SPOT]
    others = [runner for runner in running if runner not in causers and runner not in late]
    places = [_place(runner, _own_reason(runner, complete=complete)) for runner in others]
    if complete or rules.causers is CauserPlace.ABSOLUTE_REAR:
        places += [_place(runner, Reason.CAUSER_REAR) for runner in causers]
    else:
        places = _causers_before_lapped(places, causers)
    places += [_place(runner, Reason.LOST_SPOT) for runner in late]
    single_file = rules.single_file and not complete
    return RestartLineup(places=tuple(places), single_file=single_file, complete=complete, out=out)


def _causers_before_lapped(places: list[Place], causers: Sequence[Runner]) -> list[Place]:
    """Behind the lead-lap karts and in front of the lapped ones; a lapped causer behind those (A36)."""
    lead_lap = [place for place in places if not place.lapped]
    lapped = [place for place in places if place.lapped]
    ahead = [_place(runner, Reason.CAUSER_BEFORE_LAPPED) for runner in causers if not runner.lapped]
    behind = [_place(runner, Reason.LAPPED_CAUSER) for runner in causers if runner.lapped]
    return lead_lap + ahead + lapped + behind


def _own_reason(runner: Runner, *, complete: bool) -> Reason:
    if complete:
        return Reason.ORIGINAL_GRID
    if runner.laps < 1:
        return Reason.NOT_YET_SCORED
    return Reason.LAPPED if runner.lapped else Reason.RUNNING_ORDER


def _place(runner: Runner, reason: Reason) -> Place:
    return Place(entry=runner.entry, reason=reason, laps=runner.laps, lapped=runner.lapped)
