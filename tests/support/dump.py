"""States written out in full, so that two of them can be compared to the byte."""

from collections import deque

import msgspec

from livetiming.clock import ServerUs
from livetiming.publish.board import Board
from livetiming.scoring.evidence import Evidence
from livetiming.scoring.standings import Scorer


def dump(evidence: Evidence) -> bytes:
    """The evidence with all that is derived from it by fresh hands: standings of each session, and the
    board as it would be a minute after the epoch began."""
    now_us = ServerUs((evidence.epoch.server_us if evidence.epoch else 0) + 60_000_000)
    scorer = Scorer(evidence)
    derived = {session: plain(scorer.standings(session)) for session in evidence.sessions}
    board = Board(evidence, Scorer(evidence)).state(now_us)
    return msgspec.json.encode([plain(evidence), derived, board])


def plain(value: object) -> object:
    """Anything as lists, text and numbers; dictionaries as lists of pairs, in the order they have."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dict):
        return [[plain(key), plain(item)] for key, item in value.items()]
    if isinstance(value, list | tuple | deque):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((plain(item) for item in value), key=repr)
    return [type(value).__name__, *([name, plain(getattr(value, name))] for name in _fields(value))]


def _fields(value: object) -> list[str]:
    if isinstance(value, msgspec.Struct):
        return list(value.__struct_fields__)
    slots = getattr(type(value), "__slots__", None)
    return sorted(slots) if slots is not None else sorted(vars(value))
