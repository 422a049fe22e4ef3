"""The time machine: asks a worker process for standings at earlier journal numbers."""

import asyncio
import contextlib
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import msgspec

from livetiming.http.tower.past_worker import Question, Reply

REPLY_BYTES_MAX = 8 * 1024 * 1024

STOPPED = Reply(why="The time machine stopped; ask again.")

_decoder = msgspec.json.Decoder(Reply)


class TimeMachine:
    """One worker, started when somebody asks; it ends by itself when nobody does any more."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._asking = asyncio.Lock()
        self._worker: Process | None = None

    async def standings(self, session: str, n: int) -> Reply:
        """The standings of a session as they were at journal number `n`, in turn with others who ask."""
        async with self._asking:
            for _ in range(2):  # a worker may have ended just now because nobody had asked
                reply = await self._ask(Question(session, n))
                if reply is not None:
                    return reply
        return STOPPED

    async def close(self) -> None:
        """End the worker."""
        worker, self._worker = self._worker, None
        if worker is not None and worker.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                worker.kill()
            await worker.wait()

    async def _ask(self, question: Question) -> Reply | None:
        """The answer; ``None`` when the worker ended instead."""
        worker = await self._running()
        assert worker.stdin is not None
        assert worker.stdout is not None
        try:
            worker.stdin.write(msgspec.json.encode(question) + b"\n")
            with contextlib.suppress(ConnectionError):
                await worker.stdin.drain()
            line = await worker.stdout.readline()
        except asyncio.CancelledError:
            await self.close()  # nobody would take its answer, and the next one would get it
            raise
        if line:
            return _decoder.decode(line)
        await self.close()
        return None

    async def _running(self) -> Process:
        if self._worker is None or self._worker.returncode is not None:
            self._worker = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",
                "-m",
                "livetiming.http.tower.past_worker",
                str(self._store),
                stdin=PIPE,
                stdout=PIPE,
                limit=REPLY_BYTES_MAX,
                start_new_session=True,  # Ctrl-C in the terminal is for the core, which ends this process
            )
        return self._worker
