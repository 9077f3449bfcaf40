"""The ledger's expressions mean one thing: they compile for DuckDB and for Spark."""

import ibis
import pytest

from headwater.base.table import Table
from headwater.ledger.book import Filed
from headwater.ledger.conserving import conservation
from headwater.ledger.covering import coverage
from headwater.ledger.evidence import Found
from headwater.ledger.lines import LINES
from headwater.ledger.party_keys import PARTY_KEYS, party_keys
from headwater.ledger.payments import PAYMENTS
from headwater.ledger.reconciling import kinds_of_lines, reconciliation
from headwater.ledger.stage import judged_lines, payments
from headwater.ledger.steps import judging
from headwater.ledger.uncounted import UNCOUNTED
from headwater.sources._tables.filings import FILINGS
from headwater.sources._tables.lines import LINES as SOURCE_LINES
from headwater.sources._tables.parties import PARTIES
from headwater.sources._tables.totals import TOTALS


def schema(table: Table) -> ibis.Schema:
    return ibis.schema(
        {name: kind.copy(nullable=True) for name, kind in ibis.Schema.from_pyarrow(table.schema).items()}
    )


def unbound(table: Table) -> ibis.Table:
    return ibis.table(schema(table), name=table.name)


RULES = judging(*(schema(table) for table in (SOURCE_LINES, FILINGS, TOTALS, PARTIES, PARTY_KEYS)))
FILED = Filed(*(unbound(table) for table in (SOURCE_LINES, FILINGS, TOTALS, PARTIES, PARTY_KEYS)))
EXPRESSIONS = {
    "party_keys": party_keys(unbound(PARTIES), unbound(FILINGS)),
    "lines": judged_lines(unbound(SOURCE_LINES), unbound(UNCOUNTED)),
    "payments": payments(unbound(SOURCE_LINES), Found(unbound(UNCOUNTED), RULES.steps["judging_evidence"])),
    "reconciliation": reconciliation(FILED, kinds_of_lines(unbound(LINES), FILED.totals)),
    "conservation": conservation(unbound(PAYMENTS), unbound(PARTY_KEYS), unbound(TOTALS), unbound(FILINGS)),
    "coverage": coverage(unbound(LINES), unbound(FILINGS), unbound(PARTY_KEYS), unbound(TOTALS)),
    **RULES.steps,
}


@pytest.mark.parametrize("engine", ["duckdb", "pyspark"])
@pytest.mark.parametrize("name", EXPRESSIONS)
def test_it_compiles(name: str, engine: str) -> None:
    sql = str(ibis.to_sql(EXPRESSIONS[name], dialect=engine))

    assert sql.lstrip().upper().startswith(("SELECT", "WITH"))
