"""Starts the public process, starts it again if it dies, and ends it with the core."""

import asyncio
import contextlib
import logging
import socket
import sys
from pathlib import Path

from livetiming.http.public.limits import Limits
from livetiming.http.public.pages import STATIC

log = logging.getLogger(__name__)

RESTART_S_MIN = 0.2
RESTART_S_MAX = 5.0
"""The pauses before it is started again double from the first to the last, so that a process that
dies at once does not take the core's processor."""

STEADY_S = 30.0
"""A process that lived this long died of something new: the next pause is the shortest again."""

STOPPING_S_MAX = 5.0
"""How long it may take to end before it is killed."""


class PublicProcess:
    """The public app in a process of its own, serving on `listen` what comes over `feed`.

    `listen` is a socket of `bind_listener`, which stays open here so that clients wait a moment
    instead of being refused while the process starts again; or ``HOST:PORT``, which the process then
    binds itself, for systems where a socket cannot be inherited. The process ends when this one does,
    however that comes about: it watches a pipe that this process holds open.
    """

    def __init__(
        self,
        listen: socket.socket | str,
        *,
        feed: str,
        pages: Path = STATIC,
        limits: Limits | None = None,
        restart_s_min: float = RESTART_S_MIN,
    ) -> None:
        self._listen = listen
        self._feed = feed
        self._pages = pages
        self._limits = limits or Limits()
        self._restart_s_min = restart_s_min
        self._process: asyncio.subprocess.Process | None = None
        self._supervisor: asyncio.Task[None] | None = None
        self.ready = asyncio.Event()
        """Set while the process answers requests."""

    @property
    def pid(self) -> int | None:
        """The number of the process, ``None`` while there is none."""
        return None if self._process is None else self._process.pid

    async def start(self) -> None:
        """Start the process and watch over it; wait for `ready` to know that it answers.

        Raises `OSError` if it cannot be started at all.
        """
        self._process = await self._spawn()
        self._supervisor = asyncio.create_task(self._supervise(), name="public process")

    async def stop(self) -> None:
        """End the process; its spectators are told to come back later."""
        if self._supervisor is not None:
            self._supervisor.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._supervisor
        if self._process is not None:
            await _end(self._process)
            self._process = None
        self.ready.clear()

    async def _supervise(self) -> None:
        pause_s = self._restart_s_min
        while True:
            if self._process is not None:
                lived_s = await self._watch(self._process)
                if lived_s > STEADY_S:
                    pause_s = self._restart_s_min
                log.warning("the public process ended with code %s", self._process.returncode)
                self._process = None
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, RESTART_S_MAX)
            try:
                self._process = await self._spawn()
            except OSError:
                log.exception("the public process cannot be started")

    async def _watch(self, process: asyncio.subprocess.Process) -> float:
        """Wait for the process to end; return how many seconds it lived."""
        loop = asyncio.get_running_loop()
        started_s = loop.time()
        assert process.stdout is not None
        async for line in process.stdout:
            if line == b"ready\n":
                self.ready.set()
        await process.wait()
        self.ready.clear()
        return loop.time() - started_s

    async def _spawn(self) -> asyncio.subprocess.Process:
        if isinstance(self._listen, str):
            where, inherited = f"--listen={self._listen}", []
        else:
            where, inherited = f"--listen-fd={self._listen.fileno()}", [self._listen.fileno()]
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # modules come from where this process has them, not from the working directory
            "-m",
            "livetiming.http.public",
            "--with-parent",
            where,
            f"--feed={self._feed}",
            f"--pages={self._pages}",
            f"--connections-max={self._limits.connections_max}",
            f"--per-address-max={self._limits.per_address_max}",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            pass_fds=inherited,
            start_new_session=True,  # Ctrl-C in the terminal is for the core, which ends this process
        )


async def _end(process: asyncio.subprocess.Process) -> None:
    """Close the pipe that the process watches, and kill it if it does not end by itself."""
    assert process.stdin is not None
    process.stdin.close()
    try:
        async with asyncio.timeout(STOPPING_S_MAX):
            await process.wait()
    except TimeoutError:
        log.warning("the public process did not end and is killed")
        process.kill()
        await process.wait()
