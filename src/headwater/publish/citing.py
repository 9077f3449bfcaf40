"""Citations: every number of a page is the answer of a query that a reader can run, with the lines behind it.

A page never writes a number of its own: it asks for one with the SQL over the public views that gives it, and the
same SQL runs here on the site's SQLite file and at the reader's on the warehouse. Queries are therefore written in
what DuckDB and SQLite share: days compared with ISO text, ``NULLS LAST`` said, divisions cast to DOUBLE.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from headwater.base.cite import Cite, CitedLine
from headwater.base.errors import WarehouseError
from headwater.base.ids import stable_id
from headwater.base.money import format_cents
from headwater.publish.behind import Listed, count_and_last, first_lines
from headwater.publish.site_db import SiteDb
from headwater.publish.wording import day_range, say, say_in

SHOWN_LINES = 25
_ESCAPED = {ord(char): f"\\{char}" for char in '\\"$`'}
_DAYS = ("date_to", "as_of", "election_date")


@dataclass(frozen=True, slots=True)
class Number:
    """One number on a page: how it reads, what it is, and the panel that says where it comes from."""

    text: str
    value: int | float | None
    panel: int
    row: int
    column: str

    def __html__(self) -> str:
        """Raises: a number stands on a page with its note, so templates write it with ``num(...)``.

        Raises:
            WarehouseError: always, with the number's text.
        """
        raise WarehouseError(f"a template prints the number {self.text!r} without its note; write num(...) around it")


@dataclass(frozen=True, slots=True)
class Panel:
    """One numbered note: a citation, and the query that lists its lines; a table's note stands for all its rows.

    Where an earlier note of the page has the same lines, this one names it and lists none. What was traced for one
    reader stands in no view: its `cite.query` is the command that traces it.
    """

    number: int
    cite: Cite
    lines_query: str
    same_lines_as: int | None
    units: Mapping[str, str]
    is_table: bool
    as_of: str = ""
    is_traced: bool = False

    @property
    def command(self) -> str:
        """The command that gives the number on the reader's own machine."""
        if self.is_traced:
            return self.cite.query
        return f"headwater query {quoted(self.cite.query)} --case CASE"

    @property
    def anchor(self) -> str:
        """The note's lasting address on its page; it is also the version of the rule that gives the number.

        It is made of the definition and the query, so it stays while both do and changes when either does.
        """
        return _anchor(self.cite.definition, self.cite.query)

    @property
    def lines_command(self) -> str:
        """The command that lists all lines behind the number."""
        return f"headwater query {quoted(self.lines_query)} --case CASE"


