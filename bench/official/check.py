"""How well a ledger of made-up bulk files holds the truth that was planted in them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from headwater.base.warehouse import Warehouse

_FOUND = """
CREATE OR REPLACE TEMP TABLE found AS
WITH keyed AS (
  SELECT party_id, CASE WHEN identifier <> '' THEN identifier ELSE name END AS key FROM source_parties
), held AS (
  SELECT p.payment_id, p.cents, p.date_from, p.date_to, p.kind, p.stance, payer.key AS payer, payee.key AS payee,
    coalesce(about.key, '') AS about, coalesce(conduit.key, '') AS conduit, e.payment, e.story, e.is_best
  FROM payments p
  JOIN lines l ON l.payment_id = p.payment_id AND l.counts AND l.source = 'fec_bulk'
  LEFT JOIN keyed payer ON payer.party_id = p.payer_party_id
  LEFT JOIN keyed payee ON payee.party_id = p.payee_party_id
  LEFT JOIN keyed about ON about.party_id = p.about_party_id
  LEFT JOIN keyed conduit ON conduit.party_id = p.conduit_party_id
  JOIN truth_evidence e ON e.record = CAST(l.record_id AS BIGINT)
)
SELECT h.*, h.cents = t.cents AS cents_agree, h.payer = t.payer AND h.payee = t.payee AS parties_agree,
  h.date_from <= t.date_to AND h.date_to >= t.date_from AS days_agree, h.kind = t.kind AS kind_agrees,
  h.about = t.about AND h.stance = t.stance AS topic_agrees, h.conduit = t.conduit AS conduit_agrees,
  row_number() OVER (PARTITION BY h.payment ORDER BY (h.cents = t.cents) DESC, h.is_best DESC, h.payment_id) AS nth
FROM held h LEFT JOIN truth_payments t ON t.payment = h.payment
"""
_STORIES = """
SELECT t.story, count(*), count(*) FILTER (f.nth IS NULL),
  count(*) FILTER (NOT f.cents_agree), count(*) FILTER (NOT f.parties_agree), count(*) FILTER (NOT f.days_agree),
  count(*) FILTER (NOT f.kind_agrees), count(*) FILTER (NOT f.topic_agrees), count(*) FILTER (NOT f.conduit_agrees),
  count(*) FILTER (f.cents_agree AND f.parties_agree AND f.days_agree)
FROM truth_payments t LEFT JOIN found f ON f.payment = t.payment AND f.nth = 1 GROUP BY 1 ORDER BY 1
"""
_DOUBLED = """
SELECT story, count(*), sum(cents) FROM found WHERE payment = -1 OR nth > 1 GROUP BY 1 ORDER BY 1
"""
_READ = """
SELECT file_name, rows_read, rows_kept, rows_ignored, rows_rejected
FROM source_files WHERE source = 'fec_bulk' ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Told:
    """One story's true payments: how many a ledger holds rightly, and what is wrong with the others.

    ``right`` agree in cents, payer, payee and days. ``doubled`` payments have no truth of their own: they were counted
    already, or are no money. ``doubled_cents`` is what they come to.
    """

    story: str
    planted: int
    missing: int = 0
    wrong_cents: int = 0
    wrong_parties: int = 0
    wrong_days: int = 0
    wrong_kind: int = 0
    wrong_topic: int = 0
    wrong_conduit: int = 0
    right: int = 0
    doubled: int = 0
    doubled_cents: int = 0


