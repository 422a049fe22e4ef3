"""How each transponder is heard, so that a failing one is seen before it dies. Pure."""

from statistics import median_low

import msgspec

from livetiming.scoring.evidence import Evidence
from livetiming.scoring.heard import Heard

NOW = 5
"""How many passings make up the present: single weak ones happen to the best."""

PASSINGS_MIN = 10
"""With fewer nothing can be said."""

STRENGTH_FALL = 0.8
HITS_FALL = 0.5
"""Below these shares of what was usual a transponder is failing: a charged one keeps its strength within
a tenth, and its hits within a quarter."""


class TransponderHealth(msgspec.Struct, frozen=True, kw_only=True):
    """What was usual in the first half of its passings, and what the last ones were."""

    transponder: int
    passings: int
    strength: int | None
    strength_usual: int | None
    hits: int | None
    hits_usual: int | None

    @property
    def failing(self) -> bool:
        """Whether it is heard ever worse: an empty battery, or a loose mount."""
        if self.passings < PASSINGS_MIN:
            return False
        return _fell(self.strength, self.strength_usual, STRENGTH_FALL) or _fell(
            self.hits, self.hits_usual, HITS_FALL
        )


def transponder_health(
    evidence: Evidence, transponder: int, since_us: int | None = None
) -> TransponderHealth:
    """How a transponder is heard at the line, since a track time."""
    heard = [
        passing
        for passing in evidence.heard.get(transponder, ())
        if since_us is None or passing.track_us >= since_us
    ]
    usual = heard[: len(heard) // 2]
    return TransponderHealth(
        transponder=transponder,
        passings=len(heard),
        strength=_strength(heard[-NOW:]),
        strength_usual=_strength(usual),
        hits=_hits(heard[-NOW:]),
        hits_usual=_hits(usual),
    )


def failing_transponders(evidence: Evidence, since_us: int | None = None) -> list[TransponderHealth]:
    """Those that are heard ever worse, the weakest first."""
    failing = [
        health
        for health in (transponder_health(evidence, transponder, since_us) for transponder in evidence.heard)
        if health.failing
    ]
    return sorted(failing, key=lambda health: (health.strength or 0, health.transponder))


def _strength(heard: list[Heard]) -> int | None:
    return _median([passing.strength for passing in heard if passing.strength is not None])


def _hits(heard: list[Heard]) -> int | None:
    return _median([passing.hits for passing in heard if passing.hits is not None])


def _median(values: list[int]) -> int | None:
    return median_low(values) if values else None


def _fell(now: int | None, usual: int | None, share: float) -> bool:
    return now is not None and usual is not None and now < usual * share