@dataclass
class Citations:
    """The notes of one page, numbered as the page first uses them; equal citations share a note."""

    db: SiteDb
    lists_lines: bool = True
    panels: list[Panel] = field(default_factory=list)
    _known: dict[tuple[str, str], int] = field(default_factory=dict)
    _listed: dict[str, int] = field(default_factory=dict)

    def of_entities(self, ids: Iterable[str | None]) -> "Citations":
        """The same notes, for numbers of what some entities paid, got or are named in: `SiteDb.of_entities`."""
        return replace(self, db=self.db.of_entities(ids))

    @property
    def shared(self) -> "Citations":
        """The same notes, for numbers that many pages have, of all payments: `SiteDb.shared`."""
        return replace(self, db=self.db.shared)

    def number(self, query: str, unit: str, definition: str, lines: str = "") -> Number:
        """One number, with its note.

        Args:
            query: SQL over the public views whose answer is one row with one column.
            unit: how it is written, see `wording.say`; ``in:`` and a claim's unit for a claim's own.
            definition: what it is, in words.
            lines: SQL that lists the lines behind it; empty where the definition itself names the document.
        """
        value = self.db.value(query)
        text = written(value, unit)
        panel = self._panel(Cite(text, definition, query), lines, {"": unit}, is_table=False)
        return Number(text, value, panel, 0, "")

    def table(
        self,
        query: str,
        units: Mapping[str, str],
        definition: str,
        lines: str = "",
        here: tuple[str, str] = ("", ""),
        listed: Callable[[], Listed] | None = None,
    ) -> list[dict[str, Any]]:
        """The rows of a query, its columns in `units` as numbers that share one note; a null stays None.

        `here` gives the same rows, and the same lines, from what the site's own file holds worked out; `listed` is what
        a note shows of the lines where that file knows it.
        """
        rows = self.db.rows(here[0] or query)
        if all(row[column] is None for row in rows for column in units):
            return rows
        panel = self._panel(Cite("", definition, query), lines, dict(units), is_table=True, here=here[1], listed=listed)
        for at, row in enumerate(rows):
            for column, unit in units.items():
                if row[column] is not None:
                    row[column] = Number(written(row[column], unit), row[column], panel, at, column)
        return rows

    def traced(self, cents: Mapping[str, int], definition: str, command: str, lines: str) -> dict[str, Number]:
        """Amounts of one trace by name, with one note: the command gives them all, `lines` lists what is behind."""
        at = self._panel(Cite("", definition, command), lines, dict.fromkeys(cents, "cents"), is_table=True)
        self.panels[at - 1] = replace(self.panels[at - 1], is_traced=True)
        return {name: Number(written(value, "cents"), value, at, 0, name) for name, value in cents.items()}

    def _panel(
        self,
        cite: Cite,
        lines: str,
        units: Mapping[str, str],
        *,
        is_table: bool,
        here: str = "",
        listed: Callable[[], Listed] | None = None,
    ) -> int:
        key = (cite.query, cite.definition)
        if key in self._known:
            return self._known[key]
        number = len(self.panels) + 1
        earlier = self._listed.setdefault(lines, number) if lines else number
        is_first = earlier == number
        shown, count, as_of = (
            self._lines(here or lines, listed) if lines and is_first and self.lists_lines else ((), 0, "")
        )
        whole = Cite(cite.value, cite.definition, cite.query, shown, count)
        as_of = as_of if is_first else self.panels[earlier - 1].as_of
        self.panels.append(Panel(number, whole, lines, None if is_first else earlier, units, is_table, as_of))
        self._known[key] = number
        return number

    def _lines(self, query: str, listed: Callable[[], Listed] | None = None) -> tuple[tuple[CitedLine, ...], int, str]:
        """The first lines, how many there are, and the latest day that any of them states."""
        if listed:
            known = listed()
            return tuple(cited_line(row, self.db.publisher_of(row)) for row in known.rows), known.count, known.last
        found = self.db.rows(first_lines(query, SHOWN_LINES))
        count = len(found)
        days = [row[name] for row in found for name in _DAYS if row.get(name)]
        if count == SHOWN_LINES:
            day = next((name for name in _DAYS if name in found[0]), "NULL")
            ((count, last),) = (row.values() for row in self.db.rows(count_and_last(query, day)))
            days = [last] if last else []
        return tuple(cited_line(row, self.db.publisher_of(row)) for row in found), count, max(days, default="")


def cited_line(row: Mapping[str, Any], publisher: str) -> CitedLine:
    """One row of a query that lists lines, as a note shows it; columns that the query lacks are left out."""
    first, last = row.get("date_from") or row.get("as_of") or "", row.get("date_to")
    parts = [
        format_cents(row["cents"]) if row.get("cents") is not None else "",
        f"form {row['form']}" if row.get("form") else "",
        f"schedule {row['schedule']}" if row.get("schedule") else "",
        f"{row['file_name']}, row {row['row']}" if row.get("row") else row.get("file_name") or "",
        f"SHA-256 {row['file_sha256']}" if row.get("file_sha256") else "",
        f"does not count: {row['why_not']}" if row.get("why_not") else "",
        row.get("of_row") or "",
    ]
    return CitedLine(
        publisher=publisher,
        document=f"filing {row['filing_id']}" if row.get("filing_id") else row.get("page") or "",
        record=row.get("record_id") or "",
        date=day_range(first, last or first),
        text=" · ".join(part for part in parts if part),
        url=_web(row.get("url") or ""),
    )


@lru_cache(maxsize=1024)
def _anchor(definition: str, query: str) -> str:
    return stable_id("q", definition, query)[:13]


def quoted(sql: str) -> str:
    """SQL as one argument of a shell: in double quotes, with what a shell would read escaped."""
    return f'"{sql.translate(_ESCAPED)}"'


def sql_text(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def sql_list(values: list[str]) -> str:
    """Texts as the list of an SQL ``IN``; an empty list matches nothing."""
    return f"({', '.join(sql_text(value) for value in values) or 'NULL'})"


def are_named(options: frozenset[str]) -> str:
    """An SQL condition on ``entities`` that leaves out a recall's options; they are ballot words and nobody."""
    return f"entity_id NOT IN {sql_list(sorted(options))}" if options else "1 = 1"


def written(value: Any, unit: str) -> str:
    """A figure in a unit of `wording.say`, in a claim's own unit after ``in:``, or as the record words it: ``text``.

    A ``figure`` is a text that may be a whole number, which is written as one.
    """
    if unit == "figure" and str(value).isdecimal():
        return say(int(value), "count")
    if unit in ("text", "figure"):
        return str(value)
    return say_in(value, unit.removeprefix("in:")) if unit.startswith("in:") else say(value, unit)


def _web(url: str) -> str:
    """A public address, if it is one that a page may link."""
    return url if url.startswith(("https://", "http://")) else ""
