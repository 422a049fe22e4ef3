"""What every test may ask for."""

from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no defect: how long an example takes is never a reason to fail.
settings.register_profile("livetiming", deadline=None, print_blob=True)
settings.load_profile("livetiming")

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of this project's tests."""
    parser.addoption("--fuzz-bytes", type=int, default=300_000, help="rubbish for each decoder protocol")
    parser.addoption("--fuzz-seed", type=int, default=1, help="which rubbish")
    parser.addoption("--seeds", type=int, default=25, help="simulated races over a line with faults")
    parser.addoption("--first-seed", type=int, default=1, help="the seed of the first of them")
    parser.addoption("--sessions", type=int, default=300, help="random sessions told to engine and oracle")
    parser.addoption("--races", type=int, default=20, help="simulated races with scorers at the line")
    parser.addoption(
        "--passings", type=int, default=30_000, help="how long the race of the core benchmark is"
    )
    parser.addoption("--spectators", type=int, default=500, help="the crowd of the fan-out benchmark")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder `shared` beside the checkout, with captures of real decoders; skips where it is not."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no folder `shared` beside the checkout")
    return folder
