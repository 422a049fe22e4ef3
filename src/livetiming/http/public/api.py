"""The read-only JSON documents: the same state as the live stream, for whoever prefers to ask.

Each one names the stream and the number it was made from.
"""

from collections.abc import Callable

import msgspec

from livetiming.http.public.content import Content
from livetiming.http.public.hub import Hub
from livetiming.publish.messages import Meeting, PublicState, Row, Session

_encoder = msgspec.json.Encoder()


class _Document(msgspec.Struct, frozen=True, kw_only=True):
    stream: str
    n: int


class StateDocument(_Document, frozen=True, kw_only=True):
    """``/api/state``: everything."""

    state: PublicState


class MeetingDocument(_Document, frozen=True, kw_only=True):
    """``/api/meeting``: the race day, null when there is none."""

    meeting: Meeting | None


class SessionDocument(_Document, frozen=True, kw_only=True):
    """``/api/session``: the head of the board, null when there is no session on it."""

    session: Session | None


class StandingsDocument(_Document, frozen=True, kw_only=True):
    """``/api/standings``: the rows of the board in their order, and the session they belong to."""

    session_id: str | None
    rows: tuple[Row, ...]


def _standings(stream: str, n: int, state: PublicState) -> StandingsDocument:
    session_id = None if state.session is None else state.session.id
    return StandingsDocument(stream=stream, n=n, session_id=session_id, rows=state.rows)


DOCUMENTS: dict[str, Callable[[str, int, PublicState], _Document]] = {
    "/api/state": lambda stream, n, state: StateDocument(stream=stream, n=n, state=state),
    "/api/meeting": lambda stream, n, state: MeetingDocument(stream=stream, n=n, meeting=state.meeting),
    "/api/session": lambda stream, n, state: SessionDocument(stream=stream, n=n, session=state.session),
    "/api/standings": _standings,
}


class Api:
    """Makes each document once for each state, however many ask for it."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._made: dict[str, tuple[int, Content]] = {}

    def content(self, path: str) -> Content | None:
        """The document at a path of `DOCUMENTS`, or ``None`` before the core was first heard."""
        hub = self._hub
        version, content = self._made.get(path, (-1, None))
        if version != hub.version:
            stream, state = hub.mirror.stream, hub.mirror.state
            if stream is None or state is None:
                return None
            body = _encoder.encode(DOCUMENTS[path](stream, hub.mirror.n, state))
            content = Content(body, kind="application/json", cache_control="no-cache")
            self._made[path] = hub.version, content
        return content
