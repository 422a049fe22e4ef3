"""How long a change takes to the last of a crowd, and what each spectator costs.

The public process is measured against a server of bare asyncio transports with the same crowd in the
same run. ``--spectators 2000`` and ``--spectators 10000`` make the crowds of the budget: up to 2,000
get ten changes a second, more of them two.
"""

import asyncio
import json
import os
import socket
import statistics
import sys
import time
from itertools import cycle, islice
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from livetiming.http.public.limits import Limits
from livetiming.http.public.listener import bind_listener
from livetiming.http.public.process import PublicProcess
from livetiming.publish.feed import FeedServer
from livetiming.publish.messages import PublicState
from livetiming.publish.stream import Publisher
from support.public_rig import a_publisher
from support.states import board

HERE = Path(__file__).parent
KARTS = 60
CHANGED = 4
"""Rows in a change: 60 karts of half a minute a lap cross twice a second each window, and neighbours
get new gaps."""
CHANGES = 50
BIG_CROWD = 2_000
MEMORY_KB_MAX = 25.0
"""The budget for one spectator."""


class Figures(msgspec.Struct, frozen=True):
    """What one server needed."""

    last_ms: list[float]
    """From the publisher's offer to the last spectator, for each change."""
    frame_us: float
    """Processor time of the server for one change and spectator."""
    memory_kb: float
    """Resident memory for one spectator."""

    def line(self, name: str) -> str:
        """The figures in words."""
        p50, p99 = statistics.median(self.last_ms), statistics.quantiles(self.last_ms, n=100)[98]
        return (
            f"  {name:<15} to the last: {p50:6.1f} ms p50, {p99:6.1f} ms p99;"
            f" {self.frame_us:5.2f} us of processor a frame ({1e6 / self.frame_us:,.0f} frames/s);"
            f" {self.memory_kb:4.1f} kB a spectator"
        )


def processor_s(pid: int) -> float:
    """Processor time of a process so far, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_kb(pid: int) -> float:
    """Memory that a process holds in RAM."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1000


def next_state(state: PublicState, n: int) -> PublicState:
    """The board after the next few karts have crossed the line."""
    rows = list(state.rows)
    for index in islice(cycle(range(KARTS)), n * CHANGED, (n + 1) * CHANGED):
        lap_us = 31_000_000 + n
        rows[index] = replace(
            rows[index], laps=rows[index].laps + 1, last_us=lap_us, crossed_track_us=n * lap_us
        )
    return replace(state, rows=tuple(rows))


def period_s(spectators: int) -> float:
    """The time between two changes."""
    return 0.1 if spectators <= BIG_CROWD else 0.5


async def measured(pid: int, port: int, publisher: Publisher, spectators: int) -> Figures:
    """Send changes through the server `pid` to a crowd."""
    before_kb = resident_kb(pid)
    crowd = await asyncio.create_subprocess_exec(
        sys.executable,
        HERE / "crowd.py",
        *map(str, (port, spectators, CHANGES)),
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 20,
    )
    assert crowd.stdout is not None
    assert await crowd.stdout.readline() == b"ready\n"
    memory_kb = (resident_kb(pid) - before_kb) / spectators
    before_s = processor_s(pid)
    sent_ns: dict[int, int] = {}
    for n in range(publisher.n + 1, publisher.n + 1 + CHANGES):
        state = next_state(publisher.state, n)
        sent_ns[n] = time.monotonic_ns()
        publisher.offer(n, state)
        publisher.flush()
        await asyncio.sleep(period_s(spectators))
    report = json.loads(await crowd.stdout.readline())
    used_s = processor_s(pid) - before_s
    await crowd.wait()
    assert report["seen"] == {str(n): spectators for n in sent_ns}
    assert report["snapshots"] == spectators
    return Figures(
        last_ms=[(report["last_ns"][str(n)] - sent) / 1e6 for n, sent in sent_ns.items()],
        frame_us=used_s * 1e6 / CHANGES / spectators,
        memory_kb=memory_kb,
    )


async def measured_public(publisher: Publisher, feed: str, spectators: int) -> Figures:
    with bind_listener("127.0.0.1:0") as listener:
        process = PublicProcess(listener, feed=feed, limits=Limits(per_address_max=spectators + 1))
        await process.start()
        await process.ready.wait()
        assert process.pid is not None
        try:
            return await measured(process.pid, listener.getsockname()[1], publisher, spectators)
        finally:
            await process.stop()


async def measured_bare(publisher: Publisher, feed: str, spectators: int) -> Figures:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = await asyncio.create_subprocess_exec(
        sys.executable, HERE / "bare_fanout.py", str(port), feed, stdout=asyncio.subprocess.PIPE
    )
    assert server.stdout is not None
    assert await server.stdout.readline() == b"ready\n"
    try:
        return await measured(server.pid, port, publisher, spectators)
    finally:
        server.kill()
        await server.wait()


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs the figures of Linux")
async def test_a_change_reaches_a_crowd(
    tmp_path: Path, pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]
) -> None:
    spectators: int = pytestconfig.getoption("--spectators")
    publisher = a_publisher(state=board(KARTS))
    server = FeedServer(publisher, tmp_path)
    feed = await server.start()
    bare = await measured_bare(publisher, feed, spectators)
    public = await measured_public(publisher, feed, spectators)
    await server.stop()
    with capsys.disabled():
        pace = f"{1 / period_s(spectators):.0f} changes a second"
        print(f"\n{KARTS} karts, {spectators} spectators, {pace}:")
        print(bare.line("bare transports"))
        print(public.line("public process"))
        print(f"  the public process reaches {bare.frame_us / public.frame_us:.0%} of bare transports")
    assert public.memory_kb < MEMORY_KB_MAX
