"""The seeds that the campaigns of simulated races are run with."""

import pytest


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each test that asks for a seed as many as the command line says; its name in the report has
    the seed, and ``--first-seed N --seeds 1`` runs that one again."""
    if "seed" in metafunc.fixturenames:
        first: int = metafunc.config.getoption("--first-seed")
        count: int = metafunc.config.getoption("--seeds")
        metafunc.parametrize("seed", range(first, first + count), ids=lambda seed: f"seed{seed}")
