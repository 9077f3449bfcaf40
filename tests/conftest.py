"""What all tests share: where the real records lie, and that nothing skips where nothing may."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "data"
MAY_NOT_SKIP = os.environ.get("HEADWATER_TESTS_MAY_NOT_SKIP") == "1"

# A run says the same of the same code wherever it is made; `make fuzz` searches where none has been.
settings.register_profile("repeatable", derandomize=True)
settings.register_profile("fuzz", max_examples=2_000)
settings.load_profile(os.environ.get("HEADWATER_TESTS_PROFILE", "repeatable"))


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of real records; the test skips where it is missing."""
    if not REAL.is_dir():
        pytest.skip(f"the real records are not here ({REAL.name} beside the project)")
    return REAL


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Turns a skip into a failure where everything that a test needs is there."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    needs_real = item.get_closest_marker("real") is not None
    if MAY_NOT_SKIP and report.skipped and (REAL.is_dir() or not needs_real):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may skip: {report.longrepr}"
