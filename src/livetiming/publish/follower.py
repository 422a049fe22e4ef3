"""The other end of the feed: connects, hands on each message, and connects again when it is lost."""

import asyncio
import logging
from collections.abc import Callable

import msgspec

from livetiming.errors import BadUrl
from livetiming.publish.messages import AnyMessage
from livetiming.publish.mirror import OutOfStep
from livetiming.publish.stream import HELLO_US

log = logging.getLogger(__name__)

LINE_BYTES_MAX = 8 * 1024 * 1024
"""A snapshot of 60 karts has 15 kB; what is longer than this is no feed."""

SILENCE_S = 2.5 * HELLO_US / 1e6
"""A core that has been quiet for two hellos and a half hangs."""

RETRY_S_MIN = 0.05
RETRY_S_MAX = 1.0
"""A core that starts again is back within a second or two, and asking a local socket costs nothing."""

_decoder = msgspec.json.Decoder[AnyMessage](AnyMessage)


class Follower:
    """Follows the feed at `address` for as long as `run` runs.

    `on_message` gets each message together with its line; when it raises `OutOfStep` the follower
    connects anew, which begins with a snapshot. `on_lost` is called when a connection that stood is
    gone, or has been silent for `silence_s`. Raises `BadUrl` for an address that is none.
    """

    def __init__(
        self,
        address: str,
        *,
        on_message: Callable[[AnyMessage, bytes], None],
        on_lost: Callable[[], None],
        silence_s: float = SILENCE_S,
    ) -> None:
        self._scheme, self._place, self._port = _parsed(address)
        self._on_message = on_message
        self._on_lost = on_lost
        self._silence_s = silence_s
        self._retry_s = RETRY_S_MIN

    async def run(self) -> None:
        """Follow until cancelled."""
        while True:
            try:
                reader, writer = await self._connect()
            except OSError as error:
                log.debug("no feed yet: %s", error)
            else:
                try:
                    await self._read(reader)
                finally:
                    writer.close()
                self._on_lost()
            await asyncio.sleep(self._retry_s)
            self._retry_s = min(2 * self._retry_s, RETRY_S_MAX)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._scheme == "unix":
            return await asyncio.open_unix_connection(self._place, limit=LINE_BYTES_MAX)
        return await asyncio.open_connection(self._place, self._port, limit=LINE_BYTES_MAX)

    async def _read(self, reader: asyncio.StreamReader) -> None:
        try:
            while True:
                async with asyncio.timeout(self._silence_s):
                    line = await reader.readuntil(b"\n")
                self._on_message(_decoder.decode(line), line[:-1])
                self._retry_s = RETRY_S_MIN
        except (asyncio.IncompleteReadError, ConnectionError):
            log.warning("the timing server closed the feed")
        except TimeoutError:
            log.warning("the timing server has been silent for %s s", self._silence_s)
        except (OutOfStep, msgspec.DecodeError, asyncio.LimitOverrunError) as error:
            log.warning("the feed makes no sense: %s", error)


def _parsed(address: str) -> tuple[str, str, int]:
    scheme, _, place = address.partition(":")
    if scheme == "unix" and place:
        return scheme, place, 0
    host, _, port = place.rpartition(":")
    if scheme == "tcp" and host and port.isdecimal():
        return scheme, host.strip("[]"), int(port)
    raise BadUrl(f"the feed's address is unix:PATH or tcp:HOST:PORT, not {address!r}")
