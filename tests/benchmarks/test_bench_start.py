"""What a newcomer waits for: the server's start and the weight of the leaderboard's first view.

`python -m pytest tests/benchmarks -s` prints the figures; nothing here asserts a time.
"""

import asyncio
import re
import sys
import time
from pathlib import Path
from statistics import median

from livetiming.http.public.pages import STATIC
from served import Served

STARTS = 5
WEIGHT_BUDGET_KB = 45
START_BUDGET_S = 1.5


async def test_bench_start_of_an_empty_store(tmp_path: Path) -> None:
    """From the command to the printed address, at which it answers, against the bare interpreter."""

    async def bare() -> float:
        began = time.monotonic()
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", "import asyncio")
        await process.wait()
        return time.monotonic() - began

    async def served(store: Path) -> float:
        server = Served(store, "tcp://127.0.0.1:1", 1.0)
        began = time.monotonic()
        await server.start()
        took_s = time.monotonic() - began
        await server.stop()
        return took_s

    starts = [await served(tmp_path / f"{number}.db") for number in range(STARTS)]
    base = median([await bare() for _ in range(STARTS)])
    print(
        f"\nstart of serve on an empty store: {median(starts):.2f} s (budget {START_BUDGET_S} s), "
        f"{median(starts) / base:.0f} x a bare interpreter ({base * 1000:.0f} ms)"
    )
    assert len(starts) == STARTS


def test_bench_weight_of_the_first_view() -> None:
    """The leaderboard's page with what it loads, compressed as it travels, against uncompressed."""
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    loaded = [STATIC / name for name in re.findall(r'="(?:\./|/)?(assets/[^"]+)"', page)]
    assert loaded
    plain = len(page.encode()) + sum(path.stat().st_size for path in loaded)
    packed = {
        kind: sum(path.with_name(path.name + kind).stat().st_size for path in loaded) / 1000
        for kind in (".gz", ".br")
    }
    print(
        f"\nfirst view: {packed['.br']:.1f} kB brotli, {packed['.gz']:.1f} kB gzip, "
        f"{plain / 1000:.1f} kB plain (budget {WEIGHT_BUDGET_KB} kB)"
    )
