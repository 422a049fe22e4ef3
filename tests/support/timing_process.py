"""A timing core alone in a process, for a test to kill: ``python timing_process.py STORE``.

It hears passings from where its store ends, one after the other, asks for a command now and then, and
prints what has been acknowledged: ``n`` and the number of the last passing saved after each commit,
``key`` for each command answered.
"""

import asyncio
import sys
from pathlib import Path

from livetiming.commands import Accepted, DefineClass, Envelope, OpenMeeting
from livetiming.engine import Engine
from livetiming.ingest.signal import PassingArrived
from livetiming.journal.sqlite import open_store
from livetiming.system_clock import SystemClock
from livetiming_decoders.events import Passing
from support.day import LOOP, TOWER


async def main(store: Path) -> None:
    journal = await open_store(store)
    clock = SystemClock()
    engine = Engine(journal, clock, "test", lambda: say(f"n {engine.evidence.n} {heard(engine)}"))
    await engine.start()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(engine.run())
        await ask(engine, f"meeting-{engine.evidence.n}")
        for number in range(heard(engine) + 1, 1_000_000):
            passing = Passing(
                number=number, transponder=1000 + number % 60, decoder_time_us=number * 10_000_000
            )
            engine.hear(PassingArrived(LOOP, clock.server_us(), passing))
            if number % 7 == 0:
                await asyncio.sleep(0)
            if number % 20 == 0:
                await ask(engine, f"class-{number}")


def heard(engine: Engine) -> int:
    """The number of the last passing in the evidence."""
    return engine.evidence.heard_count


async def ask(engine: Engine, key: str) -> None:
    command = (
        OpenMeeting(meeting=key, name="Club day", date="2026-05-17")
        if key.startswith("meeting")
        else DefineClass(class_id=key, name=key, min_lap_us=1)
    )
    answer = await engine.submit(Envelope(key=key, by=TOWER, command=command))
    if isinstance(answer, Accepted):
        say(f"key {key} {answer.n}")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
