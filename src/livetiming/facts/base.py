"""What all facts share: their shape, who decided, and when."""

from enum import StrEnum
from typing import Annotated

import msgspec

from livetiming.clock import ServerUs, TrackUs, WallUs


def _first() -> int:
    return 1


class Fact(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="fact",
    omit_defaults=True,
    forbid_unknown_fields=True,
    gc=False,
):
    """Base of all facts. `v` is the version of the fact's shape; a fact whose shape has changed narrows
    it to the new version, so that older ones do not decode unless they are carried over.

    A default would not be written, and a text without it be taken for the newest.
    """

    v: Annotated[int, msgspec.Meta(ge=1, le=1)] = msgspec.field(default_factory=_first)


class Authority(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Who decided, in which role, why, and whose ruling it was when the operator entered it.

    `at_wall_us` is the time of day at which an official asked for it, for people to read.
    """

    who: str
    role: str
    why: str | None = None
    by_radio_from: str | None = None
    at_wall_us: WallUs | None = None


class Instant(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """When something was decided: the server's clock, and frozen beside it the track clock.

    `track_us` is ``None`` when no decoder had been heard yet; an `InstantPlaced` follows then.
    """

    epoch: int
    server_us: ServerUs
    track_us: TrackUs | None = None


class SessionKind(StrEnum):
    """What a session is for; decides how its result is ordered."""

    PRACTICE = "practice"
    QUALIFYING = "qualifying"
    RACE = "race"


class ShownFlag(StrEnum):
    """A flag that an official shows to the whole field."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    WHITE = "white"
    CHEQUERED = "chequered"
