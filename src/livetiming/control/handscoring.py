"""Hand scoring: taps of scorers, their corrections, verdicts about disagreements, and the sign-off."""

from livetiming import commands, facts
from livetiming.clock import DecoderUs, TrackUs
from livetiming.control.ask import Ask, Refusal
from livetiming.control.checks import check_entry, check_session
from livetiming.facts import AnyFact, Instant
from livetiming.lapchart import Resolution, Tap, TapRef, Verdict
from livetiming.scoring.handscore.disagreements import AnyDisagreement, Extra, Transposed, WrongNumber
from livetiming.scoring.handscore.overlay import Ruled
from livetiming.scoring.plans import SessionLog

SERVERS_CLOCK = "hand:"
"""The source of the track clock where no decoder has ever been heard: the server's own clock."""

NUMBER_CHARACTERS_MAX = 8
TAPS_MAX = 5000
"""More than anybody writes down in a day: what is longer is no chart."""


def tap_laps(ask: Ask, command: commands.TapLaps) -> list[AnyFact]:
    """Take the taps that are new. Where there is no track clock yet, the server's clock becomes it: a
    session without a decoder needs one for its flags."""
    log = check_session(ask.evidence, command.session)
    if log.opened is None:
        raise Refusal(f"{log.plan.name} has not been on track; open it before its chart is kept.")
    _check_taps(command)
    new: dict[int, Tap] = {}
    for tap in command.taps:
        if TapRef(command.device, tap.seq) not in log.hand.known:
            new.setdefault(tap.seq, tap)
    if not new:
        raise Refusal("These taps have been taken already.")
    clock, at = _track_clock(ask)
    tapped = facts.HandTapped(
        session=command.session,
        device=command.device,
        taps=tuple(new[seq] for seq in sorted(new)),
        at=at,
        by=ask.by,
    )
    return [*clock, tapped]


def _check_taps(command: commands.TapLaps) -> None:
    if not command.device.strip():
        raise Refusal("Say which device the taps are from.")
    if not command.taps or len(command.taps) > TAPS_MAX:
        raise Refusal(f"Send between one and {TAPS_MAX} taps at a time.")
    for tap in command.taps:
        if not 0 < len(tap.number.strip()) <= NUMBER_CHARACTERS_MAX:
            raise Refusal(f"Tap {tap.seq} needs a number of at most {NUMBER_CHARACTERS_MAX} characters.")
        if tap.seq < 1 or (tap.before is not None and tap.before < 1):
            raise Refusal("Taps are counted from 1.")


def _track_clock(ask: Ask) -> tuple[list[AnyFact], Instant]:
    """What it takes to have a track clock, and this instant on it."""
    if ask.now.track_us is not None:
        return [], ask.now
    segment = len(ask.evidence.segments)
    server_us = ask.now.server_us
    opened = facts.SegmentOpened(
        segment=segment,
        source=SERVERS_CLOCK,
        counter=segment,
        shift_us=0,
        reason="scored by hand, no decoder was heard",
    )
    told = facts.ClockReported(
        segment=segment,
        decoder_time_us=DecoderUs(server_us),
        epoch=ask.now.epoch,
        asked_us=server_us,
        arrived_us=server_us,
    )
    placed = [
        facts.InstantPlaced(placed=n, track_us=TrackUs(at.server_us))
        for n, at in sorted(ask.evidence.unplaced.items())
    ]
    now = Instant(epoch=ask.now.epoch, server_us=server_us, track_us=TrackUs(server_us))
    return [opened, told, *placed], now


