"""The officials' server: TLS where it is wanted, and an orderly end."""

import asyncio
import shutil
import subprocess
from pathlib import Path

import pytest

from livetiming.errors import LivetimingError
from livetiming.http.tower.settings import TowerSettings
from livetiming.officials.roles import Role
from support.tower_rig import tower_rig


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate that this machine gave itself, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    names = ("-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1")
    making = (openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names)
    files = ("-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem"))
    subprocess.run([*making, *files], check=True, capture_output=True)
    return folder / "certificate.pem", folder / "key.pem"


async def test_over_tls_the_cookie_never_travels_without(
    tmp_path: Path, certificate: tuple[Path, Path]
) -> None:
    settings = TowerSettings(certificate=certificate[0], key=certificate[1], pages=tmp_path / "none")
    settings.check()
    async with tower_rig(tmp_path / "day.store", settings=settings) as rig, rig.browser() as browser:
        assert rig.origin.startswith("https:")
        first = {"code": rig.officials.setup_code, "name": "Ada", "password": "a long one"}
        answer = await browser.post("/api/setup", json=first)
        assert answer.status_code == 200
        assert "; secure" in answer.headers["set-cookie"].lower()
        assert (await browser.get("/api/me")).status_code == 200
        plain = {"origin": rig.origin.replace("https", "http")}
        assert (await browser.post("/api/logout", headers=plain)).status_code == 403


@pytest.mark.parametrize(
    "files", [("key", "key"), ("certificate", "other"), ("nothing", "key"), (None, "key")]
)
def test_tls_that_cannot_work_is_told_before_anything_is_started(
    tmp_path: Path, certificate: tuple[Path, Path], files: tuple[str | None, str]
) -> None:
    own = {"certificate": certificate[0], "key": certificate[1], "other": tmp_path / "other"}
    (tmp_path / "other").write_text("no key")
    first = None if files[0] is None else own.get(files[0], tmp_path / "nothing")
    with pytest.raises(LivetimingError, match="TLS"):
        TowerSettings(certificate=first, key=own[files[1]]).check()


async def test_the_end_of_the_server_ends_the_pages_streams(tmp_path: Path) -> None:
    async with tower_rig(tmp_path / "day.store") as rig:
        entered = await rig.let_in(Role.DIRECTOR)
        page = rig.page(entered)
        open_page = await page.__aenter__()
        await open_page.snapshot()
    await open_page.connection.wait_closed()
    assert open_page.connection.close_code in {1001, 1012}
    await page.__aexit__(None, None, None)


async def test_a_login_outlives_a_restart_of_the_server(tmp_path: Path) -> None:
    async with tower_rig(tmp_path / "day.store") as rig:
        entered = await rig.let_in(Role.DIRECTOR)
    async with tower_rig(tmp_path / "day.store") as rig, rig.browser(entered) as browser:
        assert (await browser.get("/api/me")).json()["role"] == "director"


async def test_answers_come_while_the_engine_works(tmp_path: Path) -> None:
    async with tower_rig(tmp_path / "day.store") as rig, rig.browser(Role.OPERATOR) as browser:
        await rig.meeting("7")
        answers = await asyncio.gather(
            *(browser.get("/api/tower") for _ in range(20)), rig.hear({"7": [1, 40]})
        )
        assert {answer.status_code for answer in answers[:-1] if answer is not None} == {200}
