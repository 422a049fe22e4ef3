"""What the ingest hands to the engine, each with the server instant at which it arrived."""

import msgspec

from livetiming.clock import ServerUs
from livetiming.facts import LinkState
from livetiming_decoders.events import Passing


class PassingArrived(msgspec.Struct, frozen=True, gc=False):
    """The decoder at `source` (its URL) reported a passing."""

    source: str
    arrived_us: ServerUs
    passing: Passing


class LinkTurned(msgspec.Struct, frozen=True, gc=False):
    """The link to the decoder at `source` changed its state; `detail` says why in plain words."""

    source: str
    at_us: ServerUs
    state: LinkState
    detail: str | None = None


Signal = PassingArrived | LinkTurned
