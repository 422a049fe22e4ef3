"""``/live``: the websocket of one spectator.

A plain asyncio protocol around the sans-I/O websocket of `websockets`, which uvicorn puts in the
place of its own. It is no ASGI application because that costs a task, a queue and a coroutine for
each message and client: half the speed and three times the memory (ARCHITECTURE.md has the
figures). What a spectator may say is a resync now and then; everything else ends the connection.
"""

import asyncio
from http import HTTPStatus
from typing import ClassVar

import msgspec
from uvicorn.server import ServerState
from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol

from livetiming.http.public.hub import Hub
from livetiming.http.public.limits import Door
from livetiming.publish.messages import Resync

PATH = "/live"

INCOMING_BYTES_MAX = 64
"""A resync has 17 bytes."""

INCOMING_BYTES_AT_ONCE_MAX = 1024
"""More in one piece is not even parsed: a flood of tiny frames is dear to parse and cheap to send."""

FRAMES_BURST = 5
FRAMES_PER_S = 0.5
"""What a spectator may send, control frames included: a few at once, then one every two seconds. A
page asks for a snapshot after a gap or a sleep, and once is enough."""

BUFFER_BYTES_MAX = 64 * 1024
"""Queued here for one spectator, some five snapshots; one that is further behind gets no changes
until it has taken all of it, and then a snapshot."""

STALLED_S_MAX = 30.0
"""How long a spectator may take in nothing before it is disconnected."""

CLOSING_S_MAX = 1.0
"""How long the other side has to answer a close frame."""

RESYNC: object = msgspec.to_builtins(Resync())
"""The one message that is understood, as JSON reads it."""


class LiveProtocol(asyncio.Protocol):
    """One connection; uvicorn makes it for each request to upgrade. `live_protocol` binds it to a hub."""

    __slots__ = (
        "_allowance",
        "_asked_at_s",
        "_behind",
        "_closing",
        "_connections",
        "_host",
        "_loop",
        "_stalled",
        "_transport",
        "_websocket",
    )

    hub: ClassVar[Hub]
    door: ClassVar[Door]

    _transport: asyncio.Transport
    _host: str

    def __init__(
        self,
        config: object,
        server_state: ServerState,
        app_state: object,
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self._loop = _loop or asyncio.get_running_loop()
        self._connections: set[asyncio.Protocol] = server_state.connections  # type: ignore[assignment]
        self._websocket = ServerProtocol(max_size=INCOMING_BYTES_MAX)
        self._allowance = float(FRAMES_BURST)
        self._asked_at_s = self._loop.time()
        self._behind = False
        self._stalled: asyncio.TimerHandle | None = None
        self._closing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take over the connection from the HTTP protocol, which has counted it in."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._host = peer_host(transport)
        self._connections.add(self)
        transport.set_write_buffer_limits(high=BUFFER_BYTES_MAX, low=0)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self.hub.leave(self)
        self.door.leave(self._host)
        self._connections.discard(self)
        for timer in (self._stalled, self._closing):
            if timer is not None:
                timer.cancel()

    def data_received(self, data: bytes) -> None:
        """Answer the request to upgrade, then what the spectator says."""
        if len(data) <= INCOMING_BYTES_AT_ONCE_MAX or self._websocket.state is State.CONNECTING:
            self._websocket.receive_data(data)
        elif self._websocket.state is State.OPEN:
            self._websocket.fail(CloseCode.MESSAGE_TOO_BIG)
        for event in self._websocket.events_received():
            if isinstance(event, Request):
                self._open(event)
            elif isinstance(event, Frame) and self._websocket.state is State.OPEN:
                self._heard(event)
        self._flush()

    def eof_received(self) -> None:
        """Let the transport close: nobody is there who would read on."""

    def pause_writing(self) -> None:
        """The spectator stopped taking things in: neither send nor read until it goes on."""
        self._stalled = self._loop.call_later(STALLED_S_MAX, self._transport.abort)
        self._transport.pause_reading()

    def resume_writing(self) -> None:
        """The spectator took in all that was queued; bring it up to date."""
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None
        self._transport.resume_reading()
        if self._behind:
            self._behind = False
            self._send_snapshot()

    def shutdown(self) -> None:
        """Part with the spectator because the server stops; uvicorn calls this."""
        if self._stalled is not None:
            self._transport.abort()
        elif self._websocket.state is State.OPEN:
            self._websocket.send_close(CloseCode.SERVICE_RESTART)
            self._flush()

    def deliver(self, frame: bytes) -> None:
        """Send a frame, or leave it out and send a snapshot when the spectator has caught up."""
        if self._stalled is None:
            self._transport.write(frame)
        else:
            self._behind = True

    def _open(self, request: Request) -> None:
        if request.path.partition("?")[0] == PATH:
            response = self._websocket.accept(request)
        else:
            response = self._websocket.reject(HTTPStatus.NOT_FOUND, f"The live stream is at {PATH}.\n")
        self._websocket.send_response(response)
        self._flush()
        if self._websocket.state is State.OPEN:
            self.hub.join(self)

    def _heard(self, frame: Frame) -> None:
        if not self._allowed():
            self._websocket.send_close(CloseCode.POLICY_VIOLATION, "too many messages")
        elif frame.opcode in {Opcode.PING, Opcode.PONG}:
            pass  # answered by `websockets`
        elif frame.opcode is Opcode.TEXT and frame.fin and is_resync(frame.data):
            self._send_snapshot()
        else:
            self._websocket.send_close(CloseCode.POLICY_VIOLATION, "this stream takes resync only")

    def _allowed(self) -> bool:
        now_s = self._loop.time()
        earned = (now_s - self._asked_at_s) * FRAMES_PER_S
        self._allowance = min(self._allowance + earned, FRAMES_BURST) - 1
        self._asked_at_s = now_s
        return self._allowance >= 0

    def _send_snapshot(self) -> None:
        snapshot = self.hub.snapshot_frame()
        if snapshot is not None:
            self.deliver(snapshot)

    def _flush(self) -> None:
        for data in self._websocket.data_to_send():
            if data:
                self._transport.write(data)
            elif self._transport.can_write_eof():
                self._transport.write_eof()
        if self._closing is None and self._websocket.close_expected():
            self.hub.leave(self)
            self._closing = self._loop.call_later(CLOSING_S_MAX, self._transport.abort)


def live_protocol(hub: Hub, door: Door) -> type[LiveProtocol]:
    """The protocol for one hub, as uvicorn wants it: a class."""
    return type("BoundLiveProtocol", (LiveProtocol,), {"__slots__": (), "hub": hub, "door": door})


def peer_host(transport: asyncio.BaseTransport) -> str:
    """The address at the other end, empty if it was gone before it could be asked."""
    peer: tuple[str, int] | None = transport.get_extra_info("peername")
    return peer[0] if peer else ""


def is_resync(data: bytes | bytearray | memoryview | str) -> bool:
    """Whether somebody asks for a snapshot."""
    try:
        said: object = msgspec.json.decode(data)
    except msgspec.DecodeError:
        return False
    return said == RESYNC
