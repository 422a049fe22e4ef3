"""Facts of hand scoring: what scorers wrote down, and what was made of it. Each can be withdrawn."""

from livetiming.facts.base import Authority, Fact, Instant
from livetiming.lapchart import HandChange, Resolution, Tap


class HandTapped(Fact, frozen=True, kw_only=True, tag="hand_tapped"):
    """Taps of one scorer's `device` for its chart of a session, as they arrived together.

    Evidence, whether or not it agrees with the loop. No sequence number of a device comes twice.
    """

    session: str
    device: str
    taps: tuple[Tap, ...]
    at: Instant
    by: Authority


class HandTapEdited(Fact, frozen=True, kw_only=True, tag="hand_tap_edited"):
    """The tap has another `number` (``None``: it is struck from the chart)."""

    session: str
    device: str
    seq: int
    number: str | None
    at: Instant
    by: Authority


class HandResolved(Fact, frozen=True, kw_only=True, tag="hand_resolved"):
    """Disagreements between chart and loop were resolved, one or all there were."""

    session: str
    resolutions: tuple[Resolution, ...]
    at: Instant
    by: Authority


class HandSignedOff(Fact, frozen=True, kw_only=True, tag="hand_signed_off"):
    """The chief scorer signed the charts as they were: the hand score is the result of the session.

    `changes` is the difference report against the loop's result as it was signed.
    """

    session: str
    changes: tuple[HandChange, ...]
    at: Instant
    by: Authority


HandFact = HandTapped | HandTapEdited | HandResolved | HandSignedOff
