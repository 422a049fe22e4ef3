"""The beginning of a new rulebook: every setting there is, with what it is for, left to be filled in."""

from collections.abc import Iterator

from livetiming.rulebooks.contradictions import QUALIFYING_ONLY, RACE_ONLY
from livetiming.rulebooks.describing import SETTINGS, Described
from livetiming.rulings import Stage

_LADDER = """\
# ---------------------------------------------------------------- penalties
# Each penalty of your book with its number and what it does to a result, and what it may be given for.

# [[step]]
# number = 1
# words = "docked one place"
# makes = {ruling = "docked_places", places = 1}
# clause = "..."

# [[offence]]
# id = "blocking"
# words = "blocking"
# steps = "1"
# clause = "..."
"""


def template(rulebook: str, name: str) -> str:
    """The text of a rulebook that says nothing yet and can be adopted as it is."""
    return "\n".join(_text(rulebook, name))


def _text(rulebook: str, name: str) -> Iterator[str]:
    yield f"# {name}. Take the # away from a setting to decide it, and name the clause of your printed book."
    yield "# What is left out is run by the usual conventions."
    yield ""
    yield f'id = "{rulebook}"'
    yield f'name = "{name}"'
    yield 'version = "1"'
    yield "# effective = 2026-01-01"
    for stage in Stage:
        yield ""
        yield f"[{stage}]"
        for setting in SETTINGS.values():
            if _belongs(setting.name, stage):
                yield from _setting(setting)
    yield ""
    yield _LADDER


def _belongs(setting: str, stage: Stage) -> bool:
    if setting in RACE_ONLY:
        return stage in {Stage.HEAT, Stage.FEATURE}
    return setting not in QUALIFYING_ONLY or stage is Stage.QUALIFYING


def _setting(setting: Described) -> Iterator[str]:
    yield f"# {setting.words} It is {setting.values}."
    yield f'# {setting.name} = {{value = ..., clause = "..."}}'