def edit_tap(ask: Ask, command: commands.EditTap) -> list[AnyFact]:
    """Correct or strike a tap of a chart that is not signed."""
    log = check_session(ask.evidence, command.session)
    _check_unsigned(log)
    ref = TapRef(command.device, command.seq)
    if ref not in log.hand.known:
        raise Refusal(f"There is no tap {command.seq} of {command.device}.")
    if command.number is not None and not 0 < len(command.number.strip()) <= NUMBER_CHARACTERS_MAX:
        raise Refusal(f"A number has between one and {NUMBER_CHARACTERS_MAX} characters.")
    if log.hand.number_of(ref) == command.number:
        raise Refusal("That is what the chart has already.")
    return [
        facts.HandTapEdited(
            session=command.session,
            device=command.device,
            seq=command.seq,
            number=command.number,
            at=ask.now,
            by=ask.by,
        )
    ]


def resolve_disagreement(ask: Ask, command: commands.ResolveDisagreement) -> list[AnyFact]:
    """Resolve the disagreements named, or all that are open."""
    log = check_session(ask.evidence, command.session)
    _check_unsigned(log)
    if (command.verdict is Verdict.OTHER) != (command.entry is not None):
        raise Refusal("Name the kart that it was, if it was another; and only then.")
    if command.entry is not None:
        check_entry(ask.evidence, command.entry)
    known = {about.disagreement.key: about for about in ask.scorer.hand_score(command.session).rulings}
    missing = [key for key in command.disagreements if key not in known]
    if missing:
        raise Refusal(f"There is no disagreement {missing[0]!r} any more; look at the list again.")
    about = [known[key] for key in command.disagreements] or [
        each for each in known.values() if each.verdict is None
    ]
    if not about:
        raise Refusal("There is nothing left to resolve.")
    resolutions = tuple(_resolution(each, command) for each in about)
    return [facts.HandResolved(session=command.session, resolutions=resolutions, at=ask.now, by=ask.by)]


def _resolution(about: Ruled, command: commands.ResolveDisagreement) -> Resolution:
    disagreement = about.disagreement
    verdict = disagreement.suggestion if command.verdict is None else command.verdict
    if verdict is Verdict.OTHER and isinstance(disagreement, Transposed):
        raise Refusal("The order is the chart's or the loop's; there is no other kart in it.")
    if verdict is Verdict.HAND and _of_nobody(disagreement):
        raise Refusal("Nobody carries the number on the chart; name the kart that it was.")
    return Resolution(
        taps=disagreement.taps,
        passings=disagreement.passings,
        verdict=verdict,
        entry=command.entry,
        track_us=None if verdict is Verdict.LOOP else TrackUs(disagreement.track_us),
    )


def _of_nobody(disagreement: AnyDisagreement) -> bool:
    if isinstance(disagreement, WrongNumber):
        return disagreement.other is None
    return isinstance(disagreement, Extra) and disagreement.entry is None


def sign_off_hand_score(ask: Ask, command: commands.SignOffHandScore) -> list[AnyFact]:
    """Sign the hand score of a session that has left the track, where it may override the loop's or there
    is no other."""
    log = check_session(ask.evidence, command.session)
    _check_unsigned(log)
    if not log.hand:
        raise Refusal(f"Nobody has kept a chart of {log.plan.name}.")
    if log.closed is None:
        raise Refusal(f"{log.plan.name} is still on track; close it first.")
    score = ask.scorer.hand_score(command.session)
    if score.readings and not log.plan.rules.hand_score_overrides:
        raise Refusal(
            "By the rules of this session the hand score is no result of its own; "
            "resolve the disagreements instead."
        )
    if any(not reading.sure for reading in score.readings):
        lost = next(reading.chart.device for reading in score.readings if not reading.sure)
        raise Refusal(f"The chart of {lost} does not fit the loop anywhere; correct or withdraw it first.")
    return [facts.HandSignedOff(session=command.session, changes=score.changes, at=ask.now, by=ask.by)]


def _check_unsigned(log: SessionLog) -> None:
    if log.hand.signed_n is not None:
        raise Refusal(
            f"The hand score of {log.plan.name} has been signed off; withdraw the sign-off "
            f"(fact {log.hand.signed_n}) first."
        )
