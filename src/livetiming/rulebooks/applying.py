"""What a rulebook says about a session of a stage: its settings, and the rules that they make."""

from typing import TypeVar

import msgspec

from livetiming.rulebooks.schema import Rulebook, SessionSettings, Setting
from livetiming.rulings import DEFAULT_RULES, CutOff, RestartRules, SessionRules, Stage

_MINUTE_US = 60_000_000
_SECOND_US = 1_000_000

Value = TypeVar("Value")


def settings_of(rulebook: Rulebook, stage: Stage) -> SessionSettings:
    """The settings of a stage, with those of every session where the stage has none of its own."""
    own = {
        Stage.PRACTICE: rulebook.practice,
        Stage.QUALIFYING: rulebook.qualifying,
        Stage.HEAT: rulebook.heat,
        Stage.FEATURE: rulebook.feature,
    }[stage]
    said = {name: value for name, value in msgspec.structs.asdict(own).items() if value is not None}
    return msgspec.structs.replace(rulebook.every_session, **said)


def session_rules(settings: SessionSettings) -> SessionRules:
    """The rules of a session; what the rulebook leaves open is as in `SessionRules`."""
    default = DEFAULT_RULES
    return SessionRules(
        start=_or(settings.start, default.start),
        first_crossing=_or(settings.first_crossing, default.first_crossing),
        finish=_or(settings.finish, default.finish),
        plus_laps=_or(settings.plus_laps, default.plus_laps),
        caution_laps_count=_or(settings.caution_laps_count, default.caution_laps_count),
        red_stops_clock=_or(settings.red_stops_clock, default.red_stops_clock),
        chequered_per_class=_or(settings.chequered_per_class, default.chequered_per_class),
        time_limit_us=_times(settings.time_limit_minutes, _MINUTE_US),
        best_of=None if settings.best_of is None else settings.best_of.value,
        restart=RestartRules(
            causers=_or(settings.restart_causers, default.restart.causers),
            single_file=_or(settings.restart_single_file, default.restart.single_file),
        ),
        cut_off=_cut_off(settings),
        hand_score_overrides=_or(settings.hand_score_overrides, default.hand_score_overrides),
    )


def start_window_us(settings: SessionSettings) -> int | None:
    """How long before the green a crossing counts as the start; ``None`` where nothing is said."""
    return _times(settings.start_window_seconds, _SECOND_US)


def duration_us(settings: SessionSettings) -> int | None:
    """How long a session takes where the timetable says nothing."""
    return _times(settings.duration_minutes, _MINUTE_US)


def _cut_off(settings: SessionSettings) -> CutOff | None:
    if settings.cut_off_percent is None:
        return None
    return CutOff(
        percent=settings.cut_off_percent.value,
        mean_of_top=_or(settings.cut_off_mean_of_top, 1),
        applies_when_wet=_or(settings.cut_off_when_wet, False),
    )


def _or(setting: Setting[Value] | None, default: Value) -> Value:
    return default if setting is None else setting.value


def _times(setting: Setting[int] | None, unit_us: int) -> int | None:
    return None if setting is None else setting.value * unit_us
