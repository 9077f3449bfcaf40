"""The site's SQLite file, open for reading: what pages, the server and the exports ask."""

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from functools import cached_property
from pathlib import Path
from typing import Any, Self, TypeVar

from headwater.base.errors import WarehouseError
from headwater.publish.site_tables import VIEW_COLUMNS

FILE_NAME, FOLDER = "site.sqlite", "site"
CASE_FILES = ("case.toml", "corrections.md")
"""Files of the case that pages show."""
_MAPPED_BYTES = 1 << 32
_MOST_HELD, _MOST_KEPT = 200_000, 2_048
"""Payments of a page that are held in memory while it is made, of some 300 bytes each; answers that pages share."""
_PAYMENTS = ", ".join(VIEW_COLUMNS["payments"])
_HELD = (
    f"INSERT INTO own.payments (rowid, {_PAYMENTS}) SELECT rowid, {_PAYMENTS} FROM main.payments "
    "WHERE payer_entity_id IN ({0}) OR payee_entity_id IN ({0}) OR about_entity_id IN ({0}) "
    f"LIMIT {_MOST_HELD + 1}"
)
T = TypeVar("T")
Answer = tuple[tuple[str, ...], list[tuple[Any, ...]]]

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
        self._whose, self._held = tuple[str, ...](), dict[tuple[str, ...], bool]()
        self._shares, self._answers = False, OrderedDict[str, Answer]()
        self._views: frozenset[str] = frozenset(row["name"] for row in self.rows("SELECT name FROM site_views"))
        self.options: frozenset[str] = frozenset(row["candidate_entity_id"] for row in self.rows(OPTIONS))
        self._last: dict[str, tuple[object, Any]] = {}
        self._kept: dict[str, Any] = {}

    def again(self) -> Self:
        """The same file for another thread; what is known of it is not asked again."""
        other = copy(self)
        other._connection, other._last, other._kept, other._held = _opened(self.path), {}, {}, {}  # noqa: SLF001
        other._answers = OrderedDict()  # noqa: SLF001
        return other

    def of_entities(self, ids: Iterable[str | None]) -> Self:
        """The same file for queries that select no payments but those that some entities made, got or are named in.

        They read a copy of these payments in memory: a page asks for them some twenty times, each time one by one.
        """
        other = copy(self)
        other._whose = tuple(sorted({one for one in ids if one}))  # noqa: SLF001
        return other

    @property
    def shared(self) -> Self:
        """The same file with all its payments; it keeps its last answers to queries without values."""
        other = copy(self)
        other._whose, other._shares = (), True  # noqa: SLF001
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
        names, found = self._answer(sql, tuple(values))
        return [dict(zip(names, row, strict=True)) for row in found]

    def value(self, sql: str, values: Iterable[Any] = ()) -> Any:
        """The first column of the answer's first row; None without one."""
        if self._shares:
            return next((row[0] for row in self._answer(sql, tuple(values))[1]), None)
        row = self._connection.execute(self._asked(sql), tuple(values)).fetchone()
        return row[0] if row else None

    def has(self, *views: str) -> bool:
        """Whether the case's warehouse has these public views; pages show nothing of those it lacks."""
        return self._views.issuperset(views)

    def cursor(self, sql: str) -> sqlite3.Cursor:
        """A cursor over a query, for answers that are too large to hold."""
        found = self._connection.cursor()
        found.row_factory = sqlite3.Row
        return found.execute(sql)

    def _answer(self, sql: str, values: tuple[Any, ...]) -> Answer:
        """The names of an answer's columns, and its rows."""
        is_kept = self._shares and not values
        if is_kept and sql in self._answers:
            self._answers.move_to_end(sql)
            return self._answers[sql]
        found = self._connection.execute(self._asked(sql), values)
        answer = tuple(column[0] for column in found.description), found.fetchall()
        if is_kept:
            self._answers[sql] = answer
            if len(self._answers) > _MOST_KEPT:
                self._answers.popitem(last=False)
        return answer

    def _asked(self, sql: str) -> str:
        """A query as it is asked: of the payments that are held where it is known that no others are selected."""
        if not self._whose or "FROM payments" not in sql:
            return sql
        if self._whose not in self._held:
            self._hold()
        return sql.replace("FROM payments", "FROM own.payments") if self._held[self._whose] else sql

    def _hold(self) -> None:
        """Puts the entities' payments in the place of those held, with their places, unless they are too many."""
        self._held.clear()
        if not self.value("SELECT 1 FROM pragma_database_list WHERE name = 'own'"):
            self._connection.execute("ATTACH ':memory:' AS own")
            self._connection.execute(f"CREATE TABLE own.payments ({_PAYMENTS})")
        self._connection.execute("DELETE FROM own.payments")
        filled = _HELD.format(", ".join(f"?{at}" for at in range(1, len(self._whose) + 1)))
        self._held[self._whose] = self._connection.execute(filled, self._whose).rowcount <= _MOST_HELD
        self._connection.commit()

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
    return connection
