"""What a case states of owners and of what is shared: ``linking/affiliations.csv``, each row with who published it."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from headwater.base.errors import InputError
from headwater.trace.names import clean_name

COLUMNS = ("entity", "other", "kind", "publisher", "url", "author", "date")
KINDS = ("owner", "shares")


@dataclass(frozen=True, slots=True)
class Affiliation:
    """One entity that is another's owner, or shares officers, staff or an office with it; both ways where shared."""

    entity_id: str
    other_id: str
    kind: str


def read_affiliations(case_folder: Path, entity_of: Mapping[str, str]) -> list[Affiliation]:
    """The rows of the case's file; none where it has no such file.

    ``entity`` and ``other`` are identifiers such as ``fppc:1402586``, ``kind`` is owner or shares, ``publisher`` says
    who states it. A row about an identifier that these records do not hold says nothing about them and is passed over.

    Raises:
        InputError: naming file, line and column, if a row cannot be read.
    """
    path = case_folder / "linking" / "affiliations.csv"
    if not path.is_file():
        return []
    name = f"linking/{path.name}"
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = [(number, cells) for number, cells in enumerate(csv.reader(stream, strict=True), start=1) if cells]
    except UnicodeDecodeError:
        raise InputError(name, "the file is not UTF-8") from None
    except csv.Error as error:
        raise InputError(name, f"not a CSV row: {error}") from None
    if not rows or tuple(rows[0][1]) != COLUMNS:
        raise InputError(name, f"the columns are {','.join(COLUMNS)}", line=1)
    found = [one for number, cells in rows[1:] for one in _row(name, number, cells, entity_of)]
    return sorted(set(found), key=lambda one: (one.entity_id, one.other_id, one.kind))


def _row(name: str, line: int, cells: list[str], entity_of: Mapping[str, str]) -> list[Affiliation]:
    if len(cells) != len(COLUMNS):
        raise InputError(name, f"{len(cells)} cells where there are {len(COLUMNS)} columns", line=line)
    row = {column: clean_name(cell) for column, cell in zip(COLUMNS, cells, strict=True)}
    for column in ("entity", "other", "publisher", "author"):
        if not row[column]:
            raise InputError(name, "the cell is empty", line=line, field=column)
    if row["kind"] not in KINDS:
        raise InputError(name, f"{row['kind'][:40]!r} is not one of {', '.join(KINDS)}", line=line, field="kind")
    try:
        date.fromisoformat(row["date"])
    except ValueError:
        raise InputError(name, f"{row['date'][:40]!r} is not a day", line=line, field="date") from None
    ends = [entity_of.get(row[column]) for column in ("entity", "other")]
    if ends[0] is None or ends[1] is None or ends[0] == ends[1]:
        return []
    one = Affiliation(ends[0], ends[1], row["kind"])
    return [one] if one.kind == "owner" else [one, Affiliation(one.other_id, one.entity_id, one.kind)]
