"""What differs between two rulebooks, or two versions of one: settings, penalties, offences."""

from collections.abc import Iterator, Mapping

from livetiming.rulebooks.schema import Rulebook
from livetiming.rulebooks.showing import SESSIONS, offence_words, settings_said, step_words, value_words


def differences(old: Rulebook, new: Rulebook) -> Iterator[str]:
    """A line for each thing that was added (``+``), taken out (``-``) or changed; nothing where they agree
    on all but their names, notes and the clauses of settings."""
    for lines in (_settings, _penalties, _offences):
        before, after = lines(old), lines(new)
        for name in [*before, *(name for name in after if name not in before)]:
            if before.get(name) == after.get(name):
                continue
            if name in before:
                yield f"- {before[name]}"
            if name in after:
                yield f"+ {after[name]}"


def _settings(rulebook: Rulebook) -> Mapping[str, str]:
    return {
        f"{session}.{name}": f"[{session}] {name} = {value_words(setting)}"
        for session in SESSIONS
        for name, setting in settings_said(getattr(rulebook, session))
    }


def _penalties(rulebook: Rulebook) -> Mapping[str, str]:
    return {str(step.number): f"penalty {step_words(step)}" for step in rulebook.ladder}


def _offences(rulebook: Rulebook) -> Mapping[str, str]:
    return {offence.id: f"offence {offence_words(offence)}" for offence in rulebook.offences}
