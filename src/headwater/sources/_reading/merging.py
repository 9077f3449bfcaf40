"""The table of lines in part files: a large file's lines stay as they were read, small files' lines stand together."""

from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from headwater.base.parts import PartFile, PartWriter, stretches
from headwater.sources._tables.lines import LINES

SMALL = 1 << 16
"""A file with fewer lines than this is small."""

TOGETHER = 1 << 18
"""So many lines of small files stand together, more or less."""


class FileLines(NamedTuple):
    """One raw file's lines."""

    file_sha256: str
    part: PartFile


def line_parts(files: Sequence[FileLines], place: Callable[[], Path]) -> ds.FileSystemDataset:
    """The part files of the table of lines; which they are follows from the files alone, in whatever order they come.

    Small files stand together with those whose hash begins alike, so that one more of them makes few lines be
    written again.

    Args:
        files: each file's lines, in the order of their rows.
        place: gives the path of a new file, for lines that stand together.
    """
    large = [file.part.path for file in files if file.part.rows >= SMALL]
    few = (file for file in files if file.part.rows < SMALL)
    small = sorted(few, key=lambda file: (file.file_sha256, file.part.sha256))
    digits = 0
    while sum(file.part.rows for file in small) > TOGETHER * 16**digits:
        digits += 1
    groups: dict[str, list[FileLines]] = {}
    for file in small:
        groups.setdefault(file.file_sha256[:digits], []).append(file)
    merged = [_written([file.part for file in group], place()) for group in groups.values()]
    paths = [*large, *merged] if files else [_written([], place())]
    return ds.dataset([str(path) for path in paths], schema=LINES.schema, format="parquet")


def _written(parts: Sequence[PartFile], path: Path) -> Path:
    rows = chain.from_iterable(_batches(part) for part in parts)
    with PartWriter(path, LINES.schema) as out:
        for stretch in stretches(rows):
            out.write(stretch.cast(LINES.schema))
    return path


def _batches(part: PartFile) -> list[pa.RecordBatch]:
    return list(pq.read_table(part.path, schema=LINES.schema).to_batches())
