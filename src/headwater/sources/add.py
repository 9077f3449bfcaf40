"""Adding raw files to a case: all are read completely before any is archived."""

import contextlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from headwater.sources._reading.archive import add, has, walk
from headwater.sources._reading.catalogue import find_source
from headwater.sources._reading.kept import Job, Pack, begin, in_packs, keep, reading_code
from headwater.sources._reading.parsed import Counts


@dataclass(frozen=True, slots=True)
class Added:
    """One file that was given: what became of its rows, and whether it was new to the archive."""

    name: str
    sha256: str
    counts: Counts
    is_new: bool
    expected_rows: int | None

    @property
    def text(self) -> str:
        """The report in words: one line."""
        counts = self.counts
        said = f"{self.name}: {counts.kept:,} rows kept, {counts.ignored:,} ignored, {counts.rejected:,} rejected"
        if self.expected_rows is not None and self.expected_rows != counts.read:
            said += f" (the publisher's file has {self.expected_rows:,} rows, this one {counts.read:,})"
        return said if self.is_new else f"{said}; already in the archive, nothing changed"


@dataclass(frozen=True, slots=True)
class AddReport:
    """What `headwater add` did."""

    source: str
    files: tuple[Added, ...]

    @property
    def text(self) -> str:
        """The report in words: one line for each file."""
        return "\n".join(added.text for added in self.files)


def add_files(home: Path, paths: Sequence[Path], source: str) -> AddReport:
    """Reads files with a source's reader, and only if all of them can be read puts them into the archive.

    Args:
        home: the folder of the case's archive.
        paths: files and folders; a folder is walked in sorted order.
        source: the source's name.

    Raises:
        SourceError: if there is no such source.
        InputError: if a file cannot be read; nothing is changed then.
    """
    found = find_source(source)
    files = walk(paths)
    for raw in files:
        found.check_name(raw)
    code = reading_code(found)
    jobs = [Job(raw, found, code) for raw in files]
    # What the archive has stands in a pack already, and can stand in no other for long.
    alone = {raw.sha256 for raw in files if has(home, raw.sha256, source)}
    packs: list[Pack] = []
    try:
        for together in in_packs(jobs, alone):
            packs += begin(home, together)
        is_new = add(home, files, found.name)
        for pack in packs:
            keep(home, pack)
    finally:
        _remove([pack.folder for pack in packs], home)
    read = {key: one.counts for pack in packs for key, one in pack.readings.items()}
    return AddReport(
        found.name,
        tuple(
            Added(job.raw.name, job.raw.sha256, read[job.key], new, found.expected_rows(job.raw.name))
            for job, new in zip(jobs, is_new, strict=True)
        ),
    )


def _remove(parts: Sequence[Path], home: Path) -> None:
    """Removes what was read and not kept, and the folders that were made for it alone."""
    for folder in parts:
        shutil.rmtree(folder, ignore_errors=True)
    for folder in (home / "parsed", home):
        with contextlib.suppress(OSError):
            folder.rmdir()
