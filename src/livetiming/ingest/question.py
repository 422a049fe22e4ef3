"""A question to the decoder that is asked until it is answered, or too often. Pure."""

from livetiming.clock import ServerUs

AGAIN_AFTER_US = 5_000_000
ATTEMPTS = 3

SOON_US = 1_000_000
"""Several reasons within a second make one question."""


class Question:
    """Asks at once, repeats a few times while there is no answer, and asks anew every `every_us`
    (``None``: once is enough)."""

    def __init__(self, now: ServerUs, every_us: int | None = None) -> None:
        self._every_us = every_us
        self._due_us: int | None = now
        self._attempts = 0

    def is_due(self, now: ServerUs) -> bool:
        """Whether to ask now; then the caller asks."""
        if self._due_us is None or now < self._due_us:
            return False
        self._attempts += 1
        self._due_us = now + AGAIN_AFTER_US if self._attempts < ATTEMPTS else None
        return True

    def answered(self, now: ServerUs) -> None:
        """The answer is there."""
        self._attempts = 0
        self._due_us = None if self._every_us is None else now + self._every_us

    def ask_again(self, now: ServerUs) -> None:
        """There is a reason to ask; a decoder that has never answered is not bothered."""
        soon_us = now + SOON_US
        if self._attempts == 0 and (self._due_us is None or soon_us < self._due_us):
            self._due_us = soon_us
