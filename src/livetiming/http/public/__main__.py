"""``python -m livetiming.http.public``: the public process, started by the core or by hand.

With ``--listen-fd`` it serves on a socket that it inherits, already bound; with ``--listen`` it binds
one itself. It prints ``ready`` once it answers.
"""

import argparse
import asyncio
import contextlib
import gc
import logging
import os
import socket
import sys
from pathlib import Path

from livetiming.errors import LivetimingError
from livetiming.http.public.limits import Limits
from livetiming.http.public.listener import bind_listener
from livetiming.http.public.pages import STATIC
from livetiming.http.public.server import Settings, serve, stdin_closed

NICENESS = 5
"""Where there is one core for both, the timing core goes first."""

OOM_SCORE = "500"
"""Where memory runs out, the system ends this process and not the timing core."""

FILES_SPARE = 64
"""Open files that are no connections."""


def main(arguments: list[str]) -> int:
    """Serve until told to stop; return the exit code."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    _give_way()
    places = _allow_files(options.connections_max + FILES_SPARE) - FILES_SPARE
    limits = Limits(
        connections_max=min(options.connections_max, places), per_address_max=options.per_address_max
    )
    try:
        listener = _listener(options.listen, options.listen_fd)
        settings = Settings(feed=options.feed, pages=options.pages, limits=limits)
        parent_gone = stdin_closed if options.with_parent else None
        gc.freeze()
        asyncio.run(serve(settings, listener, on_ready=_say_ready, parent_gone=parent_gone))
    except LivetimingError as error:
        sys.stderr.write(f"Error: {error}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    defaults = Limits()
    parser = argparse.ArgumentParser(prog="python -m livetiming.http.public", description=__doc__)
    parser.add_argument("--feed", required=True, metavar="ADDRESS", help="unix:PATH or tcp:HOST:PORT")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--listen", metavar="HOST:PORT", help="bind this address")
    where.add_argument("--listen-fd", type=int, metavar="N", help="use this inherited socket")
    parser.add_argument("--pages", type=Path, default=STATIC, help="folder of the built pages")
    parser.add_argument("--connections-max", type=int, default=defaults.connections_max)
    parser.add_argument("--per-address-max", type=int, default=defaults.per_address_max)
    parser.add_argument("--with-parent", action="store_true", help="end when standard input is closed")
    return parser


def _listener(listen: str | None, listen_fd: int | None) -> socket.socket:
    if listen is not None:
        return bind_listener(listen)
    return socket.socket(fileno=listen_fd)


def _give_way() -> None:
    """Make this process the one that suffers when the machine is short of something."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(OOM_SCORE, encoding="ascii")


def _allow_files(wanted: int) -> int:
    """Raise the limit of open files to `wanted`, or as far as this user may; return what it is then."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft < allowed:
        with contextlib.suppress(OSError, ValueError):  # macOS allows less than its hard limit says
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def _say_ready() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
