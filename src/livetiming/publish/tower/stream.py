"""The officials' stream: the numbered stream of the tower state."""

from livetiming.publish.numbered import NumberedStream
from livetiming.publish.tower.changes import diff
from livetiming.publish.tower.messages import AnyTowerChange, TowerChange, TowerSnapshot, TowerState


class TowerPublisher(NumberedStream[TowerState, AnyTowerChange]):
    """Publishes the tower state; see `NumberedStream`."""

    def _differences(self, old: TowerState, new: TowerState) -> tuple[AnyTowerChange, ...]:
        return diff(old, new)

    def _snapshot_message(self) -> TowerSnapshot:
        return TowerSnapshot(stream=self.stream, n=self.n, state=self.state)

    def _change_message(self, from_n: int, to_n: int, changes: tuple[AnyTowerChange, ...]) -> TowerChange:
        return TowerChange(stream=self.stream, from_n=from_n, to_n=to_n, changes=changes)
