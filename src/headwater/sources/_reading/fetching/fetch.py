"""Fetching a source's official files into a case: download, unpack, add, and note what changed upstream."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from headwater.base.files import hash_file
from headwater.base.progress import Progress
from headwater.sources._reading.archive import entries
from headwater.sources._reading.catalogue import find_source
from headwater.sources._reading.fetching.addresses import check_address
from headwater.sources._reading.fetching.download import Download, Wanted
from headwater.sources._reading.fetching.failures import FetchError
from headwater.sources._reading.fetching.manner import POLITE, Manner, Pace
from headwater.sources._reading.fetching.partial import Partial
from headwater.sources._reading.fetching.recipes import Recipe, chosen
from headwater.sources._reading.fetching.register import Entry, Fetch, entry_key, held, read_entry, write_entry
from headwater.sources._reading.fetching.report import Fetched, FetchReport
from headwater.sources._reading.fetching.unpacking import unpack_gzip, unpack_zip
from headwater.sources._reading.fetching.wire import Wire, connected
from headwater.sources.add import add_files

_PLAIN = frozenset({"", "identity"})
_GZIPPED = frozenset({"gzip", "x-gzip"})
_PAGES = (".htm", ".html")


@dataclass(frozen=True, slots=True)
class _Job:
    """One file to fetch, and where everything of it lies."""

    home: Path
    folder: Path
    source: str
    recipe: Recipe
    url: str
    name: str

    @property
    def key(self) -> str:
        return entry_key(self.source, self.url)

    def wanted(self, known: Fetch | None) -> Wanted:
        is_page = self.name.lower().endswith(_PAGES)
        return Wanted(self.url, known, is_page, _PLAIN | _GZIPPED if self.recipe.kind == "gzip" else _PLAIN)

    def entry(self) -> Entry:
        found = read_entry(self.home, self.source, self.url)
        return found or Entry(self.source, self.recipe.name, self.url)

    def known(self) -> Fetch | None:
        """The newest version, if the archive still holds every file of it."""
        newest = self.entry().newest
        there = {entry.sha256 for entry in entries(self.home) if entry.source == self.source}
        return newest if newest and there.issuperset(newest.members.values()) else None


def fetch_source(
    home: Path, source_name: str, choices: Mapping[str, str], progress: Progress, manner: Manner = POLITE
) -> FetchReport:
    """Fetches a source's official files and adds them to the archive, file by file.

    Args:
        home: the folder of the case's archive.
        source_name: the source.
        choices: values for the placeholders of the source's addresses, and ``only`` for the names of the files.
        progress: told the kilobytes of each file.
        manner: limits, waiting and clock.

    Raises:
        SourceError: if there is nothing to fetch for these choices, or another fetch of this case is running.
        FetchError: naming the url and what happened; files that were complete before stay added.
        InputError: if the source's reader refuses a file; nothing of it is added.
    """
    source = find_source(source_name)
    filled = [(recipe, *recipe.filled(choices)) for recipe in chosen(source.name, source.fetches, choices)]
    for _, url, _ in filled:
        check_address(url, manner.allow_loopback_http)
    pace = Pace(manner)
    done = []
    with held(home) as folder, connected(manner) as client:
        for recipe, url, name in filled:
            job = _Job(home, folder, source.name, recipe, url, name)
            wire = Wire(manner, pace, recipe.hosts, client)
            try:
                done.append(_fetch(job, wire, manner, progress))
            except OSError as error:
                where = f"{error.filename}: " if error.filename else ""
                raise FetchError(url, f"cannot be kept here ({where}{error.strerror or error})") from error
    return FetchReport(source.name, tuple(done))


def _fetch(job: _Job, wire: Wire, manner: Manner, progress: Progress) -> Fetched:
    partial = Partial(job.folder / "partial", job.key, job.url)
    known = job.known()
    went = Download(job.wanted(known), partial, manner, _kilobytes(job.name, progress)).run(wire)
    if went.is_unchanged and known:
        return _unchanged(job, replace(known, checked_at=_now(manner)))
    sha256 = hash_file(partial.path)
    now, version = _now(manner), partial.version
    got = Fetch(sha256, partial.size, version.etag, version.last_modified, version.is_stated, now, now, {})
    if known and known.sha256 == sha256:
        # Servers change their marks without changing the file: no new version, but new marks to ask with.
        partial.drop()
        return _unchanged(job, replace(got, fetched_at=known.fetched_at, members=known.members))
    with _unpacked(job, partial, manner) as (folder, left_out):
        added = add_files(job.home, [folder], job.source)
    entry = job.entry()
    got = replace(got, members={one.name: one.sha256 for one in added.files})
    write_entry(job.home, replace(entry, fetches=(*entry.fetches, got)))
    partial.drop()
    return Fetched(job.name, job.url, got, entry.newest, added, left_out, went.resumed_from)


def _unchanged(job: _Job, fetch: Fetch) -> Fetched:
    entry = job.entry()
    write_entry(job.home, replace(entry, fetches=(*entry.fetches[:-1], fetch)))
    return Fetched(job.name, job.url, fetch, fetch)


@contextmanager
def _unpacked(job: _Job, partial: Partial, manner: Manner) -> Iterator[tuple[Path, int]]:
    """A folder with the files to add, and how many members the recipe leaves out; the folder goes in the end."""
    folder = partial.path.with_suffix(".files")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        try:
            left_out = _unpack(job, partial.path, folder, manner)
        except FetchError:
            # Bytes that cannot be unpacked may have been spoiled on their way: the next run must not build on them.
            partial.drop()
            raise
        yield folder, left_out
    finally:
        shutil.rmtree(folder)


def _unpack(job: _Job, path: Path, folder: Path, manner: Manner) -> int:
    if job.recipe.kind == "zip":
        out = folder / Path(job.name).stem
        return unpack_zip(job.url, path, out, (job.recipe.member, manner.limits))
    if job.recipe.kind == "gzip":
        unpack_gzip(job.url, path, folder / job.name.removesuffix(".gz"), manner.limits)
    else:
        (folder / job.name).symlink_to(path.resolve())
    return 0


def _kilobytes(name: str, progress: Progress) -> Callable[[int, int], None]:
    def report(done: int, total: int) -> None:
        progress(f"{name}, kB", done // 1000, max(total, done) // 1000)

    return report


def _now(manner: Manner) -> str:
    return manner.now().strftime("%Y-%m-%dT%H:%M:%SZ")
