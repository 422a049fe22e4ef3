"""How long to wait before the next attempt to connect."""

from random import Random

FIRST_US = 500_000
"""A cable pushed back in is found at once."""

LONGEST_US = 10_000_000
"""A decoder that is switched on is found within ten seconds, however long it was off."""


class Backoff:
    """Doubles from attempt to attempt, and spreads by half so that a room full of clients does not
    knock in step."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._attempts = 0

    def next_us(self) -> int:
        """The pause after one more failure."""
        usual_us = min(FIRST_US << min(self._attempts, 16), LONGEST_US)
        self._attempts += 1
        return usual_us // 2 + self._random.randint(0, usual_us // 2)

    def reset(self) -> None:
        """The decoder was heard: begin with the shortest pause again."""
        self._attempts = 0
