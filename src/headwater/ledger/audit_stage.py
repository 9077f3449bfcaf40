"""The audits of the ledger: reconciliation with stated totals, conservation of each account, coverage."""

from collections.abc import Mapping

import ibis

from headwater.base.stage import Inputs
from headwater.ledger.audits import CONSERVATION, COVERAGE, RECONCILIATION
from headwater.ledger.conserving import conservation
from headwater.ledger.covering import coverage
from headwater.ledger.reconciling import reconciliation

READS = ("lines", "payments", "party_keys", "source_totals", "source_parties", "source_filings")
WRITES = (RECONCILIATION, CONSERVATION, COVERAGE)


def compute(inputs: Inputs) -> Mapping[str, ibis.Table]:
    """Reads the ledger and the stated totals; writes the three audits."""
    lines, paid, keys, totals, parties, filings = map(inputs.read, READS)
    return {
        "reconciliation": reconciliation(totals, lines, keys, parties),
        "conservation": conservation(paid, keys, totals, filings),
        "coverage": coverage(lines, filings, keys),
    }
