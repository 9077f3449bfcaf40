"""How fast a site is written, served and searched whose file is as large as that of a case of many payments."""

import gzip
import http.client
import random
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time, sleep

from bench.row import Row
from bench.sites import FEW, write_site
from headwater.publish import addresses
from headwater.publish.search_index import pairs_of, shard_of, words_of
from headwater.publish.site import content, page_files
from headwater.publish.site_db import FILE_NAME, FOLDER, SiteDb
from headwater.publish.static import make_folders, write_files
from headwater.publish.written import PAGES_MARK

READERS, REQUESTS, MOST_PAGES, MOST_WRITTEN = 16, 1_600, 60, 600
LIMIT_SECONDS, LIMIT_BYTES, LIMIT_PAGES = 0.025, 150_000, 300
_SERVE = "import sys; from pathlib import Path; from headwater.publish.server import serve; "
_SERVE += "serve(Path(sys.argv[1]), int(sys.argv[2]))"
_WRITE = "import sys; from pathlib import Path; from bench.serving import write_share; "
_WRITE += "write_share(Path(sys.argv[1]), int(sys.argv[2]))"
WRITERS = 2
"""Processes that `publish` writes with on two cores."""


def site_of_many_payments(payments: int) -> tuple[Row, ...]:
    """Writes a sample of each page kind, serves it to readers at once, weighs pages, and searches."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        write_site(home, payments)
        with SiteDb(home / FILE_NAME) as db:
            sample = _sample(db)
            rows = [_written(db, sample, home / FOLDER, payments), *_weighed(db, sample, payments)]
        with _served(home) as port:
            rows += [_read(port, kind, pages, payments) for kind, pages in sample.items()]
        return tuple(rows)


def site_of_many_pages(payments: int) -> tuple[Row, ...]:
    """Writes pages of a site on which each of very many has few payments, and searches it."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        write_site(home, payments, FEW)
        with SiteDb(home / FILE_NAME) as db:
            return (_written(db, _sample(db), home / FOLDER, payments), _searched(db, payments))


def _sample(db: SiteDb) -> dict[str, list[str]]:
    """Pages of every kind, drawn by lot where there are very many."""
    found: dict[str, list[str]] = {}
    # the page of first questions is words alone, as that of methods is: one of the two is enough
    for row in db.rows("SELECT kind, address FROM site_pages WHERE kind <> 'questions' ORDER BY rowid"):
        found.setdefault(row["kind"], []).append(row["address"])
    lot = random.Random(1)
    return {kind: lot.sample(pages, min(len(pages), MOST_PAGES)) for kind, pages in found.items()}


def _written(db: SiteDb, sample: dict[str, list[str]], folder: Path, payments: int) -> Row:
    """Writes pages drawn by lot from all of the site, each with its data, and those to be read.

    Once by this process, for what a page costs of a core, and once by two, as `publish` writes a site of many pages.
    """
    every = page_files(db)
    drawn = _drawn(every)
    read = [
        [one] if one.startswith("dossiers/") else [one, addresses.data_of(one)]
        for pages in sample.values()
        for one in pages
    ]
    make_folders([*drawn, *read], folder)
    (folder / PAGES_MARK).write_text(db.case["pages"], "utf-8")
    write_files(db, read, folder)
    cores = process_time()
    write_files(db, drawn, folder)
    cores = process_time() - cores
    pages = sum(address.endswith(".html") for group in drawn for address in group)
    seconds = _beside(folder.parent)
    took = f"{pages:,} of {sum(map(len, every)):,} in {seconds:.1f} s"
    said = f"{pages / seconds:,.0f} pages a second by {WRITERS} writers, {pages / cores:,.0f} of a core ({took})"
    return Row(
        "pages written, with their data", said, f"{LIMIT_PAGES} a second", pages / seconds / LIMIT_PAGES, payments
    )


def _drawn(every: list[list[str]]) -> list[list[str]]:
    return random.Random(3).sample(every, min(len(every), MOST_WRITTEN))


