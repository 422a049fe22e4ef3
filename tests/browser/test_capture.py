"""Bytes of a real decoder, replayed to the painted board."""

import asyncio
from itertools import pairwise
from pathlib import Path

from playwright.async_api import Page

from livetiming.app import Settings, running
from livetiming.scoring.competitors import DEFAULT_MIN_LAP_US
from livetiming.system_clock import SystemClock
from livetiming_decoders import capture
from livetiming_decoders.events import Passing
from livetiming_decoders.protocols import PROTOCOLS
from livetiming_simulators import DecoderServer, RealTimePace, RecordedDecoder, Station
from livetiming_simulators.pace import wait_until
from painted import lap_text, painted_rows, until_painted
from raceday import last_n, until

SPEED = 250.0


def laps_of(data: bytes) -> dict[str, list[int]]:
    """The lap times of each transponder in a capture, counted apart from the server."""
    reader = PROTOCOLS["p3"].reader()
    reader.receive_data(capture.load(data))
    times: dict[str, list[int]] = {}
    for event in reader.events():
        if isinstance(event, Passing):
            own = times.setdefault(f"t{event.transponder}", [])
            if not own or event.decoder_time_us - own[-1] >= DEFAULT_MIN_LAP_US:
                own.append(event.decoder_time_us)
    return {row: [b - a for a, b in pairwise(own)] for row, own in times.items()}


async def test_capture_of_a_real_decoder_is_painted_without_any_set_up(
    page: Page, tmp_path: Path, shared_dir: Path
) -> None:
    """An empty store gives every transponder of the recording its laps, best lap first."""
    data = (shared_dir / "captures" / "p3_amb-rc_2019_short.hex").read_bytes()
    recording = RecordedDecoder(data)
    pace = RealTimePace(speed=SPEED)
    decoder = DecoderServer(Station(recording), "tcp://127.0.0.1:0", pace)
    settings = Settings(store=tmp_path / "store.db", decoders=(await decoder.start(),), public="127.0.0.1:0")
    async with running(settings, SystemClock(rate=SPEED)) as app:
        await app.public_ready.wait()
        await page.goto(f"http://tower.track:{app.public_port}/")
        serving = asyncio.create_task(decoder.run())
        await decoder.client_came.wait()
        pace.start()
        await wait_until(pace, recording.duration_us)
        decoder.catch_up()
        await until(app, lambda: app.engine.evidence.heard_count == recording.passing_count)
        await until_painted(page, last_n(app))
        rows = await painted_rows(page)
        serving.cancel()
    await decoder.stop()
    truth = laps_of(data)
    ranked = sorted((laps for laps in truth.items() if laps[1]), key=lambda laps: min(laps[1]))
    assert [(row.row, row.laps, row.best) for row in rows if row.best] == [
        (row, str(len(laps)), lap_text(min(laps))) for row, laps in ranked
    ]
    assert {row.row for row in rows} == truth.keys()
