"""A rulebook as a club official reads it: every setting with its value, what it is for and its clause."""

from collections.abc import Iterator
from enum import Enum

from livetiming.rulebooks.describing import SETTINGS
from livetiming.rulebooks.schema import Offence, Rulebook, SessionSettings, Setting, Step
from livetiming.rulings import Stage

SESSIONS = ("every_session", *(stage.value for stage in Stage))


def described(rulebook: Rulebook) -> Iterator[str]:
    """The whole book, a line at a time."""
    since = f", in force from {rulebook.effective.isoformat()}" if rulebook.effective else ""
    yield f"{rulebook.name} ({rulebook.id}), version {rulebook.version}{since}"
    for session in SESSIONS:
        settings = dict(settings_said(getattr(rulebook, session)))
        if settings:
            yield ""
            yield session.replace("_", " ").capitalize()
            for name, setting in settings.items():
                yield f"  {name} = {value_words(setting)}  [{setting.clause}]"
                yield f"      {SETTINGS[name].words}"
                if setting.note:
                    yield f"      Read as: {setting.note}"
    if rulebook.ladder:
        yield ""
        yield "Penalties"
        yield from (f"  {step_words(step)}" for step in rulebook.ladder)
    if rulebook.offences:
        yield ""
        yield "Offences, and the penalties that may answer them"
        yield from (f"  {offence_words(offence)}" for offence in rulebook.offences)


def settings_said(settings: SessionSettings) -> Iterator[tuple[str, Setting[object]]]:
    """The settings that say something, by name, in the order of the schema."""
    for name in SETTINGS:
        setting: Setting[object] | None = getattr(settings, name)
        if setting is not None:
            yield name, setting


def value_words(setting: Setting[object]) -> str:
    """A setting's value as it is written."""
    value = setting.value
    if isinstance(value, bool):
        return str(value).lower()
    return str(value.value) if isinstance(value, Enum) else str(value)


def step_words(step: Step) -> str:
    """A step of the ladder in one line."""
    also = f" (also {', '.join(f'#{number}' for number in step.aliases)})" if step.aliases else ""
    return f"#{step.number}{also} {step.words}  [{step.clause}]"


def offence_words(offence: Offence) -> str:
    """An offence in one line."""
    parts = [f"{offence.id}: {offence.words}: {offence.steps}"]
    if offence.automatic is not None:
        parts.append(f"#{offence.automatic} where none is named")
    if offence.steps_in_practice is not None:
        parts.append(f"in practice {offence.steps_in_practice}")
    for again in offence.again:
        by_itself = f", #{again.automatic} where none is named" if again.automatic is not None else ""
        parts.append(f"from time {again.occurrence} on {again.steps}{by_itself}")
    return "; ".join(parts) + f"  [{offence.clause}]"
