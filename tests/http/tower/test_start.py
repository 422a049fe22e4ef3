"""`livetiming serve` says where officials come in, and lets the first of them make an account there."""

import asyncio
import re
import signal
import sys
from pathlib import Path

import httpx

_TOWER = re.compile(rb"Tower: (http://localhost:(\d+)/(?:#setup=(\S+))?)\s")


async def served(store: Path) -> tuple[asyncio.subprocess.Process, int, str | None]:
    """A server over a store; its officials' port, and the setup code if there is one."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "livetiming", "serve", "--store", str(store)),
        *("--public", "127.0.0.1:0", "--tower", "127.0.0.1:0"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    async for line in process.stdout:
        found = _TOWER.search(line)
        if found:
            return process, int(found[2]), None if found[3] is None else found[3].decode()
    raise AssertionError(f"the server ended with code {await process.wait()}")


async def stopped(process: asyncio.subprocess.Process) -> None:
    process.send_signal(signal.SIGINT)
    await process.communicate()
    assert process.returncode == 0


async def test_the_first_start_makes_the_first_account_and_the_next_one_knows_it(tmp_path: Path) -> None:
    store = tmp_path / "day.store"
    ada = {"name": "Ada", "password": "a long one"}
    process, port, code = await served(store)
    base = f"http://localhost:{port}"
    async with httpx.AsyncClient(base_url=base, headers={"origin": base}, trust_env=False) as browser:
        assert (await browser.post("/api/setup", json=ada | {"code": code})).status_code == 200
        state = (await browser.get("/api/tower")).json()["state"]
        assert state["board"]["session"]["name"] == "Open practice"
    await stopped(process)
    process, port, code = await served(store)
    assert code is None
    base = f"http://localhost:{port}"
    async with httpx.AsyncClient(base_url=base, headers={"origin": base}, trust_env=False) as browser:
        assert (await browser.post("/api/login", json=ada)).json()["role"] == "administrator"
    await stopped(process)