def _beside(home: Path) -> float:
    """Seconds from when the first of the writers begins to when the last has written its share of the drawn pages."""
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITE, str(home), str(part)], stdout=subprocess.PIPE)
        for part in range(WRITERS)
    ]
    spans = [[float(one) for one in writer.communicate()[0].split()] for writer in writers]
    return max(span[1] for span in spans) - min(span[0] for span in spans)


def write_share(home: Path, part: int) -> None:
    """Writes one writer's share of the drawn pages, and prints when it began and ended."""
    with SiteDb(home / FILE_NAME) as db:
        share = _drawn(page_files(db))[part::WRITERS]
        begin = perf_counter()
        write_files(db, share, home / FOLDER)
        print(begin, perf_counter())


def _weighed(db: SiteDb, sample: dict[str, list[str]], payments: int) -> Iterator[Row]:
    """The heaviest page with the style sheet and the script, compressed; and a search."""
    own = sum(_weight(db, name) for name in (addresses.STYLE, addresses.SCRIPT))
    heaviest = max(_weight(db, one) for pages in sample.values() for one in pages) + own
    said = f"{heaviest / 1000:.1f} kB, all it needs among them"
    yield Row("weight of the heaviest page", said, f"{LIMIT_BYTES // 1000} kB", LIMIT_BYTES / heaviest, payments)
    yield _searched(db, payments)


def _searched(db: SiteDb, payments: int) -> Row:
    """What a search for a whole name loads, compressed."""
    name = db.rows("SELECT name FROM entities ORDER BY entity_id DESC LIMIT 1")[0]["name"]
    files = {row["name"]: row["body"] for row in db.rows("SELECT name, body FROM site_search")}
    shards = sum(one.startswith("w") for one in files)
    asked = {f"w{shard_of(pair, shards)}.js" for word in words_of(name) for pair in pairs_of(word)}
    loaded = sum(len(gzip.compress(files[one].encode())) for one in (*asked, "index.js"))
    said = f"{loaded / 1000:.1f} kB in {len(asked) + 1} files of {len(files):,}"
    return Row("a search for a whole name", said, f"{LIMIT_BYTES // 1000} kB", LIMIT_BYTES / loaded, payments)


def _weight(db: SiteDb, address: str) -> int:
    found = content(db, address)
    return len(gzip.compress(found.body)) if found else 0


@contextmanager
def _served(home: Path) -> Iterator[int]:
    """The site served by a process of its own, as `headwater serve` does."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-c", _SERVE, str(home), str(port)])
    try:
        for _ in range(200):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()


def _read(port: int, kind: str, pages: Sequence[str], payments: int) -> Row:
    """The hundredth slowest answer of readers who ask for pages of one kind, each as soon as it has the last."""
    lot = random.Random(2)
    parts = [[lot.choice(pages) for _ in range(REQUESTS // READERS)] for _ in range(READERS)]
    begin = perf_counter()
    with ThreadPoolExecutor(READERS) as readers:
        seconds = sorted(one for part in readers.map(lambda part: _reader(port, part), parts) for one in part)
    rate = len(seconds) / (perf_counter() - begin)
    slow = seconds[len(seconds) * 99 // 100]
    said = f"p99 {1000 * slow:.1f} ms, median {1000 * seconds[len(seconds) // 2]:.1f} ms, {rate:,.0f} a second"
    what = f"{READERS} readers of kind {kind}"
    return Row(what, said, f"p99 {1000 * LIMIT_SECONDS:.0f} ms", LIMIT_SECONDS / slow, payments)


def _reader(port: int, pages: Sequence[str]) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    found = []
    for page in pages:
        begin = perf_counter()
        connection.request("GET", f"/{page}")
        answer = connection.getresponse()
        answer.read()
        found.append(perf_counter() - begin)
        if answer.status != 200:
            raise ValueError(f"{page}: {answer.status}")
    connection.close()
    return found
