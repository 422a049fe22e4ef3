"""The real `livetiming serve` in a process of its own, to be killed at will."""

import asyncio
import re
import signal
import sys
from pathlib import Path

_ADDRESS = re.compile(rb"Leaderboard: http://localhost:(\d+)/")


class Served:
    """A server process over a store; `port` is the leaderboard's and stays over restarts."""

    def __init__(self, store: Path, decoder: str, speed: float) -> None:
        self._store = store
        self._decoder = decoder
        self._speed = speed
        self._process: asyncio.subprocess.Process | None = None
        self.port = 0

    async def start(self) -> None:
        """Start it and wait until it answers."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "livetiming", "serve"),
            *("--decoder", self._decoder, "--store", str(self._store)),
            *("--public", f"127.0.0.1:{self.port}", "--tower", "127.0.0.1:0"),
            *("--speed", str(self._speed)),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            found = _ADDRESS.search(line)
            if found:
                self.port = int(found[1])
                return
        raise AssertionError(f"the server ended with code {await self._process.wait()}")

    async def kill(self) -> None:
        """Kill it as a power cut would (``kill -9``)."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """End it as Ctrl-C does."""
        await self._end(signal.SIGINT)

    async def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(how)
            await self._process.communicate()
        self._process = None
