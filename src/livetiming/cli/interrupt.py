"""Takes Ctrl-C and the system's request to end from the first moment on, so that everything is put away
in order."""

import asyncio
import contextlib
import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def interruption() -> Iterator[asyncio.Event]:
    """An event that SIGINT and SIGTERM set, in a running loop. One that comes while a server still starts
    is not lost, even where the program was started with SIGINT ignored, as shells do in the background."""
    loop = asyncio.get_running_loop()
    interrupted = asyncio.Event()
    signals = (signal.SIGINT, signal.SIGTERM)
    for number in signals:
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, interrupted.set)
    try:
        yield interrupted
    finally:
        for number in signals:
            with contextlib.suppress(NotImplementedError):
                loop.remove_signal_handler(number)
