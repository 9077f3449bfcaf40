"""The ledger's expressions mean one thing: they compile for DuckDB and for Spark."""

import ibis
import pytest

from headwater.base.table import Table
from headwater.ledger.audit_stage import conservation, coverage, filed_sums, reconciliation
from headwater.ledger.lines import LINES
from headwater.ledger.party_keys import PARTY_KEYS, party_keys
from headwater.ledger.payments import PAYMENTS
from headwater.ledger.stage import judged_lines, payments
from headwater.sources._tables.lines import LINES as SOURCE_LINES
from headwater.sources._tables.parties import PARTIES
from headwater.sources._tables.totals import TOTALS


def unbound(table: Table) -> ibis.Table:
    return ibis.table(ibis.Schema.from_pyarrow(table.schema), name=table.name)


EXPRESSIONS = {
    "party_keys": party_keys(unbound(PARTIES)),
    "lines": judged_lines(unbound(SOURCE_LINES), unbound(PARTY_KEYS)),
    "payments": payments(unbound(LINES)),
    "reconciliation": reconciliation(
        unbound(TOTALS), filed_sums(unbound(LINES), unbound(PARTY_KEYS), unbound(PARTIES)), unbound(PARTY_KEYS)
    ),
    "conservation": conservation(unbound(PAYMENTS), unbound(PARTY_KEYS)),
    "coverage": coverage(unbound(LINES)),
}


@pytest.mark.parametrize("engine", ["duckdb", "pyspark"])
@pytest.mark.parametrize("name", EXPRESSIONS)
def test_it_compiles(name: str, engine: str) -> None:
    sql = str(ibis.to_sql(EXPRESSIONS[name], dialect=engine))

    assert sql.lstrip().upper().startswith(("SELECT", "WITH"))
