"""A network cable between a client and a decoder that can be cut, or go dead without anybody saying so."""

import asyncio
import contextlib


class Cable:
    """Passes TCP on to an address. `open_now` and `open_most` count the connections through it."""

    def __init__(self, host: str, port: int) -> None:
        self._to = (host, port)
        self._server: asyncio.Server | None = None
        self._through: set[asyncio.Task[None]] = set()
        self._dead: set[asyncio.Task[None]] = set()
        self.open_now = 0
        self.open_most = 0
        self.connections = 0

    async def __aenter__(self) -> "Cable":
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        self.cut()
        await asyncio.gather(*self._through, return_exceptions=True)

    @property
    def url(self) -> str:
        """Where to plug in."""
        assert self._server is not None
        return f"tcp://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        """End every connection."""
        for task in self._through:
            task.cancel()

    def go_dead(self) -> None:
        """Let nothing through any more on the present connections; new ones are good."""
        self._dead |= self._through

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._through.add(task)
        self.connections += 1
        self.open_now += 1
        self.open_most = max(self.open_most, self.open_now)
        far_writer: asyncio.StreamWriter | None = None
        try:
            far_reader, far_writer = await asyncio.open_connection(*self._to)
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pass_on(task, far_reader, writer))
                await self._pass_on(task, reader, far_writer)
                raise _Ended
        except* (_Ended, OSError):
            pass
        finally:
            self._through.discard(task)
            self.open_now -= 1
            for end in (writer, far_writer):
                if end is not None:
                    end.transport.abort()
                    with contextlib.suppress(OSError):
                        await end.wait_closed()

    async def _pass_on(
        self, task: asyncio.Task[None], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        while data := await reader.read(4096):
            if task not in self._dead:
                writer.write(data)
        if task not in self._dead:
            raise _Ended


class _Ended(Exception):
    """One side hung up."""
