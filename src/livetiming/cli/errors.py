"""One place where errors become what the command line says and the exit code it ends with.

- 2: livetiming was asked for something it cannot do; one line says what (usage errors end so, too).
- 1: the machine refused (no such file, port in use, disk full); one line says what.
- 1 with a traceback: a bug.
"""

from typing import ClassVar

import click
from livetiming_decoders.errors import DecoderError

from livetiming.errors import LivetimingError

REFUSED = 2
FAILED = 1


class Refusal(click.ClickException):
    """What livetiming refuses."""

    exit_code: ClassVar[int] = REFUSED


class MachineFailure(click.ClickException):
    """What the operating system refuses."""

    exit_code: ClassVar[int] = FAILED


def explained(error: BaseException) -> click.ClickException | None:
    """Return the one line to end the command with, or None where only a traceback helps.

    A group, as task groups raise it, is explained if each of its members is; repeated texts once.
    """
    if isinstance(error, LivetimingError | DecoderError):
        return Refusal(str(error))
    if isinstance(error, OSError):
        return MachineFailure(os_text(error))
    if isinstance(error, BaseExceptionGroup):
        return _explained_together([explained(member) for member in error.exceptions])
    return None


def _explained_together(members: list[click.ClickException | None]) -> click.ClickException | None:
    known = [member for member in members if member is not None]
    if len(known) < len(members):
        return None
    kind = Refusal if any(isinstance(member, Refusal) for member in known) else MachineFailure
    return kind("; ".join(dict.fromkeys(member.message for member in known)))


def os_text(error: OSError) -> str:
    """Name the file, where there is one, and what the system said of it."""
    said = error.strerror or str(error)
    return f"{error.filename}: {said}" if error.filename is not None else said
