"""The invented site, built once: its SQLite file, its pages as files, and a connection to the public views."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from ibis.backends.duckdb import Backend
from playwright.sync_api import Browser, sync_playwright

from headwater.base.case import Case
from headwater.base.views import open_public
from headwater.base.warehouse import Warehouse
from headwater.publish.server import make_app
from headwater.publish.site import page_addresses
from headwater.publish.site_db import FILE_NAME, SiteDb
from headwater.publish.stage import publish_site
from tests.publish import world
from tests.publish.serving import serving

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Site:
    """A published site."""

    home: Path
    folder: Path
    case: Case
    db: SiteDb

    @property
    def pages(self) -> list[str]:
        """The addresses of all pages."""
        return list(page_addresses(self.db))

    @property
    def one_of_each_kind(self) -> list[str]:
        """The address of the first page of every kind."""
        rows = self.db.rows("SELECT address FROM site_pages GROUP BY kind HAVING rowid = min(rowid) ORDER BY rowid")
        return [row["address"] for row in rows]

    def text(self, address: str) -> str:
        """A page as written."""
        return (self.folder / address).read_text("utf-8")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("publish") / "home"
    home.mkdir()
    case = world.build(home)
    report = publish_site(home, case, threads=1)
    with SiteDb(home / FILE_NAME) as db:
        yield Site(home, report.folder, case, db)


@pytest.fixture(scope="session")
def public(site: Site) -> Iterator[Backend]:
    connection = open_public(Warehouse(site.home), 1)
    yield connection
    connection.disconnect()


@pytest.fixture(scope="session")
def served(site: Site) -> Iterator[int]:
    """The port on which the site is served."""
    with serving(make_app(site.home)) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not here")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield found
        found.close()
