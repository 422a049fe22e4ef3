"""What the officials' app is told: the parts of the running server that its handlers use."""

from pathlib import Path

import msgspec

from livetiming import __version__
from livetiming.clock import Clock
from livetiming.engine import Engine
from livetiming.http.tower.feed import TowerFeed
from livetiming.http.tower.past import TimeMachine
from livetiming.officials.desk import Officials


class Core(msgspec.Struct, frozen=True, kw_only=True):
    """The parts. `port` is that of the officials' pages."""

    engine: Engine
    feed: TowerFeed
    officials: Officials
    clock: Clock
    store: Path
    past: TimeMachine
    port: int
    software: str = __version__

    @property
    def cookie(self) -> str:
        """The cookie's name: browsers send one to all ports of a host, where several servers may be."""
        return f"livetiming-{self.port}"
