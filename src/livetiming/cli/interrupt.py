"""Waits for Ctrl-C or the system's request to end, so that everything is put away in order."""

import asyncio
import contextlib
import signal


async def until_interrupted() -> None:
    """Return at SIGINT or SIGTERM."""
    loop = asyncio.get_running_loop()
    interrupted = asyncio.Event()
    signals = (signal.SIGINT, signal.SIGTERM)
    for number in signals:
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, interrupted.set)
    try:
        await interrupted.wait()
    finally:
        for number in signals:
            with contextlib.suppress(NotImplementedError):
                loop.remove_signal_handler(number)
