"""A case's corrections of names and votes: dated data with author and reason, listed with what each was applied to.

What a publisher filed stays as it is in the source's tables; a correction changes what contests and results show.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from headwater.base.dates import parse_date
from headwater.base.errors import InputError
from headwater.base.ids import clean_name
from headwater.outcomes.count_tables import CorrectionUse
from headwater.outcomes.summing import Sum

FILE = "corrections.csv"
COLUMNS = (
    *("file", "division", "election_date", "stage", "candidate", "field", "corrected", "date", "author"),
    "reason",
)
FIELDS = ("candidate", "votes", "row")


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of ``corrections.csv``; an empty cell of file, division, day or stage stands for any."""

    line: int
    file: str
    division: str
    election_date: date | None
    stage: str
    candidate: str
    field: str
    corrected: str
    made: date
    author: str
    reason: str

    def fits(self, one: Sum) -> bool:
        """Whether it is about a sum."""
        return (
            one.candidate_filed == self.candidate
            and (not self.file or fnmatchcase(one.shown_file, f"*{self.file}*"))
            and self.division in {"", one.division}
            and self.election_date in {None, one.election_date}
            and self.stage in {"", one.stage}
        )


def read_corrections(folder: Path) -> list[Correction]:
    """The corrections of a case; none where it has no such file.

    Raises:
        InputError: naming the line and the field that cannot be read.
    """
    path = folder / FILE
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise InputError(str(path), f"the header is not {','.join(COLUMNS)}", line=1)
        return [_correction(str(path), reader.line_num, row) for row in reader]


def corrected(found: Sequence[Sum], corrections: list[Correction]) -> tuple[list[Sum], list[CorrectionUse]]:
    """The sums with the corrections applied, without the rows that do not count, and each correction's uses."""
    by_name: dict[str, list[Correction]] = {}
    for correction in corrections:
        by_name.setdefault(correction.candidate, []).append(correction)
    uses = {correction.line: 0 for correction in corrections}
    kept = []
    for one in found:
        now: Sum | None = one
        for correction in by_name.get(one.candidate_filed, ()):
            if now is not None and correction.fits(one):
                uses[correction.line] += 1
                now = _applied(now, correction)
        if now is not None:
            kept.append(now)
    files = {one.shown_file for one in found}
    return kept, [_use(correction, uses[correction.line], files) for correction in corrections]


def said_of(one: Sum, corrections: Iterable[Correction]) -> str:
    """What the corrections do about a sum, in words; empty if nothing."""
    return "; ".join(_words(correction) for correction in corrections if correction.fits(one))


def _applied(one: Sum, correction: Correction) -> Sum | None:
    if correction.field == "row":
        return None
    if correction.field == "votes":
        return replace(one, votes=int(correction.corrected))
    return replace(one, candidate=correction.corrected)


def _words(correction: Correction) -> str:
    if correction.field == "row":
        return f"the row does not count ({correction.reason})"
    return f"{correction.field} is {correction.corrected} ({correction.reason})"


def _use(correction: Correction, count: int, files: set[str]) -> CorrectionUse:
    return CorrectionUse(
        line=correction.line,
        file=correction.file,
        division=correction.division,
        election_date=correction.election_date,
        stage=correction.stage,
        candidate=correction.candidate,
        field=correction.field,
        corrected=correction.corrected,
        made=correction.made,
        author=correction.author,
        reason=correction.reason,
        applied_count=count,
        has_file=any(fnmatchcase(file, f"*{correction.file}*") for file in files),
    )


def _correction(file: str, line: int, row: dict[str, str]) -> Correction:
    if None in row or None in row.values():
        raise InputError(file, "the row is not as long as the header", line=line)
    for name in ("candidate", "date", "author", "reason"):
        if not row[name].strip():
            raise InputError(file, "is empty", line=line, field=name)
    if row["field"] not in FIELDS:
        raise InputError(file, f"{row['field']!r} is none of {', '.join(FIELDS)}", line=line, field="field")
    is_number = row["corrected"].isdecimal() and row["corrected"].isascii()
    if (row["field"] == "row") == bool(row["corrected"]) or (row["field"] == "votes" and not is_number):
        raise InputError(file, "does not fit the field that is corrected", line=line, field="corrected")
    return Correction(
        line=line,
        file=row["file"],
        division=row["division"],
        election_date=_day(file, line, row, "election_date") if row["election_date"] else None,
        stage=row["stage"],
        candidate=clean_name(row["candidate"]),
        field=row["field"],
        corrected=clean_name(row["corrected"]),
        made=_day(file, line, row, "date"),
        author=row["author"],
        reason=row["reason"],
    )


def _day(file: str, line: int, row: dict[str, str], field: str) -> date:
    try:
        return parse_date(row[field])
    except ValueError as error:
        raise InputError(file, str(error), line=line, field=field) from error
