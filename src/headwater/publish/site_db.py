"""The site's SQLite file, open for reading: what pages, the server and the exports ask."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from functools import cached_property
from pathlib import Path
from typing import Any, Self, TypeVar

from headwater.base.errors import WarehouseError

FILE_NAME, FOLDER = "site.sqlite", "site"
CASE_FILES = ("case.toml", "corrections.md")
"""Files of the case that pages show."""
_MAPPED_BYTES = 1 << 32
T = TypeVar("T")

OPTIONS = (
    "SELECT d.candidate_entity_id FROM candidacies d JOIN contests c ON c.contest_id = d.contest_id "
    "WHERE c.stage = 'recall' AND lower(trim(d.candidate)) IN ('yes', 'no')"
)
"""Entities that are a recall's Yes and No."""


class SiteDb:
    """The site's SQLite file, open for reading; one object serves one thread.

    `options` are the entity ids of a recall's Yes and No: they are on a ballot, and nobody.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise WarehouseError(f"{path}: no site here yet; `headwater build` makes it")
        self.path = path
        self._connection = _opened(path)
        self._views: frozenset[str] = frozenset(row["name"] for row in self.rows("SELECT name FROM site_views"))
        self.options: frozenset[str] = frozenset(row["candidate_entity_id"] for row in self.rows(OPTIONS))
        self._last: dict[str, tuple[object, Any]] = {}
        self._kept: dict[str, Any] = {}

    def again(self) -> Self:
        """The same file for another thread; what is known of it is not asked again."""
        other = copy(self)
        other._connection, other._last, other._kept = _opened(self.path), {}, {}  # noqa: SLF001
        return other

    @cached_property
    def case(self) -> dict[str, Any]:
        """The case's title, question, slug, naming threshold and edition, as every page says some of them."""
        return self.rows("SELECT * FROM site_case")[0]

    @cached_property
    def has_corrections(self) -> bool:
        """Whether the case has corrections, to which every page's foot leads."""
        return bool(self.value("SELECT 1 FROM site_corrections LIMIT 1"))

    @cached_property
    def publishers(self) -> dict[str, str]:
        """The publishers of each source's files in words: whom the case names of them, else the reader's own."""
        found: dict[str, list[str]] = {}
        for row in self.rows(
            "SELECT DISTINCT s.source, coalesce(p.publisher, s.publisher) AS publisher FROM sources s "
            "LEFT JOIN source_files f ON f.source = s.source LEFT JOIN site_publishers p ON p.file_name = f.file_name "
            "ORDER BY 1, 2"
        ):
            found.setdefault(row["source"], []).append(row["publisher"])
        return {source: "; ".join(words) for source, words in found.items()}

    @cached_property
    def _of_readers(self) -> dict[str, str]:
        return dict(self.cursor("SELECT source, publisher FROM sources"))

    @cached_property
    def _of_files(self) -> dict[str, str]:
        return dict(self.cursor("SELECT file_name, publisher FROM site_publishers"))

    def publisher_of(self, row: Mapping[str, Any]) -> str:
        """The publisher of a line in words: as its row says, else as the case says of its file, else as its reader."""
        file = row.get("file_name") or ""
        of_source = (self._of_readers if file else self.publishers).get(row.get("source") or "", "")
        return row.get("publisher") or self._of_files.get(file) or of_source

    @cached_property
    def set_names(self) -> dict[str, str]:
        """The name of each donor set of the case."""
        return dict(self.cursor("SELECT donor_set, name FROM site_donor_sets"))

    def once(self, what: object, make: Callable[[], T], place: str = "context") -> T:
        """What `make` gives; asked for the same thing again straight after, the same object.

        A page, its data and its dossier are made from one context, the files of a picture from one picture; of each
        `place` the last thing is held.
        """
        if place not in self._last or self._last[place][0] != what:
            self._last[place] = (what, make())
        found: T = self._last[place][1]
        return found

    def kept(self, what: str, make: Callable[[], T]) -> T:
        """What `make` gives, made once for this file: for what many pages share."""
        if what not in self._kept:
            self._kept[what] = make()
        found: T = self._kept[what]
        return found

    def rows(self, sql: str, values: Iterable[Any] = ()) -> list[dict[str, Any]]:
        """The answer of a query as rows."""
        return [dict(row) for row in self._connection.execute(sql, tuple(values))]

    def value(self, sql: str, values: Iterable[Any] = ()) -> Any:
        """The first column of the answer's first row; None without one."""
        row = self._connection.execute(sql, tuple(values)).fetchone()
        return row[0] if row else None

    def has(self, *views: str) -> bool:
        """Whether the case's warehouse has these public views; pages show nothing of those it lacks."""
        return self._views.issuperset(views)

    def cursor(self, sql: str) -> sqlite3.Cursor:
        """A cursor over a query, for answers that are too large to hold."""
        return self._connection.execute(sql)

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
    return connection
