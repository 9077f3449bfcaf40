"""The table of lines in part files: a large file's lines stay as they were read, small files' lines stand together."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from headwater.base.parts import PartWriter, stretches
from headwater.sources._tables.lines import LINES

SMALL = 1 << 16
"""A file with fewer lines than this is small."""

TOGETHER = 1 << 18
"""So many lines of small files stand together, more or less."""


class Lines(NamedTuple):
    """Lines in a part file, which may have others, too: the place of the first, and how many rows there are."""

    path: Path
    first: int
    rows: int


class FileLines(NamedTuple):
    """One raw file's lines."""

    file_sha256: str
    lines: Lines


def line_parts(files: Sequence[FileLines], place: Callable[[], Path]) -> ds.FileSystemDataset:
    """The part files of the table of lines; which they are follows from the files alone, in whatever order they come.

    Small files stand together with those whose hash begins alike, so that one more of them makes few lines be
    written again.

    Args:
        files: each file's lines, in the order of their rows; where a file stands twice, its pieces in their order.
        place: gives the path of a new file, for lines that stand together.
    """
    large = [file.lines.path for file in files if file.lines.rows >= SMALL]
    few = (file for file in files if file.lines.rows < SMALL)
    small = sorted(few, key=lambda file: file.file_sha256)
    digits = 0
    while sum(file.lines.rows for file in small) > TOGETHER * 16**digits:
        digits += 1
    groups: dict[str, list[Lines]] = {}
    for file in small:
        groups.setdefault(file.file_sha256[:digits], []).append(file.lines)
    merged = [_written(group, place()) for group in groups.values()]
    paths = [*large, *merged] if files else [_written([], place())]
    return ds.dataset([str(path) for path in paths], schema=LINES.schema, format="parquet")


def _written(parts: Sequence[Lines], path: Path) -> Path:
    with PartWriter(path, LINES.schema) as out:
        for stretch in stretches(_batches(parts)):
            # Equal bytes come of equal pieces, and where a file lies among others must make no difference.
            out.write(stretch.cast(LINES.schema).combine_chunks())
    return path


def _batches(parts: Sequence[Lines]) -> Iterator[pa.RecordBatch]:
    """The lines of these parts, part after part; a file stays in memory as long as another part is in it."""
    to_come = Counter(part.path for part in parts)
    tables: dict[Path, pa.Table] = {}
    for part in parts:
        if part.path not in tables:
            tables[part.path] = pq.read_table(part.path, schema=LINES.schema)
        yield from tables[part.path].slice(part.first, part.rows).to_batches()
        to_come[part.path] -= 1
        if not to_come[part.path]:
            del tables[part.path]
