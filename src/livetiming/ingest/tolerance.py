"""How far times may lie apart and still agree; what the ingest's judgements have in common.

All of these are inferences from how decoders and networks behave; no protocol promises any of them.
"""

LATE_US = 15_000_000
"""A passing that nobody asked for is never later than this: a connection over which nothing arrives for
three statuses, some 15 s, is replaced."""

EARLY_US = 1_000_000
"""How far a passing may lie in the future by a sure estimate of the offset before the decoder's clock
must have been set: estimates are good to tenths of a second, and drift adds little."""

ORDER_US = 2_000_000
"""By how much passing times may run against their numbers: a decoder numbers a passing when the kart
leaves the loop, and gives the time at which it was over it."""

ACROSS_US = 12_000_000
"""The same where the two times come from two runs of the clock: the track clock's continuation over a
step is as good as the passing was prompt by which it was made."""

REPORT_US = 500_000
"""How far a clock report may lie off an estimate that rests on passings alone."""

REPORTS_US = 100_000
DRIFT_PPM = 200
"""How far two reports of one run of a clock may lie apart: quartz drifts by less than this."""

VERIFIED_US = 5_000_000
"""A report this fresh has settled what time it is on the decoder, however late a passing looks."""

NUMBERS_A_SECOND = 50
NUMBERS_AT_ONCE = 1000
"""A counter that moved by more than a loop can hear is another counter, or one that was set."""


def plausible_rise(rise: int, elapsed_us: int) -> bool:
    """Whether a counter can have risen by this much in that time."""
    return rise <= NUMBERS_AT_ONCE + NUMBERS_A_SECOND * max(elapsed_us, 0) // 1_000_000
