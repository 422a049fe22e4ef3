"""Disagreements in words: what the chart says, what the loop says, why, and what to do."""

import msgspec

from livetiming.scoring.handscore.disagreements import (
    AnyDisagreement,
    Cause,
    Extra,
    MissingInChart,
    MissingInLoop,
    Transposed,
    WrongNumber,
)
from livetiming.scoring.handscore.field import Field


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Both versions of a disagreement, its likely cause, and the suggestion with its consequence."""

    hand: str
    loop: str
    cause: str
    suggestion: str


def tell(disagreement: AnyDisagreement, field: Field, start_us: int) -> Told:
    """The disagreement in words; times count from `start_us`."""
    at = _clock(disagreement.track_us - start_us)
    hand, loop = _versions(disagreement, field, at)
    return Told(hand=hand, loop=loop, cause=_cause(disagreement, field), suggestion=_suggestion(disagreement))


def _versions(disagreement: AnyDisagreement, field: Field, at: str) -> tuple[str, str]:
    match disagreement:
        case MissingInLoop(entry=entry, lap=lap):
            number = _number(field, entry)
            return f"{number} crossed at about {at}, {_lap(lap)}.", f"{number} did not cross then."
        case MissingInChart(entry=entry, lap=lap):
            number = _number(field, entry)
            return f"{number} is not on the chart around {at}.", f"{number} crossed at {at}, {_lap(lap)}."
        case WrongNumber(entry=entry, lap=lap, written=written):
            return f"{written} crossed at {at}.", f"{_number(field, entry)} crossed at {at}, {_lap(lap)}."
        case Transposed(by_hand=by_hand, by_loop=by_loop):
            return f"{_order(field, by_hand)} at {at}.", f"{_order(field, by_loop)} at {at}."
        case Extra(written=written):
            return f"{written} crossed at about {at}.", "Nobody crossed then whom the chart does not have."


def _cause(disagreement: AnyDisagreement, field: Field) -> str:
    match disagreement:
        case WrongNumber(entry=entry, written=written):
            return _CAUSES[disagreement.cause].format(number=_number(field, entry), written=written)
        case MissingInLoop(entry=entry, written=written) if written != _number(field, entry):
            cause = _CAUSES[disagreement.cause].format(number=_number(field, entry), written=written)
            return f"{written} was probably written for {_number(field, entry)}. {cause}"
        case Extra(written=written):
            return _CAUSES[disagreement.cause].format(written=written)
        case _:
            return _CAUSES[disagreement.cause].format(number=_number(field, disagreement.entry))


_CAUSES = {
    Cause.READ_MISSED: "The loop probably missed {number}: it fits between the laps around it.",
    Cause.NEVER_HEARD: "The loop has heard nothing of {number}: transponder missing, flat or unknown.",
    Cause.FALLEN_SILENT: "The loop has not heard {number} for laps: its transponder has failed or come off.",
    Cause.STRANGER_HEARD: "A transponder that is nobody's here crossed just then: {number} may carry it.",
    Cause.TAP_MISSED: "The scorer probably missed {number}.",
    Cause.TAP_MISSED_IN_PACK: "{number} crossed in a pack and was probably missed.",
    Cause.MISTYPED: "{written} is easily typed for {number}.",
    Cause.MISREAD: "{number} crossed there and is not on the chart: {written} was read or called for it.",
    Cause.OTHER_TRANSPONDER: (
        "{written} is written lap after lap where the loop has {number}: "
        "the kart probably carries the other's transponder."
    ),
    Cause.SIDE_BY_SIDE: "They crossed too close together for the eye.",
    Cause.OUT_OF_ORDER: "They were written down in another order than they crossed.",
    Cause.KEY_TWICE: "{written} stands there twice: the key was probably pressed twice.",
    Cause.NOBODY: "No kart explains {written} there.",
}


def _suggestion(disagreement: AnyDisagreement) -> str:
    match disagreement:
        case MissingInLoop():
            return "Credit the lap." if disagreement.changes_laps else "Credit the crossing."
        case WrongNumber(cause=Cause.OTHER_TRANSPONDER):
            return "Believe the chart, and assign the transponder."
        case Extra():
            return "Strike it from the chart."
        case _:
            return "Believe the loop."


def _number(field: Field, entry: str | None) -> str:
    return "?" if entry is None else field.karts[entry].number


def _order(field: Field, entries: tuple[str, ...]) -> str:
    return ", ".join(_number(field, entry) for entry in entries)


def _lap(lap: int | None) -> str:
    return "lap unknown" if lap is None else "at the start" if lap == 0 else f"completing lap {lap}"


def _clock(us: int) -> str:
    """Minutes, seconds and tenths."""
    tenths = abs(us) // 100_000
    return f"{'-' if us < 0 else ''}{tenths // 600}:{tenths // 10 % 60:02}.{tenths % 10}"