@dataclass(frozen=True, slots=True)
class FileAccount:
    """One file's lines, and whether exactly the planted ones were rejected or passed over as blank."""

    file: str
    lines: int
    kept: int
    ignored: int
    rejected: int
    is_whole: bool
    rejected_agree: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What was measured."""

    stories: tuple[Told, ...]
    files: tuple[FileAccount, ...]

    @property
    def planted(self) -> int:
        """True payments."""
        return sum(told.planted for told in self.stories)

    @property
    def right(self) -> int:
        """True payments that the ledger holds rightly."""
        return sum(told.right for told in self.stories)

    @property
    def doubled(self) -> int:
        """Payments of the ledger that no truth has."""
        return sum(told.doubled for told in self.stories)

    def text(self) -> str:
        """The report as lines of text."""
        lines = [f"{'story':24}{'planted':>11}{'right':>11}{'missing':>9}{'doubled':>9}  wrong"]
        for told in self.stories:
            names = ("cents", "parties", "days", "kind", "topic", "conduit")
            wrong = ", ".join(f"{n} {getattr(told, f'wrong_{n}'):,}" for n in names if getattr(told, f"wrong_{n}"))
            numbers = f"{told.planted:>11,}{told.right:>11,}{told.missing:>9,}{told.doubled:>9,}"
            lines.append(f"{told.story:24}{numbers}  {wrong}".rstrip())
        recall = self.right / self.planted if self.planted else 1.0
        lines.append(f"recall {recall:.6f}, doubled {self.doubled:,} of {self.planted:,}")
        for one in self.files:
            told_by = f"{one.lines:,} lines = {one.kept:,} + {one.ignored:,} ignored + {one.rejected:,} rejected"
            agree = "as planted" if one.rejected_agree else "NOT as planted"
            lines.append(f"{one.file}: {told_by}: {'whole' if one.is_whole else 'NOT whole'}, {agree}")
        return "\n".join(lines)


def check(connection: Any, folder: Path) -> Report:
    """Measures a ledger against the truth; prints nothing.

    Args:
        connection: an Ibis connection to DuckDB with the tables lines, payments, source_parties, source_files and
            rejected.
        folder: where the bulk files and the truth were written.
    """
    for name in ("payments", "evidence", "dirt"):
        path = str(folder / "truth" / f"{name}.parquet").replace("'", "''")
        connection.raw_sql(f"CREATE OR REPLACE TEMP VIEW truth_{name} AS SELECT * FROM read_parquet('{path}')")
    connection.raw_sql(_FOUND)
    doubled = {story: (count, int(cents)) for story, count, cents in _rows(connection, _DOUBLED)}
    names = [field.name for field in fields(Told)]
    told = [dict(zip(names, (*row, *doubled.pop(row[0], (0, 0))), strict=True)) for row in _rows(connection, _STORIES)]
    stories = [Told(**one) for one in told]
    stories += [Told(story, 0, doubled=count, doubled_cents=cents) for story, (count, cents) in doubled.items()]
    return Report(tuple(stories), tuple(_files(connection, folder / "bulk")))


def check_home(home: Path, folder: Path) -> Report:
    """Measures the ledger of a built case, by the folder that holds its warehouse."""
    return check(Warehouse(home).connect(), folder)


def _files(connection: Any, bulk: Path) -> list[FileAccount]:
    found = []
    for name, lines, kept, ignored, rejected in _rows(connection, _READ):
        lost = {row for (row,) in _rows(connection, _dirty(name, "NOT is_recoverable AND kind <> 'blank'"))}
        blank = {row for (row,) in _rows(connection, _dirty(name, "kind = 'blank'"))}
        met = {row for (row,) in _rows(connection, f"SELECT row FROM rejected WHERE file_name = '{name}'")}
        is_whole = lines == _count(bulk / name.rpartition("/")[2]) == kept + ignored + rejected
        found.append(FileAccount(name, lines, kept, ignored, rejected, is_whole, met == lost and len(blank) == ignored))
    return found


def _dirty(name: str, which: str) -> str:
    return f"SELECT row FROM truth_dirt WHERE file = '{name.rpartition('/')[2]}' AND {which}"


def _count(path: Path) -> int:
    with path.open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 24), b""))


def _rows(connection: Any, sql: str) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = connection.raw_sql(sql).fetchall()
    return rows


def counted(report: Report) -> Mapping[str, Told]:
    """The stories by name."""
    return {told.story: told for told in report.stories}
