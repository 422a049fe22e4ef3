"""The public stream: the numbered stream of what everybody at the fence sees."""

from livetiming.publish.diff import diff
from livetiming.publish.messages import AnyChange, Change, PublicState, Snapshot
from livetiming.publish.numbered import HELLO_US, QUEUE_LIMIT, WINDOW_US, NumberedStream

__all__ = ["HELLO_US", "QUEUE_LIMIT", "WINDOW_US", "Publisher"]


class Publisher(NumberedStream[PublicState, AnyChange]):
    """Publishes the public state; see `NumberedStream`."""

    def _differences(self, old: PublicState, new: PublicState) -> tuple[AnyChange, ...]:
        return diff(old, new)

    def _snapshot_message(self) -> Snapshot:
        return Snapshot(stream=self.stream, n=self.n, state=self.state)

    def _change_message(self, from_n: int, to_n: int, changes: tuple[AnyChange, ...]) -> Change:
        return Change(stream=self.stream, from_n=from_n, to_n=to_n, changes=changes)
