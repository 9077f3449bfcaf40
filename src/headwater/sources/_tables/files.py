"""The raw files of the case (`source_files`), and why rows of them were left out by name (`left_out`)."""

from dataclasses import dataclass
from typing import Annotated

from headwater.base.table import table


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One raw file of the case's archive, or one file of facts that the case ships."""

    source: Annotated[str, "The source that reads it"]
    file_sha256: Annotated[str, "Hash of the file"]
    file_name: Annotated[str, "Name of the file"]
    bytes: Annotated[int, "Size, bytes"]
    rows_read: Annotated[int, "Rows in the file"]
    rows_kept: Annotated[int, "Rows that became records"]
    rows_ignored: Annotated[int, "Rows left out by name, such as a page with no money on it"]
    rows_rejected: Annotated[int, "Rows that could not be read"]
    expected_rows: Annotated[int | None, "Rows that source.toml expects of such a file; null if it says nothing"]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The rows of one raw file that its reader left out by name for one reason: they hold no money of their own."""

    source: Annotated[str, "The source that reads the file"]
    file_sha256: Annotated[str, "Hash of the file"]
    file_name: Annotated[str, "Name of the file"]
    reason: Annotated[str, "Why they were left out"]
    row_count: Annotated[int, "How many rows"]


LEFT_OUT = table("left_out", LeftOut, key=("file_sha256", "source", "reason"))
FILES = table("source_files", SourceFile, key=("file_sha256", "source"))
