"""Settings of a rulebook that are each right and cannot be right together, or that do nothing."""

from collections.abc import Iterator

from livetiming.rulebooks.applying import settings_of
from livetiming.rulebooks.ladder import ranges, step_of
from livetiming.rulebooks.lines import Path
from livetiming.rulebooks.schema import Offence, Rulebook, SessionSettings
from livetiming.rulings import Finish, Stage

_RACES = {Stage.HEAT, Stage.FEATURE}
RACE_ONLY = (
    "plus_laps",
    "time_limit_minutes",
    "complete_percent",
    "chequered_per_class",
    "restart_causers",
    "restart_single_file",
)
QUALIFYING_ONLY = ("best_of", "cut_off_percent", "cut_off_mean_of_top", "cut_off_when_wet")

Found = Iterator[tuple[Path, str]]


def contradictions(rulebook: Rulebook) -> Found:
    """What contradicts itself, with the path of the setting to look at."""
    for stage in Stage:
        yield from _misplaced(rulebook, stage)
        settings = settings_of(rulebook, stage)
        for name, words in _about(settings, race=stage in _RACES):
            yield _place(rulebook, stage, name), f"[{stage}] {words}"
    yield from _ladder(rulebook)
    for i, offence in enumerate(rulebook.offences):
        yield from _offence(rulebook, offence, i)


def _misplaced(rulebook: Rulebook, stage: Stage) -> Found:
    """Settings of a stage that do nothing there."""
    idle = [
        *(RACE_ONLY if stage not in _RACES else ()),
        *(QUALIFYING_ONLY if stage is not Stage.QUALIFYING else ()),
    ]
    own: SessionSettings = getattr(rulebook, stage.value)
    for name in idle:
        if getattr(own, name) is not None:
            where = "heats and features" if name in RACE_ONLY else "qualifying"
            yield (stage.value, name), f"[{stage}] {name} does nothing here; it is for {where}."


def _about(settings: SessionSettings, *, race: bool) -> Iterator[tuple[str, str]]:
    finish = settings.finish.value if settings.finish else Finish.LAPS
    by_time = finish in {Finish.TIME, Finish.TIME_PLUS_LAPS}
    if race and finish is Finish.TIME_PLUS_LAPS and settings.plus_laps is None:
        yield "finish", "finish is time_plus_laps, and plus_laps does not say how many; write plus_laps."
    if race and settings.plus_laps is not None and finish is not Finish.TIME_PLUS_LAPS:
        yield "plus_laps", f"plus_laps needs finish = time_plus_laps, and finish is {finish}."
    if race and by_time and settings.laps is not None:
        yield "laps", f"laps contradicts finish = {finish}: the race ends by time. Leave one out."
    if race and not by_time and settings.duration_minutes is not None:
        yield (
            "duration_minutes",
            (
                f"duration_minutes contradicts finish = {finish}: the race ends by laps. "
                "Leave it out, or write time_limit_minutes for a limit."
            ),
        )
    if by_time and race and settings.complete_percent is not None:
        yield "complete_percent", f"complete_percent counts laps, and finish is {finish}; leave it out."
    yield from _about_limits(settings)
    if settings.cut_off_percent is None:
        for name in ("cut_off_mean_of_top", "cut_off_when_wet"):
            if getattr(settings, name) is not None:
                yield name, f"{name} does nothing without cut_off_percent; write that as well."


def _about_limits(settings: SessionSettings) -> Iterator[tuple[str, str]]:
    limit, duration = settings.time_limit_minutes, settings.duration_minutes
    if limit is not None and duration is not None and limit.value < duration.value:
        yield (
            "time_limit_minutes",
            (
                f"time_limit_minutes ({limit.value}) calls the race before its duration_minutes "
                f"({duration.value}) are over."
            ),
        )
    if (
        settings.best_of is not None
        and settings.laps is not None
        and settings.best_of.value > settings.laps.value
    ):
        yield (
            "best_of",
            f"best_of counts {settings.best_of.value} laps, and there are only {settings.laps.value}.",
        )


def _place(rulebook: Rulebook, stage: Stage, name: str) -> Path:
    own: SessionSettings = getattr(rulebook, stage.value)
    return (stage.value if getattr(own, name) is not None else "every_session", name)


def _ladder(rulebook: Rulebook) -> Found:
    seen: set[int] = set()
    for i, step in enumerate(rulebook.ladder):
        for number in (step.number, *step.aliases):
            if number in seen:
                yield ("step", i, "number"), f"step {number} stands there twice; give each its own number."
            seen.add(number)


def _offence(rulebook: Rulebook, offence: Offence, index: int) -> Found:
    path: Path = ("offence", index)
    if any(other.id == offence.id for other in rulebook.offences[:index]):
        yield (*path, "id"), f"offence {offence.id} stands there twice; give each its own id."
    if not rulebook.ladder:
        yield path, f"offence {offence.id} needs a ladder: write the penalties as [[step]] tables."
        return
    numbered = [("steps", offence.steps, offence.automatic)]
    if offence.steps_in_practice is not None:
        numbered.append(("steps_in_practice", offence.steps_in_practice, None))
    numbered += [("again", again.steps, again.automatic) for again in offence.again]
    for name, steps, automatic in numbered:
        for words in _steps(rulebook, steps, automatic):
            yield (*path, name), f"offence {offence.id}: {words}"
    counts = [again.occurrence for again in offence.again]
    if counts != sorted(set(counts)):
        yield (*path, "again"), f"offence {offence.id}: write again from the second time upwards, each once."


def _steps(rulebook: Rulebook, steps: str, automatic: int | None) -> Iterator[str]:
    found = ranges(steps)
    for first, last in found:
        if first > last:
            yield f"{first}-{last} runs backwards; write {last}-{first}."
        for number in sorted({first, last}):
            if step_of(rulebook, number) is None:
                yield f"there is no step {number} on the ladder."
    if automatic is not None and not any(first <= automatic <= last for first, last in found):
        yield f"the automatic step {automatic} is outside {steps}."
