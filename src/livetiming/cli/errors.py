"""One place where errors become what the command line says and the exit code it ends with.

- 2: livetiming was asked for something it cannot do; one line says what (usage errors end so, too).
- 1: the machine refused (no such file, port in use, disk full); one line says what.
- 1 with a traceback: a bug.
"""

from collections.abc import Iterator
from typing import ClassVar

import click

from livetiming.errors import LivetimingError
from livetiming_decoders.errors import DecoderError

REFUSED = 2
FAILED = 1
EXPLAINABLE = (LivetimingError, DecoderError, OSError, BaseExceptionGroup)


class Refusal(click.ClickException):
    """What livetiming refuses."""

    exit_code: ClassVar[int] = REFUSED


class MachineFailure(click.ClickException):
    """What the operating system refuses."""

    exit_code: ClassVar[int] = FAILED


def explained(error: BaseException) -> click.ClickException | None:
    """Return the one line to end the command with, or None where only a traceback helps.

    A group, as task groups raise it, is explained if each error in it is; repeated texts once.
    """
    lines = [_explained_alone(leaf) for leaf in _leaves(error)]
    known = [line for line in lines if line is not None]
    if len(known) < len(lines):
        return None
    kind = Refusal if any(isinstance(line, Refusal) for line in known) else MachineFailure
    return kind("; ".join(dict.fromkeys(line.message for line in known)))


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for member in error.exceptions:
            yield from _leaves(member)
    else:
        yield error


def _explained_alone(error: BaseException) -> click.ClickException | None:
    if isinstance(error, LivetimingError | DecoderError):
        return Refusal(str(error))
    # Click itself ends quietly when the reader of a pipe has gone.
    if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
        return MachineFailure(os_text(error))
    return None


def os_text(error: OSError) -> str:
    """Name the file, where there is one, and what the system said of it."""
    said = error.strerror or str(error)
    return f"{error.filename}: {said}" if error.filename is not None else said
