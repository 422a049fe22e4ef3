"""The public process as the core sees it: started, killed, started again, and gone with its parent."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from livetiming.http.public import process as process_module
from livetiming.http.public.listener import bind_listener
from livetiming.http.public.process import PublicProcess
from support.public_rig import Rig, a_publisher
from support.states import board

PARENT = """
import asyncio, sys
from livetiming.http.public.listener import bind_listener
from livetiming.http.public.process import PublicProcess

async def main():
    listener = bind_listener("127.0.0.1:0")
    process = PublicProcess(listener, feed=sys.argv[1])
    await process.start()
    await process.ready.wait()
    print(listener.getsockname()[1], flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


@asynccontextmanager
async def a_core(folder: Path) -> AsyncIterator[tuple[Rig, PublicProcess]]:
    """A core at number 7, and its public process, which answers."""
    with bind_listener("127.0.0.1:0") as listener:
        rig = Rig(a_publisher(n=7, state=board()), folder, listener.getsockname()[1])
        process = PublicProcess(listener, feed=await rig.feed.start(), restart_s_min=0.01)
        await process.start()
        try:
            await process.ready.wait()
            yield rig, process
        finally:
            await process.stop()
            await rig.feed.stop()


async def test_spectators_are_served_by_another_process(tmp_path: Path) -> None:
    async with a_core(tmp_path) as (rig, process):
        assert process.pid != os.getpid()
        async with rig.watch() as spectator:
            await spectator.reach("a", 7)
            rig.publish(8, board(laps=1))
            await spectator.reach("a", 8)
            assert spectator.mirror.state == board(laps=1)


async def test_a_process_that_is_killed_is_back_at_the_same_address(tmp_path: Path) -> None:
    async with a_core(tmp_path) as (rig, process):
        killed = process.pid
        assert killed is not None
        async with rig.watch() as spectator:
            await spectator.reach("a", 7)
            os.kill(killed, signal.SIGKILL)
            with pytest.raises(ConnectionClosed):
                await spectator.read()
        rig.publish(8, board(laps=1))
        # No waiting for the new process: the listening socket stays open, so the connection waits.
        async with rig.watch() as again:
            await again.reach("a", 8)
        assert process.pid != killed
        assert process.ready.is_set()


async def test_a_process_that_is_stopped_sends_its_spectators_away(tmp_path: Path) -> None:
    async with a_core(tmp_path) as (rig, process), rig.watch() as spectator:
        await spectator.reach("a", 7)
        await process.stop()
        with pytest.raises(ConnectionClosed):
            await spectator.read()
        assert spectator.connection.close_code == 1012
        assert process.pid is None
        assert not process.ready.is_set()


async def test_a_process_that_hangs_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_module, "STOPPING_S_MAX", 0.1)
    async with a_core(tmp_path) as (_, process):
        hanging = process.pid
        assert hanging is not None
        os.kill(hanging, signal.SIGSTOP)
        await process.stop()
        assert process.pid is None


async def test_a_process_may_bind_the_address_itself(tmp_path: Path) -> None:
    with bind_listener("127.0.0.1:0") as probe:
        port = probe.getsockname()[1]
    rig = Rig(a_publisher(n=7, state=board()), tmp_path, port)
    process = PublicProcess(f"127.0.0.1:{port}", feed=await rig.feed.start())
    await process.start()
    await process.ready.wait()
    async with rig.watch() as spectator:
        await spectator.reach("a", 7)
    await process.stop()
    await rig.feed.stop()


async def test_the_process_ends_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, f"unix:{tmp_path}/none", stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    port = int(await parent.stdout.readline())
    parent.kill()
    await parent.wait()
    await _closed(port)


async def _closed(port: int) -> None:
    """Connect until nobody listens there any more."""
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except ConnectionRefusedError:
            return
        except ConnectionError:  # cut off while it was being accepted
            continue
        writer.close()


async def _run(*arguments: str) -> tuple[int | None, str]:
    """The exit code of the public process and what it says on standard error."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "livetiming.http.public", *arguments, stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    return process.returncode, said.decode()


async def test_a_port_in_use_is_one_line(tmp_path: Path) -> None:
    with bind_listener("127.0.0.1:0") as taken:
        where = f"127.0.0.1:{taken.getsockname()[1]}"
        code, said = await _run(f"--feed=unix:{tmp_path}/none", f"--listen={where}")
    assert (code, said) == (1, f"Error: another program already listens at {where}\n")


async def test_a_feed_that_is_none_is_one_line() -> None:
    code, said = await _run("--feed=carrier-pigeon", "--listen=127.0.0.1:0")
    assert code == 1
    assert said.startswith("Error: the feed's address is unix:PATH or tcp:HOST:PORT")
    assert said.count("\n") == 1
