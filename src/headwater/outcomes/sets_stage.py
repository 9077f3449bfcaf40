"""The scoreboard: each set of the case under each definition, as of each of its days."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from headwater.base.ids import stable_id
from headwater.base.stage import Inputs
from headwater.base.views import open_public
from headwater.base.warehouse import Warehouse
from headwater.outcomes.set_tables import SCOREBOARD, SET_DEFINITIONS, SET_MEMBERS
from headwater.outcomes.sets import FILE, definitions, read_sets, scored

READS = ("terms", "timeline", "term_spans", "contests", "candidacies", "results", "margins", "recall_petitions")
WRITES = (SET_DEFINITIONS, SCOREBOARD, SET_MEMBERS)
FILES = (FILE,)
OPTIONAL = ("linking_levels",)
"""Tables that a definition may read where a build has them; without them it gives no count, and says so."""


def compute(inputs: Inputs) -> Mapping[str, pa.Table]:
    """Reads the public views of what earlier stages wrote; writes each definition's count and members.

    Raises:
        CaseError: if a definition cannot be read or run.
    """
    listed = read_sets(inputs.case.folder)
    connection = open_public(Warehouse(inputs.home), threads=1)
    try:
        names = {row[0] for row in connection.con.execute("SELECT view_name FROM duckdb_views()").fetchall()}
        known = names & {*READS, *OPTIONAL}
        found = list(scored(connection.con, listed, known))
    finally:
        connection.disconnect()
    return {
        "set_definitions": SET_DEFINITIONS.of_rows(definitions(listed, known)),
        "scoreboard": SCOREBOARD.of_rows(row for row, _members in found),
        "set_members": SET_MEMBERS.of_rows(one for _row, members in found for one in members),
    }


def extra_key(home: Path) -> str:
    """What the stage depends on besides what it always reads: the optional tables, where they are."""
    tables = Warehouse(home).manifest.tables
    return stable_id("O", *(f"{name}={tables[name].sha256}" for name in OPTIONAL if name in tables))
