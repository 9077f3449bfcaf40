"""How complete and how consistent the ledger is."""

import json
import sys

from headwater.asking import query
from headwater.base.terminal import show_grid
from headwater.commands.options import AsJson, CaseFolder
from headwater.opened import OpenCase, open_case

_UNEXPLAINED = (
    "SELECT whose, measure, page, period_thru, difference_cents, reason FROM reconciliation "
    "WHERE difference_class = 'unexplained' ORDER BY abs(difference_cents) DESC"
)


def command(case: CaseFolder, as_json: AsJson = False) -> None:
    found = _audit(open_case(case))
    if not found["lines"]["read"]:
        sys.stderr.write(f"no file of this case was read yet; next: headwater add, then headwater build {case}\n")
    elif not found["reconciliation"]["filers"]:
        sys.stderr.write("no total that a filer or an agency states is in these records beside lines for it\n")
    if found["reconciliation"]["unexplained"]:
        sys.stderr.write(f'what is unexplained: headwater query "{_UNEXPLAINED}" --case {case}\n')
    if as_json:
        print(json.dumps(found, indent=1))
        return
    show_grid(
        "Audit", ("what", "figure", "value"), [(w, f, str(n)) for w, row in found.items() for f, n in row.items()]
    )


def _audit(opened: OpenCase) -> dict[str, dict[str, int]]:
    """The audit's figures, as ``headwater audit --json`` prints them.

    A filer with several stated totals has the class of the largest, but unexplained where any of them is.
    """
    sql = """
        WITH classed AS (
          SELECT CASE WHEN bool_or(difference_class = 'unexplained') THEN 'unexplained'
              ELSE arg_max(difference_class, (abs(stated_cents), difference_class)) END AS class
          FROM reconciliation GROUP BY filer_number)
        SELECT (SELECT coalesce(sum(rows_read), 0) FROM source_files) AS "lines.read",
          (SELECT count(*) FROM lines) AS "lines.ledger",
          (SELECT count(*) FROM rejected) AS "lines.rejected",
          (SELECT count(*) FROM classed) AS "reconciliation.filers",
          (SELECT count(*) FROM classed WHERE class = 'equal') AS "reconciliation.equal",
          (SELECT count(*) FROM classed WHERE class = 'below') AS "reconciliation.below",
          (SELECT count(*) FROM classed WHERE class = 'above_explained') AS "reconciliation.above_explained",
          (SELECT count(*) FROM classed WHERE class = 'unexplained') AS "reconciliation.unexplained",
          (SELECT count(*) FROM conservation) AS "conservation.accounts",
          (SELECT count(*) FROM conservation WHERE is_exact) AS "conservation.exact",
          (SELECT coalesce(sum(abs(unknown_cents)), 0) FROM conservation) AS "conservation.unknown_cents"
    """
    names, rows = query(opened, sql)
    found: dict[str, dict[str, int]] = {}
    for name, value in zip(names, rows[0], strict=True):
        part, figure = name.split(".")
        found.setdefault(part, {})[figure] = int(value)
    return found
