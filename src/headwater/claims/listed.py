"""What a case lists for its claims: the articles they stand in, and the definitions they count by."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from headwater.base.errors import ClaimError

ARTICLES, DEFINITIONS = "articles.csv", "definitions.csv"
_ARTICLE = ("article", "publication", "written_from", "written_thru", "characters", "lines")
_DEFINITION = ("definition", "counts", "words", "by", "as_of", "publisher", "url")


@dataclass(frozen=True, slots=True)
class Article:
    """One article: the SHA-256 of its text, and how long that text is. The text itself is not kept."""

    article: str
    publication: str
    characters: int
    lines: int


@dataclass(frozen=True, slots=True)
class Definition:
    """One way to count: whose it is, as of when, what one of the counted is, and the rule in words."""

    definition: str
    counts: str
    words: str
    by: str
    as_of: str
    publisher: str
    url: str


def read_articles(case_folder: Path) -> dict[str, Article] | None:
    """The articles of a case by the hash of their text; null where the case lists none.

    Raises:
        ClaimError: naming the file, line and field.
    """
    path = case_folder / ARTICLES
    if not path.is_file():
        return None
    found = {}
    for line, row in _rows(path, _ARTICLE):
        counts = []
        for field in ("characters", "lines"):
            if not row[field].isascii() or not row[field].isdecimal():
                raise ClaimError(f"{path}, line {line}, {field}: {row[field]!r} is not a whole number")
            counts.append(int(row[field]))
        found[row["article"]] = Article(row["article"], row["publication"], *counts)
    return found


def read_definitions(case_folder: Path) -> dict[str, Definition]:
    """The definitions of a case by name; none where the file is missing.

    Raises:
        ClaimError: naming the file, line and field.
    """
    path = case_folder / DEFINITIONS
    return {row["definition"]: Definition(**row) for _, row in _rows(path, _DEFINITION)} if path.is_file() else {}


def csv_rows(path: Path) -> list[list[str]]:
    """The rows of a CSV file as text.

    Raises:
        ClaimError: naming the file, if it is not UTF-8 or no CSV.
    """
    try:
        return list(csv.reader(io.StringIO(path.read_text("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ClaimError(f"{path}: {error}") from error


def _rows(path: Path, header: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    rows = csv_rows(path)
    if not rows or tuple(rows[0]) != header:
        raise ClaimError(f"{path}, line 1: the columns are not {', '.join(header)}")
    found: dict[str, tuple[int, dict[str, str]]] = {}
    for line, row in enumerate(rows[1:], 2):
        if len(row) != len(header):
            raise ClaimError(f"{path}, line {line}: {len(row)} fields, not {len(header)}")
        if not row[0].strip():
            raise ClaimError(f"{path}, line {line}, {header[0]}: missing")
        if row[0] in found:
            raise ClaimError(f"{path}, line {line}, {header[0]}: {row[0]!r} occurs twice")
        found[row[0]] = line, dict(zip(header, row, strict=True))
    return list(found.values())
