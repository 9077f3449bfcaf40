"""What the tests of fetching share: a source made for them, a clock that never waits, and one call."""

import importlib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import headwater.sources
from headwater.base.progress import no_progress
from headwater.sources._reading.archive import archived, entries
from headwater.sources._reading.fetching.fetch import fetch_source
from headwater.sources._reading.fetching.manner import Manner
from headwater.sources._reading.fetching.report import FetchReport
from tests.sources._reading.fetch_server import Server, served

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
READ = """
from datetime import date
from headwater.sources._reading.records import Counted, Ignored

def read(raw):
    lines = raw.text().splitlines()
    yield Counted(len(lines))
    for row, line in enumerate(lines, start=1):
        int(line)
        yield Ignored(row, "a remark")
"""
ABOUT = """
title = "Lines"
publisher = "Example County"
licence = "CC0"
terms = "none"
urls = []
holds = "Numbers."
forms = []
files = ["*.txt"]
"""
BODY = "".join(f"{number}\n" for number in range(20_000)).encode()


@dataclass
class Clock:
    """Time that passes only when somebody sleeps."""

    slept: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def sleep(self, seconds: float) -> None:
        """Lets time pass at once."""
        self.slept.append(seconds)
        self.seconds += seconds

    def now(self) -> datetime:
        """The first of March 2024 and what was slept since."""
        return datetime(2024, 3, 1, tzinfo=UTC) + timedelta(seconds=self.seconds)


@dataclass
class World:
    """A case without files, a server, and a source whose addresses are that server's."""

    home: Path
    folder: Path
    server: Server
    clock: Clock
    manner: Manner

    def source(self, *recipes: str) -> None:
        """Writes the source's description with these [[fetch]]."""
        text = "".join(f"\n[[fetch]]\n{recipe}\n" for recipe in recipes)
        (self.folder / "source.toml").write_text(ABOUT + text.replace("SERVER", self.server.url("")), "utf-8")

    def fetch(self, choices: Mapping[str, str] | None = None, **manner: object) -> FetchReport:
        """Fetches with these choices, and this changed in the manner."""
        changed = replace(self.manner, **manner)  # type: ignore[arg-type]
        return fetch_source(self.home, "fetched_here", choices or {}, no_progress, changed)

    def archive(self) -> dict[str, list[bytes]]:
        """What the archive holds: the contents of each name."""
        found: dict[str, list[bytes]] = {}
        for entry in entries(self.home):
            found.setdefault(entry.name, []).append(archived(self.home, entry).bytes())
        return found

    def left(self) -> list[str]:
        """What lies half-done."""
        folder = self.home / "fetched" / "partial"
        return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []

    @property
    def ranges(self) -> list[str]:
        """The part of the file that each request asked for."""
        return [request.headers.get("range", "") for request in self.server.asked]


@pytest.fixture
def world(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    folder = tmp_path / "more" / "fetched_here"
    folder.mkdir(parents=True)
    (folder / "read.py").write_text(READ, "utf-8")
    # Each test's folder is another: Python must not remember the reader of the one before.
    for name in [name for name in sys.modules if name.startswith("headwater.sources.fetched_here")]:
        monkeypatch.delitem(sys.modules, name)
    importlib.invalidate_caches()
    monkeypatch.setattr(headwater.sources, "__path__", [*headwater.sources.__path__, str(folder.parent)])
    for proxy in PROXIES:
        monkeypatch.delenv(proxy, raising=False)
        monkeypatch.delenv(proxy.lower(), raising=False)
    clock = Clock()
    manner = Manner(
        allow_loopback_http=True,
        stall_timeout=2.0,
        clock=lambda: clock.seconds,
        sleep=clock.sleep,
        now=clock.now,
    )
    with served() as server:
        made = World(home, folder, server, clock, manner)
        made.source('name = "lines"\nurl = "SERVER/lines.txt"')
        yield made
