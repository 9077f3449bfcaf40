"""SQL on the documented views, read only."""

import csv
import json
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from headwater import asking
from headwater.base.csv_cells import guarded
from headwater.base.errors import CaseError
from headwater.base.terminal import show_grid
from headwater.commands.options import AsJson, CaseOption
from headwater.opened import open_case


def command(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT on the public views")],
    case: CaseOption,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV")] = False,
    as_json: AsJson = False,
) -> None:
    names, rows = asking.query(open_case(case), sql)
    if as_json:
        if doubled := [name for name in names if names.count(name) > 1]:
            raise CaseError(f"--json: two columns are named {doubled[0]!r}; give each a name of its own with AS")
        print(
            json.dumps([dict(zip(names, row, strict=True)) for row in rows], indent=1, ensure_ascii=False, default=str)
        )
    elif as_csv:
        _write_csv(names, rows)
    else:
        show_grid("", names, [tuple("" if cell is None else str(cell) for cell in row) for row in rows])


def _write_csv(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Prints rows as CSV; a cell that a spreadsheet would run as a formula is led by an apostrophe."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([[guarded(cell) for cell in row] for row in rows])
