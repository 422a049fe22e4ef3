"""How often somebody may try: a few attempts at once, then one now and then."""

from collections.abc import Callable

import msgspec

REMEMBERED_MAX = 1_000
"""Of how many triers anything is remembered before those who may try freely again are forgotten."""


class Allowance(msgspec.Struct, frozen=True, kw_only=True):
    """`burst` attempts at once; each is regained after `regain_us`."""

    burst: int
    regain_us: int


class Attempts:
    """Counts attempts by who makes them. `now_us` only counts up."""

    def __init__(self, allowance: Allowance, now_us: Callable[[], int]) -> None:
        self._allowance = allowance
        self._now_us = now_us
        self._regained_us: dict[str, int] = {}
        """When each trier will have regained all attempts."""

    def wait_us(self, who: str) -> int:
        """How long they must wait before the next attempt; 0: they may try now."""
        allowance = self._allowance
        now_us = self._now_us()
        after_us = max(self._regained_us.get(who, 0), now_us) + allowance.regain_us
        return max(0, after_us - now_us - allowance.burst * allowance.regain_us)

    def take(self, who: str) -> None:
        """They try."""
        now_us = self._now_us()
        if len(self._regained_us) >= REMEMBERED_MAX:
            self._regained_us = {each: us for each, us in self._regained_us.items() if us > now_us}
        self._regained_us[who] = max(self._regained_us.get(who, 0), now_us) + self._allowance.regain_us

    def give_back(self, who: str) -> None:
        """The attempt was a good one and does not count."""
        if who in self._regained_us:
            self._regained_us[who] -= self._allowance.regain_us
