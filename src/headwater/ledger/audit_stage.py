"""The audits of the ledger: reconciliation with stated totals, conservation of each account, coverage."""

from collections.abc import Mapping

import ibis
from ibis import _

from headwater.base.stage import Inputs
from headwater.ledger.audits import CONSERVATION, COVERAGE, RECONCILIATION
from headwater.ledger.book import Filed
from headwater.ledger.conserving import conservation
from headwater.ledger.covering import coverage
from headwater.ledger.giving_way import READ_AGAIN
from headwater.ledger.reconciling import kinds_of_lines, reconciliation
from headwater.ledger.uncounted import KEY

READS = ("lines", "payments", "source_lines", "source_filings", "source_totals", "source_parties", "party_keys")
WRITES = (RECONCILIATION, CONSERVATION, COVERAGE)


def compute(inputs: Inputs) -> Mapping[str, ibis.Table]:
    """Reads the ledger and the stated totals; writes the three audits."""
    lines, paid, *tables = map(inputs.read, READS)
    filed = Filed(*tables)
    again = lines.filter(_.why_not.startswith(READ_AGAIN)).select(*KEY)
    # Held, since it is read more than once.
    kinds = inputs.connection.create_table("kinds_of_lines", kinds_of_lines(lines, filed.totals), temp=True)
    return {
        "reconciliation": reconciliation(filed, kinds),
        "conservation": conservation(paid, filed.keys, filed.totals, filed.filings),
        "coverage": coverage(filed.lines, filed.filings, filed.keys, filed.totals, again),
    }
