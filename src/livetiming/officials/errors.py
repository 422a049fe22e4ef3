"""Why an official is not let in; see `livetiming.errors` for the tree."""

from livetiming.errors import LivetimingError


class OfficialsError(LivetimingError):
    """Base of what the officials' door refuses."""


class NotLetIn(OfficialsError):
    """A wrong name, password or code; which of them is not told."""


class TooManyAttempts(OfficialsError):
    """Somebody must wait before the next attempt."""

    def __init__(self, retry_us: int) -> None:
        self.retry_s = max(1, -(-retry_us // 1_000_000))
        super().__init__(f"Too many attempts; try again in {self.retry_s} s.")


class NotPossible(OfficialsError):
    """A change of accounts that would lock everybody out, or makes no sense."""


class NotFound(OfficialsError):
    """There is no such account, login or code."""
