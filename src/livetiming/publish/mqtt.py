"""The numbered stream on an MQTT broker, for more spectators than one machine serves.

Below the prefix of the address:

- ``snapshot``: the whole public state, retained, so that whoever subscribes has one at once; anew at
  most every `SNAPSHOT_S` while something changes;
- ``change``: each numbered change, to be applied only on the number that it starts from;
- ``hello``: the server's clock, every ten seconds;
- ``status``: ``online`` or ``offline``, retained; the broker says the latter for a server that is gone.

A reader that misses a change waits for the next snapshot. The messages are those of
`livetiming.publish.messages`. The broker can never slow the timing: the stream is read like any
spectator's, and what a slow broker misses is made up by a snapshot.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from random import Random

import aiomqtt
import msgspec

from livetiming.ingest.backoff import Backoff
from livetiming.publish.broker import Broker
from livetiming.publish.messages import Change, Hello, Snapshot
from livetiming.publish.stream import Publisher
from livetiming.publish.subscription import Subscription

log = logging.getLogger(__name__)

SNAPSHOT_S = 2.0
"""A reader that joins or missed a change waits so long at most; a snapshot is some kilobytes."""

AT_LEAST_ONCE = 1
"""Quality of service: a change that comes twice does not start from the reader's number any more."""

Sleep = Callable[[float], Awaitable[None]]


class MqttPublisher:
    """Keeps the stream on a broker until `run` is cancelled, through lost connections."""

    def __init__(
        self,
        broker: Broker,
        publisher: Publisher,
        *,
        sleep: Sleep = asyncio.sleep,
        random: Random | None = None,
    ) -> None:
        self._broker = broker
        self._publisher = publisher
        self._sleep = sleep
        self._backoff = Backoff(random or Random())
        self._last_snapshot_s = float("-inf")

    async def run(self) -> None:
        """Connect, publish, and connect again."""
        while True:
            try:
                await self._connected()
            except aiomqtt.MqttError as error:
                log.warning("no connection to the MQTT broker at %s: %s", self._broker.host, error)
            await self._sleep(self._backoff.next_us() / 1_000_000)

    async def _connected(self) -> None:
        broker = self._broker
        status = f"{broker.prefix}/status"
        client = aiomqtt.Client(
            broker.host,
            broker.port,
            username=broker.username,
            password=broker.password,
            will=aiomqtt.Will(status, "offline", qos=AT_LEAST_ONCE, retain=True),
        )
        async with client:
            self._backoff.reset()
            await client.publish(status, "online", qos=AT_LEAST_ONCE, retain=True)
            try:
                with self._publisher.subscribe() as stream:
                    await self._pass_on(client, stream)
            finally:
                # A goodbye in order makes the broker forget the last will.
                with contextlib.suppress(aiomqtt.MqttError):
                    await client.publish(status, "offline", qos=AT_LEAST_ONCE, retain=True)

    async def _pass_on(self, client: aiomqtt.Client, stream: Subscription) -> None:
        prefix = self._broker.prefix
        async for outgoing in stream:
            match outgoing.message:
                case Snapshot():
                    await self._publish_snapshot(client, outgoing.encoded)
                case Change():
                    await client.publish(f"{prefix}/change", outgoing.encoded, qos=AT_LEAST_ONCE)
                case Hello():
                    await client.publish(f"{prefix}/hello", outgoing.encoded)
            if asyncio.get_running_loop().time() - self._last_snapshot_s >= SNAPSHOT_S:
                publisher = self._publisher
                whole = Snapshot(stream=publisher.stream, n=publisher.n, state=publisher.state)
                await self._publish_snapshot(client, msgspec.json.encode(whole))

    async def _publish_snapshot(self, client: aiomqtt.Client, encoded: bytes) -> None:
        await client.publish(f"{self._broker.prefix}/snapshot", encoded, qos=AT_LEAST_ONCE, retain=True)
        self._last_snapshot_s = asyncio.get_running_loop().time()
