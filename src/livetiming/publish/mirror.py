"""A reader's copy of the public state, kept by the numbered stream alone.

The rules of every reader, a browser included: apply a change only if it starts at the number that is
held, else ask for a snapshot. A mirror can stand between the core and many readers of its own, so it
also says what they need to hear.
"""

from livetiming.publish.diff import diff
from livetiming.publish.messages import AnyMessage, Change, Hello, PublicState, Snapshot
from livetiming.publish.reducer import apply


class OutOfStep(Exception):
    """A change does not start at the number that is held; only a snapshot helps."""


class Mirror:
    """The public state at `n` of `stream`; nothing is held before the first snapshot."""

    def __init__(self) -> None:
        self.stream: str | None = None
        self.n = 0
        self.state: PublicState | None = None

    def receive(self, message: AnyMessage) -> AnyMessage | None:
        """Take one message in; return what readers that were in step with this mirror need.

        That is the message itself, with one exception: after a lost connection the snapshot of a
        stream that went on becomes the change since (``None`` if there is none), so that an interruption
        behind the public server does not cost every phone a snapshot.

        Raises `OutOfStep`, and keeps what is held, if messages are missing in between.
        """
        match message:
            case Change():
                self._follow(message)
            case Snapshot():
                return self._replace(message)
            case Hello():
                pass
        return message

    def _follow(self, change: Change) -> None:
        if self.state is None or change.stream != self.stream or change.from_n != self.n:
            raise OutOfStep(
                f"change {change.from_n}-{change.to_n} of stream {change.stream}"
                f" does not follow {self.n} of {self.stream}"
            )
        self.state = apply(self.state, change.changes)
        self.n = change.to_n

    def _replace(self, snapshot: Snapshot) -> AnyMessage | None:
        before, from_n = self.state, self.n
        goes_on = snapshot.stream == self.stream and snapshot.n >= from_n
        self.stream, self.n, self.state = snapshot.stream, snapshot.n, snapshot.state
        if before is None or not goes_on:
            return snapshot
        changes = diff(before, snapshot.state)
        if not changes and snapshot.n == from_n:
            return None
        return Change(stream=snapshot.stream, from_n=from_n, to_n=snapshot.n, changes=changes)
