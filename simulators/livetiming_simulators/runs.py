"""Whole runs, as the command line offers them: listen, wait for a client, play, say what happens."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Callable, Coroutine

from livetiming_simulators.pace import RealTimePace, wait_until
from livetiming_simulators.program import Cue, CueKind, Program
from livetiming_simulators.report import result
from livetiming_simulators.server import DecoderServer, play_cues
from livetiming_simulators.truth import ResultRow

Say = Callable[[str], None]
"""Where progress goes, a line at a time."""


@contextlib.asynccontextmanager
async def serving(server: DecoderServer, say: Say) -> AsyncIterator[None]:
    """Serve while the block runs. Raises `CannotListen`."""
    say(f"listening on {await server.start()}")
    task = asyncio.create_task(server.run(), name="decoder")
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await server.stop()


async def play_program(
    program: Program,
    server: DecoderServer,
    pace: RealTimePace,
    say: Say,
    *,
    at_end: Callable[[], object],
    wait_for_client: bool,
    exit_at_end: bool,
) -> None:
    """Serve the programme's decoder; afterwards go on with its signs of life unless told to exit.

    Raises `CannotListen`.
    """
    async with serving(server, say):
        await _begin(server, pace, say, wait_for_client=wait_for_client)
        async for cue in play_cues(program, pace):
            say(_cue_line(cue))
            if cue.kind is CueKind.CLOSE:
                _say_result(program, cue.session_index, say)
        at_end()
        if not exit_at_end:
            say("the programme is over; the decoder stays on until interrupted")
            await asyncio.get_running_loop().create_future()


async def play_recording(
    server: DecoderServer,
    pace: RealTimePace,
    say: Say,
    *,
    end_us: int | None,
    wait_for_client: bool,
    exit_at_end: bool,
) -> None:
    """Serve a recording that ends at `end_us` (``None``: never). Raises `CannotListen`."""
    async with serving(server, say):
        await _begin(server, pace, say, wait_for_client=wait_for_client)
        if end_us is not None:
            await wait_until(pace, end_us)
            if exit_at_end:
                return
            say("the recording is over; connections stay open until interrupted")
        await asyncio.get_running_loop().create_future()


async def until_interrupted(story: Coroutine[object, object, None]) -> None:
    """Run until it ends by itself or the process gets SIGINT or SIGTERM; then it is cancelled."""
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(story)
    interrupted = asyncio.Event()

    def interrupt() -> None:
        interrupted.set()
        task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, interrupt)
    try:
        await task
    except asyncio.CancelledError:
        if not interrupted.is_set():
            raise
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


async def _begin(server: DecoderServer, pace: RealTimePace, say: Say, *, wait_for_client: bool) -> None:
    if wait_for_client:
        say("waiting for a client")
        await server.client_came.wait()
        say("a client has connected")
    pace.start()


def _cue_line(cue: Cue) -> str:
    seconds = cue.at_us // 1_000_000
    length = f"{cue.laps} laps" if cue.laps is not None else f"{(cue.duration_us or 0) // 1_000_000} s"
    name = f"{cue.session_kind} of {', '.join(cue.class_ids)} ({len(cue.lineup)} karts, {length})"
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02} {cue.kind:<9} {name}"


def _say_result(program: Program, session_index: int, say: Say) -> None:
    """The true result of a session, as the leaderboard should show it."""
    session = next(each for each in program.sessions() if each.index == session_index)
    karts = {kart.id: kart for kart in program.field.karts}
    for row in result(program.field, session.run, session.run.crossings):
        kart = karts[row.kart]
        say(f"  {row.position:>3} {kart.number:>4} {kart.driver:<24} {_row_text(row)}")


def _row_text(row: ResultRow) -> str:
    if not row.started:
        return "did not start"
    best = "" if row.best_lap_us is None else f", best {row.best_lap_us / 1_000_000:.3f}"
    return f"{row.laps} laps{best}"
