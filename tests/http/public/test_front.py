"""The door in front of everything: full, and lingering."""

import asyncio
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from livetiming.http.public import front
from livetiming.http.public.limits import Limits
from support.public_rig import Rig, public_rig


async def ask(rig: Rig, request: bytes = b"") -> bytes:
    """All that the server answers to these bytes before it closes the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", rig.port)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    return answer


async def test_a_full_house_says_so_and_has_a_place_again_when_somebody_leaves(tmp_path: Path) -> None:
    async with public_rig(tmp_path, limits=Limits(per_address_max=1)) as rig:
        async with rig.watch() as spectator:
            await spectator.read()
            with pytest.raises(InvalidStatus, match="503"):
                async with rig.watch():
                    pass
        async with rig.http() as browser:
            while (answer := await browser.get("/healthz")).status_code == 503:
                assert answer.headers["retry-after"] == "10"
        assert answer.json()["spectators"] == 0


async def test_places_are_counted_right_over_many_comings_and_goings(tmp_path: Path) -> None:
    async with public_rig(tmp_path, limits=Limits(connections_max=2)) as rig:
        for _ in range(5):
            async with rig.watch() as spectator:
                await spectator.read()
            async with rig.http() as browser:
                while (await browser.get("/healthz")).status_code == 503:
                    pass


async def test_a_connection_that_never_asks_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "LINGER_S_MAX", 0.05)
    async with public_rig(tmp_path) as rig:
        assert await ask(rig) == b""
        assert await ask(rig, b"GET / HTTP/1.1\r\nHost: lt\r\n") == b""


async def test_a_spectator_may_linger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "LINGER_S_MAX", 0.05)
    async with public_rig(tmp_path) as rig, rig.watch() as spectator:
        assert await ask(rig) == b""
        await spectator.read()
        await spectator.read()


async def test_headers_without_end_are_refused(tmp_path: Path) -> None:
    async with public_rig(tmp_path) as rig:
        answer = await ask(rig, b"GET / HTTP/1.1\r\nX: " + b"x" * 2 * front.HEADERS_BYTES_MAX)
    assert answer.startswith(b"HTTP/1.1 400 ")


async def test_what_is_no_http_is_refused(tmp_path: Path) -> None:
    async with public_rig(tmp_path) as rig:
        assert (await ask(rig, b"\x8e\x02\x33\x00\r\n\r\n")).startswith(b"HTTP/1.1 400 ")


async def test_a_command_is_refused_over_the_wire(tmp_path: Path) -> None:
    async with public_rig(tmp_path) as rig, rig.http() as browser:
        answer = await browser.post("/api/state", json={"type": "start_session"})
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


async def test_the_same_state_is_served_to_who_asks_and_who_watches(tmp_path: Path) -> None:
    async with public_rig(tmp_path) as rig, rig.watch() as spectator, rig.http() as browser:
        await spectator.reach("a", 0)
        document = (await browser.get("/api/state")).json()
    assert (document["stream"], document["n"]) == ("a", 0)
